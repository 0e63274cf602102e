import { WorkbenchError } from '../errors.ts';
import { runtimes } from '../lint/runtimes.ts';
import { relativePath } from '../paths.ts';
import type { FileSystem } from '../ports.ts';
import { assumptionNote, valueForRuns } from '../project/assumptions.ts';
import type { Assumed, FunctionDefinition, PackagedFile, Value } from '../project/model.ts';
import { isDotnet, isJvm, isNative } from '../runner/runtimes/families.ts';
import { packsRuntime } from './packsRuntime.ts';

/** What must be known of a function before it can be packed. */
export interface Packageable {
  readonly runtime: string;
  readonly handler: string;
  readonly code:
    | { readonly kind: 'directory'; readonly path: string }
    | { readonly kind: 'archive'; readonly path: string }
    | { readonly kind: 'files'; readonly files: readonly PackagedText[] }
    | { readonly kind: 'inline'; readonly text: string };
  /** What of it isn't certain, in words. */
  readonly notes: readonly string[];
}

/** One file of a package: on disk, or a text. `name` is its path in the package. */
export interface PackagedText {
  readonly name: string;
  readonly content: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string };
}

/**
 * What a package is for. What only a deployment decides never stops a run: it takes code where the defaults of the template's
 * parameters say it is, and sources that another build would replace. What deploys takes no code that may be another's;
 * a runtime and a handler it must have, and its plan shows them.
 */
export type Purpose = 'run' | 'deploy';

/** Throws a WorkbenchError that says why the function can't be packed, and what to do. */
export async function packageable(definition: FunctionDefinition, files: FileSystem, purpose: Purpose): Promise<Packageable> {
  const { name } = definition;
  if (definition.packageType === 'Image' || definition.code.kind === 'image') {
    throw refused(`${name} is a container image.`, 'Build and push it with Docker; only zip packages are built here.');
  }
  const notes: string[] = [];
  const runtime = runtimeOf(definition, purpose, notes);
  const code = codeOf(definition, purpose, notes);
  const handler =
    definition.build.kind === 'entry' ? entryHandler(definition, definition.build, code, notes) : handlerOf(definition, notes);
  if (code.kind === 'directory') {
    // A program may be made of a source elsewhere, into a folder that isn't there before.
    if (!isNative(runtime) && !isJvm(runtime) && !isDotnet(runtime) && (await files.stat(code.path))?.type !== 'directory') {
      throw refused(
        `The code folder of ${name} isn’t there, ${code.path}.`,
        'Correct the path where the function is defined, or create the folder.',
      );
    }
    notes.push(...notesOfBuild(definition, runtime, purpose));
  }
  return { runtime, handler, code, notes };
}

function codeOf({ name, code }: FunctionDefinition, purpose: Purpose, notes: string[]): Packageable['code'] {
  const assume = <T>(property: string, assumed: Assumed<T> | undefined, shown: (value: T) => string): T | undefined => {
    if (purpose !== 'run' || assumed === undefined) return undefined;
    notes.push(assumptionNote(property, { ...assumed, value: shown(assumed.value) }));
    return assumed.value;
  };
  if (code.kind === 'unknown') {
    const found = assume('CodeUri', code.assumed, ({ path }) => path);
    if (found !== undefined) return found;
    throw refused(
      `The code of ${name} can’t be told before deploying: ${code.reason}.`,
      'Write out its path where the function is defined.',
    );
  }
  if (code.kind === 'inline') {
    const text = code.text ?? assume('The inline code', code.assumed, () => 'put together');
    if (text !== undefined) return { kind: 'inline', text };
    throw refused(
      `The inline code of ${name} can’t be told before deploying.`,
      'Write it out where the function is defined, or move it to a file.',
    );
  }
  if (code.kind === 'files') return { kind: 'files', files: code.files.map((file) => known(file, name)) };
  if (code.kind === 'image') throw new Error('An image is refused before its code is looked for.');
  return code;
}

function known({ name, content }: PackagedFile, functionName: string): PackagedText {
  if (content.kind === 'file') return { name, content };
  const { text } = content;
  if (text !== undefined) return { name, content: { kind: 'text', text } };
  throw refused(`The text of ${name}, a file of ${functionName}, can’t be told before deploying.`, 'Write it out, or move it to a file.');
}

