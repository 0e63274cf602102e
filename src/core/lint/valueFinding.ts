import type { FunctionDefinition } from '../project/model.ts';
import type { FileRange } from '../text.ts';
import type { Finding, Fix } from './model.ts';

type Uncoded = Omit<Finding, 'code'>;

/** Where a function is defined: for what isn't about one of its values. */
export function functionPlace({ definedIn, range }: FunctionDefinition): FileRange {
  return { path: definedIn, range };
}

/** A finding of one function, at one place. */
export function finding(
  fn: { readonly definition: FunctionDefinition },
  parts: Pick<Finding, 'severity' | 'message' | 'at'> & Partial<Pick<Finding, 'fixes' | 'related'>>,
): Uncoded {
  return { fixes: [], related: [], functionId: fn.definition.id, ...parts, at: { path: parts.at.path, range: parts.at.range } };
}

export function replaceWith({ path, range }: FileRange, text: string, title: string, preferred: boolean): Fix {
  return { title, preferred, edits: [{ kind: 'replace', path, range, text }] };
}
