import { dirname } from 'node:path';
import type { ProjectFile, ReadContext } from '../reader.ts';
import type { MappingEntry, TemplateNode } from '../tree/model.ts';
import { Evaluator } from './evaluate.ts';
import { loadConfiguration } from './load.ts';
import { rangeAt } from './reading.ts';
import { type ProgramSource, type ProgramValue, reasonOf } from './values.ts';

/**
 * What a configuration written as a program gives to who loads it (`serverless.ts`, `.js`), as the tree that a YAML file would be.
 * It is the default export, `module.exports`, or what a function there returns. What can't be told is an intrinsic node called
 * `Unknown`, whose argument is the reason as a text; members that can't be told are such a node under the key `...`.
 *
 * Ranges are in `file`, and `sourceOf` tells for which nodes they aren't: a value that another file holds is there.
 * A text that an expression makes (`'src/' + name`) has the range of that expression, and `isWritten` is false for it: it can be read, never
 * replaced. Imports of the project's own files are followed for three steps; `process.cwd()` is the file's folder.
 */
export async function readExportedTree(file: ProjectFile, context: ReadContext): Promise<ExportedTree | undefined> {
  const module = await loadConfiguration(file, context);
  if (module === undefined) return undefined;
  const evaluator = new Evaluator({ workingDirectory: dirname(file.path) });
  const exported = evaluator.exported(module, 'default');
  if (exported === undefined) return undefined;
  const value = exported.kind === 'function' ? evaluator.returned(exported, [], undefined, exported.place) : exported;
  const values = new Map<TemplateNode, ProgramValue>();
  const root = toTree(value, values, { nodes: MOST_NODES });
  return {
    root,
    sourceOf: (node) => values.get(node)?.place.source ?? module.source,
    isWritten: (node) => {
      const of = values.get(node);
      return of?.kind !== 'text' || of.written;
    },
  };
}

export interface ExportedTree {
  readonly root: TemplateNode;
  /** The file that a node's range is in. */
  sourceOf(node: TemplateNode): ProgramSource;
  /** False where a new text can't stand in the place of the old one. */
  isWritten(node: TemplateNode): boolean;
}

const MOST_NODES = 20_000;

function toTree(value: ProgramValue, values: Map<TemplateNode, ProgramValue>, left: { nodes: number }): TemplateNode {
  left.nodes -= 1;
  const node = left.nodes < 0 ? unknownNode(value, 'too much to follow') : made(value, (inner) => toTree(inner, values, left));
  values.set(node, value);
  return node;
}

function made(value: ProgramValue, inner: (value: ProgramValue) => TemplateNode): TemplateNode {
  const range = rangeAt(value.place);
  switch (value.kind) {
    case 'text':
      return { kind: 'scalar', value: value.text, text: value.text, range };
    case 'number':
    case 'boolean':
      return { kind: 'scalar', value: value.value, text: String(value.value), range };
    case 'nothing':
      return { kind: 'scalar', value: null, text: '', range };
    case 'array': {
      const items = value.items.map(inner);
      return { kind: 'sequence', range, items: value.gap === undefined ? items : [...items, unknownNode(value, value.gap)] };
    }
    case 'object': {
      const { entries, gap } = value.entries();
      const mapped = new Map<string, MappingEntry>();
      for (const { key, keySpan, value: member } of entries)
        if (member.kind !== 'nothing') mapped.set(key, { key, keyRange: rangeAt({ ...value.place, span: keySpan }), value: inner(member) });
      if (gap !== undefined) mapped.set('...', { key: '...', keyRange: range, value: unknownNode(value, gap) });
      return { kind: 'mapping', range, entries: mapped };
    }
    default:
      return unknownNode(value, reasonOf(value));
  }
}

function unknownNode({ place }: ProgramValue, reason: string): TemplateNode {
  const range = rangeAt(place);
  return { kind: 'intrinsic', name: 'Unknown', range, argument: { kind: 'scalar', value: reason, text: reason, range } };
}
