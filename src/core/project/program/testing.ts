import type { Syntax } from '../../syntax/index.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { readProjectFile } from '../index.ts';
import type { FunctionDefinition } from '../model.ts';
import { show, where } from '../testing.ts';

/** For tests: where programs are said to be. */
const folder = '/work/shop';

type Others = Readonly<Record<string, string>>;

/** The functions of a file, with other files beside it: paths are relative to the workspace folder. */
export async function functionsIn(text: string, name: string, others: Others, syntax: Syntax): Promise<readonly FunctionDefinition[]> {
  const files = memoryFiles(Object.fromEntries(Object.entries(others).map(([path, content]) => [`${folder}/${path}`, content])));
  const result = await readProjectFile(`${folder}/${name}`, text, { folder, files, syntax });
  return result.kind === 'template' ? result.functions : [];
}

/** Its layers as a run finds them. */
export function layers({ execution }: FunctionDefinition): readonly string[] {
  return (execution?.layers ?? []).map((layer) =>
    layer.kind === 'elsewhere' ? `elsewhere ${layer.name}` : `${layer.kind} ${layer.name} ${slashed(layer.path)}`,
  );
}

/** A function in one line: id, runtime, handler with its place, code, and what builds it. */
export function line(fn: FunctionDefinition): string {
  const { build } = fn;
  const built = build.kind === 'entry' ? `entry ${slashed(build.path)}` : build.kind === 'other' ? build.method : build.kind;
  const runtime = fn.runtime.kind === 'literal' ? fn.runtime.value : show(fn.runtime);
  const code = where(fn).replace(`${folder}/`, '').replace(folder, '.');
  return [fn.logicalId, runtime, show(fn.handler), code, ...(built === 'none' ? [] : [built])].join(' | ');
}

function slashed(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .replace(`${folder}/`, '');
}
