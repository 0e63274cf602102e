import type { SyntaxNode } from '../../syntax/index.ts';

/** A name that is bound once, to an instance of a class of the same file that can't be called. */
export interface PlainInstance {
  readonly name: string;
  readonly className: string;
}

/** `handler = Orders()` at the top of a module. `isBoundOnce`: whether a name has just the one value. */
export function plainInstances(root: SyntaxNode, text: string, isBoundOnce: (name: string) => boolean): readonly PlainInstance[] {
  // Whatever is done with these, some instance may be callable, or be none.
  if (/__(?:call|new|class|prepare)__/.test(text)) return [];
  const classes = new Set(root.namedChildren.filter(isPlainClass).map((node) => node.childForFieldName('name')?.text));
  return root.namedChildren.flatMap((statement) => {
    const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
    const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
    const right = assignment?.childForFieldName('right');
    const callee = right?.type === 'call' ? right.childForFieldName('function') : null;
    if (left?.type !== 'identifier' || callee?.type !== 'identifier' || !classes.has(callee.text)) return [];
    return isBoundOnce(left.text) && isBoundOnce(callee.text) ? [{ name: left.text, className: callee.text }] : [];
  });
}

/** Without decorators, base classes and metaclass. */
function isPlainClass(node: SyntaxNode): boolean {
  const bases = node.type === 'class_definition' ? node.childForFieldName('superclasses') : undefined;
  return bases === null || bases?.namedChildCount === 0 || bases?.text === '(object)';
}
