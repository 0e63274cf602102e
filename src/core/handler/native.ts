import { basename, dirname, extname } from 'node:path';
import { relativePath } from '../paths.ts';
import { valueForRuns } from '../project/assumptions.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { HandlerContext } from './context.ts';
import { resolveJava } from './java.ts';
import type { HandlerResolution } from './model.ts';
import { findMain } from './native/main.ts';
import { unknown } from './request.ts';

/**
 * Programs that bring their own runtime, such as those of Go and Rust. Nobody checks what their handler says, so it is never wrong;
 * where the program begins is told, to open it. `reason` in words.
 */
export async function resolveNative(definition: FunctionDefinition, reason: string, context: HandlerContext): Promise<HandlerResolution> {
  const { code, folder } = definition;
  if (code.kind !== 'directory' && code.kind !== 'archive') return unknown(reason);
  if (/\$\{|\{\{|<%/.test(code.path)) return unknown(reason);
  const start = code.kind === 'archive' ? dirname(code.path) : code.path;
  const main = await findMain({ start, folder, names: namesOf(definition, code.path) }, context);
  return unknown(reason, main ?? (await nativeJava(definition, code.path, context)));
}

/** GraalVM's images keep the handler of the class they are made of. */
async function nativeJava(definition: FunctionDefinition, root: string, context: HandlerContext): Promise<string | undefined> {
  const handler = valueForRuns(definition.handler) ?? '';
  if (!/^[a-z]\w*(?:\.\w+)*\.[A-Z]\w*(?:::\w+)?$/.test(handler)) return undefined;
  const found = await resolveJava({ definition, context, handler, root, rootExists: true });
  if (found.kind === 'unresolved') return 'path' in found.problem ? found.problem.path : undefined;
  return found.path;
}

/** What the program may be called: as the handler says, as the folders of its code, or as the function. */
function namesOf({ handler, folder, logicalId, name }: FunctionDefinition, code: string): readonly string[] {
  const written = valueForRuns(handler);
  const folders = relativePath(folder, code).split('/').reverse();
  return [
    ...(written === undefined ? [] : [basename(written)]),
    ...folders.map((part) => basename(part, extname(part))),
    name,
    logicalId,
    logicalId.replace(/Function$/, ''),
  ].filter((candidate) => candidate !== '' && candidate !== 'bootstrap' && candidate !== '..');
}
