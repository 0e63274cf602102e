import type { SyntaxNode } from '../../../syntax/index.ts';

export interface BoundName {
  readonly name: string;
  readonly path: readonly string[];
}

/** The names of `a`, `a, b` and `(a, (b, c))`. */
export function boundNames(pattern: SyntaxNode, path: readonly string[] = []): readonly BoundName[] {
  if (pattern.type === 'identifier') return [{ name: pattern.text, path }];
  if (!/^(pattern_list|tuple_pattern|list_pattern)$/.test(pattern.type)) return [];
  return pattern.namedChildren.flatMap((child, index) => boundNames(child, [...path, String(index)]));
}

export interface Parameter {
  readonly name: string;
  /** Where it stands in a call; out of reach for those that only a keyword gives. */
  readonly index: number;
  readonly fallback: SyntaxNode | undefined;
  /** `**kwargs` */
  readonly rest: boolean;
}

const OUT_OF_REACH = 1_000;

/** The parameters of a function, without `self`. */
export function parametersOf(list: SyntaxNode): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let next = 0;
  for (const [position, child] of list.namedChildren.entries()) {
    if (child.type === 'keyword_separator' || child.type === 'list_splat_pattern') next = OUT_OF_REACH;
    const name = nameOf(child);
    if (name === undefined || (position === 0 && /^(self|cls)$/.test(name))) continue;
    const rest = child.type === 'dictionary_splat_pattern' || child.firstNamedChild?.type === 'dictionary_splat_pattern';
    parameters.push({ name, index: next, fallback: child.childForFieldName('value') ?? undefined, rest });
    next += 1;
  }
  return parameters;
}

function nameOf(parameter: SyntaxNode): string | undefined {
  switch (parameter.type) {
    case 'identifier':
      return parameter.text;
    case 'default_parameter':
    case 'typed_default_parameter':
      return parameter.childForFieldName('name')?.text;
    case 'typed_parameter':
      return parameter.firstNamedChild === null ? undefined : nameOf(parameter.firstNamedChild);
    case 'dictionary_splat_pattern':
      return parameter.firstNamedChild?.text;
    default:
      return undefined;
  }
}