/** A bundler's entry is the module `index`, whatever its file is called; Python's stays where it is. */
function entryHandler(definition: FunctionDefinition, build: Entry, code: Packageable['code'], notes: string[]): string {
  const written = definition.handler.kind === 'absent' ? build.exportName : handlerOf(definition, notes);
  if (written.includes('.')) return written;
  if (!build.path.endsWith('.py') || code.kind !== 'directory') return `index.${written}`;
  return `${relativePath(code.path, build.path).slice(0, -'.py'.length)}.${written}`;
}

type Entry = Extract<FunctionDefinition['build'], { readonly kind: 'entry' }>;

function handlerOf(definition: FunctionDefinition, notes: string[]): string {
  return named(definition.handler, definition, 'Handler', notes);
}

function notesOfBuild(definition: FunctionDefinition, runtime: string, purpose: Purpose): readonly string[] {
  const { name, build } = definition;
  if (build.kind !== 'other') return [];
  if (isNative(runtime) && /^(makefile|go1\.x|rust-cargolambda|go build|cargo|dotnet.*|provided.*)$/.test(build.method)) return [];
  if (isJvm(runtime) && /^(maven|gradle|java.*)$/.test(build.method)) return [];
  if (isDotnet(runtime) && /^(dotnet.*)$/.test(build.method)) return [];
  if (purpose === 'deploy' && isMade(definition)) return [];
  if (purpose === 'run') return [`${name} is built by ${build.method} when it deploys; here its source runs.`];
  throw refused(
    `${name} is built by ${build.method}, which is not run here.`,
    'Build it yourself and point CodeUri at the result, or use BuildMethod: esbuild.',
  );
}

/** Whether SAM would have make build it. */
export function isMade({ build }: FunctionDefinition): boolean {
  return build.kind === 'other' && build.method === 'makefile';
}

/** What SST and the CDK take where none is written depends on their version; a run here doesn't. */
const newestNode = 'nodejs22.x';

/** Who chooses a runtime for a function of Node.js that names none. */
function chooserOf({ format, build }: FunctionDefinition): string | undefined {
  if (format === 'sst') return 'SST';
  const isOfCdk = (build.kind === 'entry' || build.kind === 'bundler') && build.by === 'NodejsFunction';
  return isOfCdk ? 'the CDK' : undefined;
}

function runtimeOf(definition: FunctionDefinition, purpose: Purpose, notes: string[]): string {
  const chooser = definition.runtime.kind === 'absent' && purpose === 'run' ? chooserOf(definition) : undefined;
  if (chooser !== undefined) {
    notes.push(`Runtime is ${newestNode} here: none is written, so ${chooser} chooses one when it deploys.`);
    return newestNode;
  }
  const runtime = named(definition.runtime, definition, 'Runtime', notes);
  if (packsRuntime(runtime)) return runtime;
  throw new WorkbenchError(
    'runtime-not-supported',
    `${definition.name} uses the runtime ${runtime}, which ${runtime in runtimes ? 'can’t be built here yet' : 'is none that is known here'}.`,
    'Node.js (nodejs22.x), Python (python3.13), Ruby (ruby3.4), Java (java21), .NET (dotnet8) and programs of their own (provided.al2023) can.',
  );
}

function named(value: Value<string>, definition: FunctionDefinition, property: 'Runtime' | 'Handler', notes: string[]): string {
  if (value.kind === 'literal') return value.value;
  if (value.kind === 'unknown' && value.assumed !== undefined) {
    notes.push(assumptionNote(property, value.assumed));
    return value.assumed.value;
  }
  const { name } = definition;
  const reason = value.kind === 'absent' ? `has no ${property}` : `has a ${property} that can’t be told before deploying: ${value.reason}`;
  // A program has one place to begin, whatever its handler says.
  if (property === 'Handler' && isNative(valueForRuns(definition.runtime) ?? '')) return 'bootstrap';
  const code = property === 'Runtime' ? 'runtime-not-supported' : 'package-failed';
  throw new WorkbenchError(code, `${name} ${reason}.`, `Write out its ${property.toLowerCase()} where the function is defined.`);
}

function refused(message: string, advice: string): WorkbenchError {
  return new WorkbenchError('package-failed', message, advice);
}
