import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap, type TextRange } from '../../text.ts';

/** An import that runs whenever the file is loaded. */
export interface CertainImport {
  readonly specifier: string;
  readonly range: TextRange;
}

/** Imports that are there at run time and under no condition: no types, nothing in functions, `try` or `if`. */
export function extractNodeImports(root: SyntaxNode, text: string): readonly CertainImport[] {
  if (root.hasError) return [];
  const lines = new LineMap(text);
  return root.namedChildren.flatMap((statement) =>
    [...importsOf(statement, root)].map((source) => {
      return { specifier: source.text.slice(1, -1), range: lines.range(source.startIndex + 1, source.endIndex - 1) };
    }),
  );
}

function importsOf(statement: SyntaxNode, root: SyntaxNode): readonly SyntaxNode[] {
  switch (statement.type) {
    case 'import_statement':
      return isAtRunTime(statement, root) ? present(statement.childForFieldName('source')) : [];
    case 'export_statement': {
      const typeOnly = statement.children.some((child) => child.type === 'type');
      const declaration = statement.childForFieldName('declaration');
      return declaration === null ? (typeOnly ? [] : present(statement.childForFieldName('source'))) : requires(declaration);
    }
    case 'lexical_declaration':
    case 'variable_declaration':
    case 'expression_statement':
      return requires(statement);
    default:
      return [];
  }
}

/** The compiler drops an import of TypeScript whose names are used as types only, or not at all. */
function isAtRunTime(statement: SyntaxNode, root: SyntaxNode): boolean {
  if (statement.children.some((child) => child.type === 'type' || child.type === 'typeof')) return false;
  const clause = statement.namedChildren.find((child) => child.type === 'import_clause');
  if (clause === undefined) return statement.childForFieldName('source') !== null;
  const names = clause
    .descendantsOfType('identifier')
    .filter((name) => name !== null)
    .filter((name) => name.parent?.type !== 'import_specifier' || name.parent.children.every((child) => child.type !== 'type'));
  const locals = new Set(names.map(({ text }) => text));
  return root
    .descendantsOfType(['identifier', 'shorthand_property_identifier'])
    .some((use) => use !== null && locals.has(use.text) && !isType(use) && !isImport(use));
}

function isType(node: SyntaxNode): boolean {
  return node.parent !== null && /^(?:nested_type_identifier|type_query|nested_identifier)$/.test(node.parent.type);
}

function isImport(node: SyntaxNode): boolean {
  return node.parent !== null && /^(?:import_|namespace_import)/.test(node.parent.type);
}

/** `require('…')` in an expression that is evaluated for certain. */
function requires(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.flatMap((child) => {
    if (/function|class|ternary|method_definition|binary_expression|arrow|try|statement_block/.test(child.type)) return [];
    const required = child.type === 'call_expression' && child.childForFieldName('function')?.text === 'require';
    const argument = required ? (child.childForFieldName('arguments')?.firstNamedChild ?? null) : null;
    return argument?.type === 'string' && !argument.text.includes('\\') ? [argument] : requires(child);
  });
}

function present(node: SyntaxNode | null): readonly SyntaxNode[] {
  return node?.type === 'string' ? [node] : [];
}
