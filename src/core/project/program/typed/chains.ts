import type { SyntaxNode } from '../../../syntax/index.ts';

/** A builder's chain in Java: what it begins with, and what it is told, in order. */
export interface Chain {
  /** `Function.Builder.create(this, "Id")` or `FunctionProps.builder()`. */
  readonly start: SyntaxNode;
  readonly steps: readonly { readonly name: SyntaxNode; readonly value: SyntaxNode }[];
}

/** The chain that ends with `build()`; undefined for all other calls. */
export function builderChain(call: SyntaxNode): Chain | undefined {
  if (nameOf(call) !== 'build') return undefined;
  const steps: { readonly name: SyntaxNode; readonly value: SyntaxNode }[] = [];
  let at = call.childForFieldName('object');
  while (at?.type === 'method_invocation') {
    const name = at.childForFieldName('name');
    if (name === null) return undefined;
    if (name.text === 'create' || name.text === 'builder') return { start: at, steps: steps.reverse() };
    const value = at.childForFieldName('arguments')?.firstNamedChild;
    if (value) steps.push({ name, value });
    at = at.childForFieldName('object');
  }
  return undefined;
}

function nameOf(call: SyntaxNode): string | undefined {
  return call.childForFieldName('name')?.text;
}
