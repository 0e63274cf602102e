import type { FunctionDefinition } from '../../project/model.ts';
import type { Syntax } from '../../syntax/index.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { resolveHandler } from '../index.ts';
import type { HandlerResolution } from '../model.ts';
import { Archives } from '../packaged/archives.ts';

/** For tests: files below `/w` by relative path. */
export async function resolveIn(
  files: Readonly<Record<string, string | Uint8Array>>,
  definition: FunctionDefinition,
  syntax: Syntax,
): Promise<HandlerResolution> {
  const tree = Object.fromEntries(Object.entries({ 'template.yaml': '', ...files }).map(([path, text]) => [`/w/${path}`, text]));
  return resolveHandler(definition, { files: memoryFiles(tree), syntax, archives: new Archives() });
}

/** A resolution in one line: `ok src/a.ts`, `? reason`, `export-not-found -> a.b, a.c`. */
export function summary(resolution: HandlerResolution): string {
  if (resolution.kind === 'resolved') {
    const { at, path } = resolution;
    const where = at.path === path ? '' : ` at ${relative(at.path)}`;
    return `ok ${relative(path)}${where}:${at.range.start.line + 1}`;
  }
  if (resolution.kind === 'unknown') return '?';
  const { code, suggestions } = resolution.problem;
  return [code.replace('handler.', ''), ...(suggestions.length > 0 ? [suggestions.join(', ')] : [])].join(' -> ');
}

function relative(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\/w\//, '');
}
