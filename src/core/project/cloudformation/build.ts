import type { Build } from '../model.ts';
import { child, literalText, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import type { Properties } from './properties.ts';
import { textValue } from './values.ts';

/** What `sam build` does to a function before it is packaged, from the resource's Metadata. */
export function readBuild(properties: Properties, source: TemplateSource): Build {
  const { metadata } = properties;
  if (literalText(child(metadata, 'SkipBuild'))?.toLowerCase() === 'true') return { kind: 'none' };
  const method = textValue(child(metadata, 'BuildMethod'), source);
  if (method.kind === 'absent') return { kind: 'none' };
  if (method.kind === 'unknown') return { kind: 'other', method: method.reason };
  // A runtime's name asks for what is done without a BuildMethod: the source as it is, with its dependencies.
  if (/^(nodejs|python|ruby)/.test(method.value)) return { kind: 'none' };
  if (method.value !== 'esbuild') return { kind: 'other', method: method.value };
  const options = child(metadata, 'BuildProperties');
  const format = literalText(child(options, 'Format'));
  return {
    kind: 'esbuild',
    entryPoints: texts(child(options, 'EntryPoints')),
    external: texts(child(options, 'External')),
    format: format === 'esm' || format === 'cjs' ? format : undefined,
  };
}

/** The literal items of a list; a single text is a list of one. */
export function texts(node: TemplateNode | undefined): readonly string[] {
  const items = node?.kind === 'sequence' ? node.items : [node];
  return items.map(literalText).filter((text) => text !== undefined);
}
