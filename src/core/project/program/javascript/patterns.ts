import type { SyntaxNode } from '../../../syntax/index.ts';
import { keyOf } from './literals.ts';

/** A name that a pattern binds, and the members that lead to it; undefined where that isn't plain. */
export interface BoundName {
  readonly name: string;
  readonly path: readonly string[] | undefined;
  readonly fallback: SyntaxNode | undefined;
  /** The keys that the rest of an object lacks. */
  readonly without?: readonly string[];
}

/** The names of a pattern: `a`, `{ a, b: c = 1 }`, `[a, b]`. */
export function boundNames(pattern: SyntaxNode, path: readonly string[] | undefined = [], fallback?: SyntaxNode): readonly BoundName[] {
  switch (pattern.type) {
    case 'identifier':
      return [{ name: pattern.text, path, fallback }];
    case 'shorthand_property_identifier_pattern':
      return [{ name: pattern.text, path: path && [...path, pattern.text], fallback }];
    case 'pair_pattern': {
      const [key, value] = [pattern.childForFieldName('key'), pattern.childForFieldName('value')];
      const name = key === null ? undefined : keyOf(key);
      return value === null ? [] : boundNames(value, name === undefined ? undefined : path && [...path, name]);
    }
    case 'object_pattern':
      return pattern.namedChildren.flatMap((child) =>
        child.type === 'rest_pattern' ? restOf(child, pattern, path) : boundNames(child, path),
      );
    case 'array_pattern':
      return pattern.namedChildren.flatMap((child, index) => boundNames(child, path && [...path, String(index)]));
    case 'rest_pattern':
      return pattern.namedChildren.flatMap((child) => boundNames(child, undefined));
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const left = pattern.childForFieldName('left');
      return left === null ? [] : boundNames(left, path, pattern.childForFieldName('right') ?? undefined);
    }
    default:
      return [];
  }
}

/** `...rest` of an object: all of it but what stands before. */
function restOf(rest: SyntaxNode, pattern: SyntaxNode, path: readonly string[] | undefined): readonly BoundName[] {
  const [name] = rest.namedChildren;
  const keys = pattern.namedChildren.flatMap((child) => {
    if (child.type === 'rest_pattern' || child.type === 'comment') return [];
    const key = child.childForFieldName('key') ?? child.childForFieldName('left') ?? child;
    return [key.type === 'shorthand_property_identifier_pattern' ? key.text : keyOf(key)];
  });
  if (name?.type !== 'identifier') return [];
  const known = keys.filter((key) => key !== undefined);
  return known.length < keys.length
    ? [{ name: name.text, path: undefined, fallback: undefined }]
    : [{ name: name.text, path, fallback: undefined, without: known }];
}
