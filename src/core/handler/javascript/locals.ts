import type { SyntaxNode } from '../../syntax/index.ts';

/** A name at the top of a file. Nodes live only as long as the tree: never hand them out. */
export type Local =
  | { readonly kind: 'function'; readonly name: SyntaxNode }
  /** `value` is absent where it is only declared. */
  | { readonly kind: 'variable'; readonly name: SyntaxNode; readonly value: SyntaxNode | undefined; readonly constant: boolean }
  | { readonly kind: 'import'; readonly name: SyntaxNode; readonly specifier: string; readonly imported: string }
  /** `import x = require('…')` */
  | { readonly kind: 'require'; readonly name: SyntaxNode; readonly specifier: string; readonly path: readonly string[] }
  /** An object of what its body exports. */
  | { readonly kind: 'namespace'; readonly name: SyntaxNode; readonly body: SyntaxNode | null }
  | { readonly kind: 'type'; readonly name: SyntaxNode }
  | { readonly kind: 'unknown'; readonly name: SyntaxNode };

export type Locals = ReadonlyMap<string, Local>;

export function collectLocals(root: SyntaxNode): Locals {
  const locals = new Map<string, Local>();
  for (const { name, local } of declarationsOf(root.namedChildren)) {
    // A type or a namespace and a value may share a name; the value is what is there at run time.
    if (locals.has(name) && (local.kind === 'type' || local.kind === 'namespace')) continue;
    locals.set(name, local);
  }
  return locals;
}

interface Named {
  readonly name: string;
  readonly local: Local;
}

function declarationsOf(statements: readonly SyntaxNode[]): readonly Named[] {
  return statements.flatMap((statement) => {
    if (statement.type === 'import_statement') return imports(statement);
    const declaration = statement.type === 'export_statement' ? statement.childForFieldName('declaration') : statement;
    return declaration === null ? [] : declared(declaration);
  });
}

/** The names that one declaration makes. */
export function declared(node: SyntaxNode): readonly Named[] {
  const name = node.childForFieldName('name');
  switch (node.type) {
    case 'lexical_declaration':
    case 'variable_declaration':
      return node.namedChildren
        .filter((child) => child.type === 'variable_declarator')
        .flatMap((child) => declarator(child, node.firstChild?.text === 'const'));
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'class_declaration':
    case 'abstract_class_declaration':
      return name === null ? [] : [{ name: name.text, local: { kind: 'function', name } }];
    case 'interface_declaration':
    case 'type_alias_declaration':
    case 'function_signature':
      return name === null ? [] : [{ name: name.text, local: { kind: 'type', name } }];
    case 'ambient_declaration':
      return node.namedChildren.flatMap(declared).map((entry) => ({ name: entry.name, local: { kind: 'type', name: entry.local.name } }));
    case 'enum_declaration':
      return name === null ? [] : [{ name: name.text, local: { kind: 'unknown', name } }];
    case 'import_alias':
      return node.firstNamedChild === null
        ? []
        : [{ name: node.firstNamedChild.text, local: { kind: 'unknown', name: node.firstNamedChild } }];
    case 'internal_module':
    case 'module':
      return name === null ? [] : [{ name: name.text, local: { kind: 'namespace', name, body: node.childForFieldName('body') } }];
    case 'expression_statement':
      // `namespace N {}` without export is an expression to the grammar.
      return node.firstNamedChild?.type === 'internal_module' ? declared(node.firstNamedChild) : [];
    default:
      return [];
  }
}

function declarator(node: SyntaxNode, constant: boolean): readonly Named[] {
  const pattern = node.childForFieldName('name');
  const value = node.childForFieldName('value') ?? undefined;
  if (pattern === null) return [];
  if (pattern.type === 'identifier') return [{ name: pattern.text, local: { kind: 'variable', name: pattern, value, constant } }];
  const specifier = value === undefined ? undefined : requiredBy(value);
  return bound(pattern, []).map(({ name, path }) => ({
    name: name.text,
    local: specifier !== undefined && path !== undefined ? { kind: 'require', name, specifier, path } : { kind: 'unknown', name },
  }));
}

/** The names of a pattern; `path` is the members that lead there, absent where that isn't plain. */
function bound(
  pattern: SyntaxNode,
  path: readonly string[] | undefined,
): readonly { name: SyntaxNode; path: readonly string[] | undefined }[] {
  switch (pattern.type) {
    case 'identifier':
      return [{ name: pattern, path }];
    case 'shorthand_property_identifier_pattern':
      return [{ name: pattern, path: path && [...path, pattern.text] }];
    case 'pair_pattern': {
      const key = pattern.childForFieldName('key');
      const value = pattern.childForFieldName('value');
      const plain = key?.type === 'property_identifier' ? path && [...path, key.text] : undefined;
      return value === null ? [] : bound(value, plain);
    }
    case 'object_pattern':
      return pattern.namedChildren.flatMap((child) => bound(child, path));
    case 'array_pattern':
    case 'rest_pattern':
      return pattern.namedChildren.flatMap((child) => bound(child, undefined));
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const left = pattern.childForFieldName('left');
      return left === null ? [] : bound(left, undefined);
    }
    default:
      return [];
  }
}

function imports(statement: SyntaxNode): readonly Named[] {
  const typeOnly = statement.children.some((child) => child.type === 'type' || child.type === 'typeof');
  const assigned = statement.namedChildren.find((child) => child.type === 'import_require_clause');
  const source = stringValue((assigned ?? statement).childForFieldName('source'));
  if (source === undefined) return [];
  if (assigned !== undefined) {
    const name = assigned.firstNamedChild;
    return name === null ? [] : [{ name: name.text, local: { kind: 'require', name, specifier: source, path: [] } }];
  }
  const clause = statement.namedChildren.find((child) => child.type === 'import_clause');
  const make = (name: SyntaxNode, imported: string, type: boolean): Named => ({
    name: name.text,
    local: type ? { kind: 'type', name } : { kind: 'import', name, specifier: source, imported },
  });
  return (clause?.namedChildren ?? []).flatMap((child) => {
    if (child.type === 'identifier') return [make(child, 'default', typeOnly)];
    if (child.type === 'namespace_import') return child.firstNamedChild === null ? [] : [make(child.firstNamedChild, '*', typeOnly)];
    return child.namedChildren
      .filter((specifier) => specifier.type === 'import_specifier')
      .flatMap((specifier) => {
        const imported = specifier.childForFieldName('name');
        const name = specifier.childForFieldName('alias') ?? imported;
        const type = typeOnly || specifier.firstChild?.type === 'type';
        return imported === null || name === null ? [] : [make(name, exportedName(imported), type)];
      });
  });
}

/** The argument of `require('…')`, when the node is just that. */
export function requiredBy(node: SyntaxNode): string | undefined {
  if (node.type !== 'call_expression' || node.childForFieldName('function')?.text !== 'require') return undefined;
  const list = node.childForFieldName('arguments');
  return list?.namedChildCount === 1 ? stringValue(list.firstNamedChild) : undefined;
}

/** The text of a string literal without escapes. */
export function stringValue(node: SyntaxNode | null): string | undefined {
  if (node?.type !== 'string' || node.namedChildren.some((child) => child.type !== 'string_fragment')) return undefined;
  return node.text.slice(1, -1);
}

/** `a`, or `a` of `"a"`: export names may be strings. */
export function exportedName(node: SyntaxNode): string {
  return stringValue(node) ?? node.text;
}
