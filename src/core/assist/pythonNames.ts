import type { SyntaxNode } from '../syntax/index.ts';
import { LineMap, type TextRange } from '../text.ts';

/** Where a name of a Python module is bound and used in it. */
export interface NameUses {
  readonly name: string;
  readonly ranges: readonly TextRange[];
}

/** By name: all identifiers of the file that mean the module's own name, and none that a function or a class has for itself. */
export function moduleNameUses(root: SyntaxNode, text: string): readonly NameUses[] {
  const lines = new LineMap(text);
  const uses = new Map<string, TextRange[]>();
  const use = (name: string, start: number, end: number) => {
    const ranges = uses.get(name);
    if (ranges === undefined) uses.set(name, [lines.range(start, end)]);
    else ranges.push(lines.range(start, end));
  };
  visit(root, { own: new Set(), inside: new Set() }, use);
  return [...uses].map(([name, ranges]) => ({ name, ranges }));
}

/** `own`: names that aren't the module's here; `inside`: in functions below, which don't see the names of a class around them. */
interface Scope {
  readonly own: ReadonlySet<string>;
  readonly inside: ReadonlySet<string>;
}

type Use = (name: string, start: number, end: number) => void;

function visit(node: SyntaxNode, scope: Scope, use: Use): void {
  switch (node.type) {
    case 'identifier':
      if (!scope.own.has(node.text)) use(node.text, node.startIndex, node.endIndex);
      return;
    case 'attribute':
      visitField(node, 'object', scope, use);
      return;
    case 'keyword_argument':
      visitField(node, 'value', scope, use);
      return;
    case 'function_definition':
    case 'lambda':
      visitFunction(node, scope, use);
      return;
    case 'class_definition': {
      visitField(node, 'name', scope, use);
      visitField(node, 'superclasses', scope, use);
      const body = node.childForFieldName('body');
      const names = body === null ? [] : boundIn(body);
      visitField(node, 'body', { own: new Set([...scope.own, ...names]), inside: scope.inside }, use);
      return;
    }
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      visitAll(node, shadowing(scope, boundIn(node)), use);
      return;
    case 'assignment':
      if (node.childForFieldName('left')?.text === '__all__') visitListed(node, use);
      visitAll(node, scope, use);
      return;
    default:
      visitAll(node, scope, use);
  }
}

function visitAll(node: SyntaxNode, scope: Scope, use: Use): void {
  for (const child of node.namedChildren) visit(child, scope, use);
}

function visitField(node: SyntaxNode, field: string, scope: Scope, use: Use): void {
  const child = node.childForFieldName(field);
  if (child !== null) visit(child, scope, use);
}

function visitFunction(node: SyntaxNode, scope: Scope, use: Use): void {
  visitField(node, 'name', scope, use);
  const parameters = node.childForFieldName('parameters');
  const body = node.childForFieldName('body');
  // Defaults and annotations are read where the function is defined.
  for (const parameter of parameters?.namedChildren ?? []) {
    visitField(parameter, 'value', scope, use);
    visitField(parameter, 'type', scope, use);
  }
  visitField(node, 'return_type', scope, use);
  if (body === null) return;
  const global = new Set(body.descendantsOfType('global_statement').flatMap((each) => each.namedChildren.map(({ text }) => text)));
  const bound = [...namesOf(parameters), ...boundIn(body)].filter((name) => !global.has(name));
  visit(body, shadowing({ own: scope.inside, inside: scope.inside }, bound), use);
}

function shadowing(scope: Scope, names: readonly string[]): Scope {
  return { own: new Set([...scope.own, ...names]), inside: new Set([...scope.inside, ...names]) };
}

/** Strings of `__all__` name what the module exports. */
function visitListed(node: SyntaxNode, use: Use): void {
  for (const content of node.descendantsOfType('string_content')) use(content.text, content.startIndex, content.endIndex);
}

/** Names that statements bind, those of functions and classes within left out. */
function boundIn(node: SyntaxNode): readonly string[] {
  return node.namedChildren.flatMap((child): readonly string[] => {
    switch (child.type) {
      case 'function_definition':
      case 'class_definition':
        return namesOf(child.childForFieldName('name'));
      case 'lambda':
        return [];
      case 'assignment':
      case 'augmented_assignment':
      case 'for_statement':
      case 'for_in_clause':
      case 'named_expression':
        return [...namesOf(child.childForFieldName('left') ?? child.childForFieldName('name')), ...boundIn(child)];
      case 'as_pattern_target':
        return namesOf(child);
      case 'import_statement':
      case 'import_from_statement':
        return child.childrenForFieldName('name').flatMap((name) => namesOf(name?.childForFieldName('alias') ?? name));
      default:
        return boundIn(child);
    }
  });
}

/** The identifiers of a target or of parameters, which may be put together of several. */
function namesOf(node: SyntaxNode | null): readonly string[] {
  if (node === null || node.type === 'attribute' || node.type === 'subscript') return [];
  if (node.type === 'identifier') return [node.text];
  if (node.type === 'dotted_name') return node.namedChildren.slice(0, 1).map(({ text }) => text);
  const name = node.childForFieldName('name');
  if (name !== null) return namesOf(name);
  // Of a parameter with a type or a default, what comes first is the name.
  if (node.type === 'typed_parameter') return namesOf(node.namedChildren[0] ?? null);
  return node.namedChildren.flatMap((child) => namesOf(child));
}
