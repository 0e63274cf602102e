import { readExportedTree } from '../program/index.ts';
import type { ProjectFile, ReadContext } from '../reader.ts';
import type { TemplateSource } from '../tree/model.ts';
import { sourceOf } from '../tree/parse.ts';
import type { Located } from './located.ts';

/** The root of a service that a program exports; undefined where it exports nothing that can be told. */
export async function readProgram(file: ProjectFile, context: ReadContext): Promise<Located | undefined> {
  const tree = await readExportedTree(file, context);
  if (tree === undefined) return undefined;
  const source = sourceOf(file.path, file.text);
  const sources = new Map<string, TemplateSource>([[file.path, source]]);
  const siteOf: Located['siteOf'] = (node) => {
    const { path, lines } = tree.sourceOf(node);
    const known = sources.get(path) ?? { ...source, path, end: lines.end };
    sources.set(path, known);
    return tree.isWritten(node) ? { source: known } : { source: known, computed: true };
  };
  return { node: tree.root, siteOf, ...siteOf(tree.root) };
}
