import type { SyntaxNode } from '../../syntax/index.ts';
import { declared, exportedName, stringValue } from './locals.ts';
import type { JsExport, JsValue } from './model.ts';
import type { ValueReader } from './values.ts';

interface EsModuleFacts {
  readonly exports: readonly JsExport[];
  readonly stars: readonly string[];
  readonly typeOnly: readonly string[];
  /** There is an import or export statement of ES modules. */
  readonly found: boolean;
}

/** The exports of ES module syntax. */
export function readEsModule(root: SyntaxNode, values: ValueReader): EsModuleFacts {
  const exports: JsExport[] = [];
  const stars: string[] = [];
  const typeOnly: string[] = [];
  let found = false;
  for (const statement of root.namedChildren) {
    if (statement.type === 'import_statement') found ||= !statement.namedChildren.some((child) => child.type === 'import_require_clause');
    // `export = x` is CommonJS, and read there.
    if (statement.type !== 'export_statement' || statement.children.some((child) => child.type === '=')) continue;
    found = true;
    const entries = readExport(statement, values);
    if (statement.children.some((child) => child.type === 'type')) typeOnly.push(...entries.map(({ name }) => name));
    else if (statement.children.some((child) => child.type === '*')) stars.push(stringValue(statement.childForFieldName('source')) ?? '');
    else {
      for (const entry of entries) {
        if (entry.value === undefined) typeOnly.push(entry.name);
        else exports.push({ name: entry.name, value: entry.value, ...values.placeOf(entry.at) });
      }
    }
  }
  const atRunTime = new Set(exports.map(({ name }) => name));
  return { exports, stars, typeOnly: typeOnly.filter((name) => !atRunTime.has(name)), found };
}

interface Entry {
  readonly name: string;
  /** Absent for a type. */
  readonly value: JsValue | undefined;
  readonly at: SyntaxNode;
}

function readExport(statement: SyntaxNode, values: ValueReader): readonly Entry[] {
  const declaration = statement.childForFieldName('declaration');
  const isDefault = statement.children.some((child) => child.type === 'default');
  if (declaration !== null && isDefault) {
    const at = declaration.childForFieldName('name') ?? declaration;
    const type = declaration.type === 'interface_declaration' || declaration.type === 'function_signature';
    const local = at === declaration ? undefined : values.ofName(at.text);
    const plain: JsValue = /class/.test(declaration.type) ? { kind: 'class', plain: false } : { kind: 'function', bare: true };
    return [{ name: 'default', value: type ? undefined : (local ?? plain), at }];
  }
  if (declaration !== null) {
    return declared(declaration).map(({ name, local }) => {
      const value = values.locals.get(name) ?? local;
      return { name, value: value.kind === 'type' ? undefined : values.ofLocal(name, value), at: value.name };
    });
  }
  const value = statement.childForFieldName('value');
  if (isDefault && value !== null) {
    const local = value.type === 'identifier' ? values.locals.get(value.text) : undefined;
    return [{ name: 'default', value: local?.kind === 'type' ? undefined : values.valueOf(value), at: local?.name ?? value }];
  }
  const specifier = stringValue(statement.childForFieldName('source'));
  return statement.namedChildren.flatMap((child): readonly Entry[] => {
    if (child.type === 'namespace_export' && child.lastNamedChild !== null) {
      const value: JsValue = { kind: 'import', specifier: specifier ?? '', name: '*' };
      return [{ name: exportedName(child.lastNamedChild), value, at: child.lastNamedChild }];
    }
    return child.type === 'export_clause' ? child.namedChildren.flatMap((item) => listed(item, specifier, values)) : [];
  });
}

/** One name of `export { a as b }` or of `export { a as b } from '…'`. */
function listed(item: SyntaxNode, specifier: string | undefined, values: ValueReader): readonly Entry[] {
  const inner = item.childForFieldName('name');
  if (item.type !== 'export_specifier' || inner === null) return [];
  const outer = item.childForFieldName('alias') ?? inner;
  const name = exportedName(outer);
  if (item.firstChild?.type === 'type') return [{ name, value: undefined, at: outer }];
  if (specifier !== undefined) return [{ name, value: { kind: 'import', specifier, name: exportedName(inner) }, at: outer }];
  const local = values.locals.get(inner.text);
  if (local === undefined) return [{ name, value: { kind: 'unknown' }, at: outer }];
  return [{ name, value: local.kind === 'type' ? undefined : values.ofLocal(inner.text, local), at: local.name }];
}
