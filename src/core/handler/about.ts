import type { SyntaxNode } from '../syntax/index.ts';
import type { About } from './context.ts';

/** Characters. A line of a hover. */
const LONGEST = 120;

/** Only as much of a declaration is looked at. Characters. */
const LONGEST_READ = 600;

/** Nothing, where nothing is known. */
export const NOTHING: About = {};

export function about(signature: string | undefined, documentation: string | undefined): About {
  return {
    ...(signature === undefined || signature === '' ? {} : { signature: oneLine(signature) }),
    ...(documentation === undefined || documentation === '' ? {} : { documentation: oneLine(documentation) }),
  };
}

/** The text of a node up to the body of the function or class that it is; all of it where it has none. */
export function headOf(node: SyntaxNode, text: string): string {
  const end = node.childForFieldName('body')?.startIndex ?? node.endIndex;
  return text.slice(node.startIndex, Math.min(end, node.startIndex + LONGEST_READ));
}

/** The first line of a comment or docstring that says something: without marks, quotes and tags. */
export function firstLine(comment: string): string | undefined {
  return comment
    .slice(0, LONGEST_READ)
    .split(/\r\n|\r|\n/)
    .map((line) =>
      line
        .replace(/^\s*(?:\/\*+|\*+\/|\*|\/\/+|[rRuUbB]*(?:"""|'''|"|'))?\s*/, '')
        .replace(/\s*(?:\*+\/|"""|'''|"|')\s*$/, '')
        .trim(),
    )
    .find(
      (line) =>
        line !== '' && !line.startsWith('@') && !/^(?:eslint|tslint|biome|prettier|istanbul|c8|v8)[- ]|^ts-|^#|^-+$|^=+$/.test(line),
    );
}

function oneLine(text: string): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/,? ([)\]])/g, '$1')
    .replace(/ (?=\.\w)/g, '')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}
