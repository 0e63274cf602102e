import { WorkbenchError } from '../errors.ts';
import type { FileSystem } from '../ports.ts';
import type { FunctionDefinition, Value } from '../project/model.ts';

/** What must be known of a function before it can be packed. */
export interface Packageable {
  readonly runtime: string;
  readonly handler: string;
  readonly code:
    | { readonly kind: 'directory'; readonly path: string }
    | { readonly kind: 'archive'; readonly path: string }
    | { readonly kind: 'inline'; readonly text: string };
}

/** Throws a WorkbenchError that says why the function can't be packed, and what to do. */
export async function packageable(definition: FunctionDefinition, files: FileSystem): Promise<Packageable> {
  const { name, code, build } = definition;
  if (definition.packageType === 'Image' || code.kind === 'image') {
    throw refused(`${name} is a container image`, 'Build and push it with Docker; only zip packages are built here.');
  }
  const runtime = runtimeOf(definition);
  const handler = literal(definition.handler, name, 'Handler');
  if (code.kind === 'unknown')
    throw refused(`The code of ${name} can't be told before deploying: ${code.reason}`, 'Use a path in CodeUri.');
  if (code.kind === 'inline') {
    if (code.text !== undefined) return { runtime, handler, code: { kind: 'inline', text: code.text } };
    throw refused(`The inline code of ${name} can't be told before deploying`, 'Write it out in the template, or move it to a file.');
  }
  if (code.kind === 'archive') return { runtime, handler, code };
  if (build.kind === 'other') {
    throw refused(
      `${name} is built by ${build.method}, which is not run here`,
      'Build it yourself and point CodeUri at the result, or use BuildMethod: esbuild.',
    );
  }
  if ((await files.stat(code.path))?.type !== 'directory') {
    throw refused(`The code folder of ${name} isn't there: ${code.path}`, 'Correct CodeUri in the template, or create the folder.');
  }
  return { runtime, handler, code };
}

function runtimeOf(definition: FunctionDefinition): string {
  const runtime = literal(definition.runtime, definition.name, 'Runtime');
  if (/^(nodejs\d+\.x|python3\.\d+)$/.test(runtime)) return runtime;
  throw new WorkbenchError(
    'runtime-not-supported',
    `${definition.name} uses the runtime ${runtime}, which can't be built here yet`,
    'Node.js (nodejs22.x) and Python (python3.13) can.',
  );
}

function literal(value: Value<string>, name: string, property: string): string {
  if (value.kind === 'literal') return value.value;
  const reason = value.kind === 'absent' ? `has no ${property}` : `has a ${property} that can't be told before deploying: ${value.reason}`;
  const code = property === 'Runtime' ? 'runtime-not-supported' : 'package-failed';
  throw new WorkbenchError(code, `${name} ${reason}`, `Write ${property} into the template, with its value.`);
}

function refused(message: string, advice: string): WorkbenchError {
  return new WorkbenchError('package-failed', message, advice);
}
