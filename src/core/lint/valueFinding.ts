import type { FunctionDefinition } from '../project/model.ts';
import type { FileRange, TextRange } from '../text.ts';
import type { MissingPackage } from './facts/model.ts';
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

/** Whether what stands at the range is the value as it is: no escapes, no line breaks, nothing put together. */
export function isPlainText(value: string, { start, end }: TextRange): boolean {
  return start.line === end.line && end.character - start.character === value.length;
}

/** Where the manifest can be changed so that it names a package as it should. */
export function manifestFixes({ manifest, edits = [] }: MissingPackage, title: string): readonly Fix[] {
  if (manifest === undefined || edits.length === 0) return [];
  return [{ title, preferred: true, edits: edits.map((edit) => ({ kind: 'replace', path: manifest, ...edit })) }];
}

export function replaceWith({ path, range }: FileRange, text: string, title: string, preferred: boolean): Fix {
  return { title, preferred, edits: [{ kind: 'replace', path, range, text }] };
}
