import type { SyntaxNode } from '../../syntax/index.ts';
import { requiredBy, stringValue } from './locals.ts';
import type { JsExport } from './model.ts';
import type { ValueReader } from './values.ts';

export interface CommonJsFacts {
  readonly exports: readonly JsExport[];
  readonly stars: readonly string[];
  readonly doubt: string | undefined;
  readonly found: boolean;
}

/** The exports that CommonJS code assigns, as far as they can be followed; anything else it does with `exports` is a doubt. */
export function readCommonJs(root: SyntaxNode, text: string, values: ValueReader, esModule: boolean): CommonJsFacts {
  const reader = new CommonJsReader(values);
  for (const statement of root.namedChildren) reader.statement(statement);
  reader.lookForOtherMentions(root, text, esModule);
  return { exports: reader.exports, stars: reader.stars, doubt: reader.doubt, found: reader.found };
}

/** Only bundles have more; looking at each would take seconds. */
const MOST_MENTIONS = 1500;

class CommonJsReader {
  readonly exports: JsExport[] = [];
  readonly stars: string[] = [];
  doubt: string | undefined;
  found = false;
  readonly #values: ValueReader;
  /** Offsets of the mentions of `exports` and `module` that are understood. */
  readonly #understood = new Set<number>();

  constructor(values: ValueReader) {
    this.#values = values;
  }

  statement(node: SyntaxNode): void {
    if (node.type === 'expression_statement') this.#expression(node.firstNamedChild);
    else if (node.type === 'export_statement' && node.children.some((child) => child.type === '=')) {
      this.found = true;
      this.#whole(node.lastNamedChild);
    } else if (node.type === 'lexical_declaration' || node.type === 'variable_declaration') {
      // const handler = exports.handler = …
      for (const declarator of node.namedChildren) this.#expression(declarator.childForFieldName('value'));
    }
  }

  /** Whatever else is done with `exports`, `module` or the top `this`: names may come from there. */
  lookForOtherMentions(root: SyntaxNode, text: string, esModule: boolean): void {
    let looked = 0;
    // At the top of an ES module `this` is nothing.
    const mentions = esModule
      ? /(?<![\w$.'"`/-])(?:exports|module)(?![\w$'"`/-])/g
      : /(?<![\w$.'"`/-])(?:exports|module|this)(?![\w$'"`/-])/g;
    for (const match of text.matchAll(mentions)) {
      if (this.#understood.has(match.index)) continue;
      looked += 1;
      if (looked > MOST_MENTIONS) {
        this.#doubt('it is a bundle');
        return;
      }
      const node = root.descendantForIndex(match.index, match.index + 1);
      if (node === null) continue;
      if (node.type === 'this' ? isTopThis(node) : node.type === 'identifier') this.#mention(node);
    }
  }

  #expression(node: SyntaxNode | null): void {
    if (node?.type === 'sequence_expression') for (const child of node.namedChildren) this.#expression(child);
    else if (node?.type === 'assignment_expression') this.#assignment(node);
    else if (node?.type === 'call_expression') this.#call(node);
    else if (node?.type === 'binary_expression' && node.childForFieldName('left')?.text === '0') this.#annotation(node);
  }

  /** `0 && (module.exports = { a, b })`: how esbuild tells the names of what it exports through a helper. */
  #annotation(node: SyntaxNode): void {
    const assignment = node.childForFieldName('right')?.firstNamedChild;
    const names = assignment?.childForFieldName('right');
    if (names?.type === 'object') this.#names(names);
  }

  /** The keys of an object that a helper makes exports of. */
  #names(object: SyntaxNode): void {
    for (const child of object.namedChildren) {
      const key =
        child.type === 'shorthand_property_identifier' ? child : (child.childForFieldName('key') ?? child.childForFieldName('name'));
      if (key === null) continue;
      const name = stringValue(key) ?? key.text;
      if (name !== '__esModule') this.exports.push({ name, value: { kind: 'unknown' }, ...this.#values.declarationOf(key) });
    }
  }

  #assignment(node: SyntaxNode): void {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    if (right?.type === 'assignment_expression') this.#assignment(right);
    if (left === null) return;
    const root = exportsRoot(left);
    if (root !== undefined) {
      this.#understand(root);
      if (right !== null && exportsRoot(right) === undefined) this.#whole(right);
      else if (right !== null) this.#understand(exportsRoot(right));
      return;
    }
    const member = exportsMember(left);
    if (member === undefined) return;
    this.#understand(member.root);
    if (member.name === '__esModule') return;
    const at =
      right?.type === 'identifier' && this.#values.locals.has(right.text)
        ? this.#values.declarationOf(right)
        : this.#values.placeOf(member.at);
    this.exports.push({ name: member.name, value: this.#values.valueOf(right), ...at });
  }

  /** `module.exports = right`. */
  #whole(node: SyntaxNode | null): void {
    if (node === null) return;
    const right = node.type === 'assignment_expression' ? lastRight(node) : node;
    const value = this.#values.valueOf(right);
    if (value.kind === 'object') {
      this.exports.push(...value.members);
      this.stars.push(...value.spread);
      if (!value.complete) this.#doubt('its exports are put together at run time');
    } else if (value.kind === 'require' && value.path.length === 0) this.stars.push(value.specifier);
    else if (value.kind === 'class') this.#doubt('what it exports is a class, which may have members');
    else if (value.kind === 'function') {
      if (right.type === 'identifier' && this.#values.mayHaveMembers(right.text)) this.#doubt(`members may be added to ${right.text}`);
    } else if (value.kind !== 'constant') this.#doubt('what it exports is made at run time');
  }

  #call(node: SyntaxNode): void {
    const callee = node.childForFieldName('function')?.text ?? '';
    const [target, ...rest] = node.childForFieldName('arguments')?.namedChildren ?? [];
    if (target === undefined) return;
    const root = exportsRoot(target);
    if (callee === 'Object.defineProperty' && root !== undefined) {
      const name = stringValue(rest[0] ?? null);
      if (name === undefined || rest[0] === undefined) return;
      this.#understand(root);
      if (name !== '__esModule') this.exports.push({ name, value: { kind: 'unknown' }, ...this.#values.placeOf(rest[0]) });
    } else if (callee === 'Object.assign' && root !== undefined) {
      this.#understand(root);
      for (const source of rest) this.#whole(source);
    } else if (/(^|\.)_+export$/.test(callee) && root !== undefined && rest[0]?.type === 'object') {
      this.#understand(root);
      this.#names(rest[0]);
    } else if (/(^|\.)__exportStar$/.test(callee) && rest[0] !== undefined) {
      const specifier = requiredBy(target);
      const into = exportsRoot(rest[0]);
      if (specifier === undefined || into === undefined) return;
      this.#understand(into);
      this.stars.push(specifier);
    }
  }

  #mention(node: SyntaxNode): void {
    const parent = node.parent;
    // A comparison (`require.main === module`) or `typeof module` changes nothing.
    if (parent?.type === 'binary_expression' && /^[!=]==?$/.test(parent.childForFieldName('operator')?.text ?? '')) return;
    if (parent?.type === 'unary_expression') return;
    const whole = node.text === 'module' ? parent : node;
    const member = whole === null ? undefined : exportsMember(whole.parent ?? whole);
    const isModuleOther = node.text === 'module' && parent?.type === 'member_expression' && exportsRoot(parent) === undefined;
    if (isModuleOther && parent.childForFieldName('object')?.id === node.id) return;
    if (member?.root.id === node.id) {
      const access = whole?.parent;
      const use = access?.parent;
      // ({ a: exports.a } = f()), [exports.b] = f()
      const isTarget = /pattern$/.test(use?.type ?? '');
      const assigned = isTarget || (use?.childForFieldName('left')?.id === access?.id && /assignment/.test(use?.type ?? ''));
      if (!assigned && use?.type !== 'member_expression') return;
      if (!assigned && use !== null && !/assignment/.test(use?.parent?.type ?? '')) return;
      this.exports.push({ name: member.name, value: { kind: 'unknown' }, ...this.#values.placeOf(member.at) });
    }
    this.#doubt('some of its exports are set while it runs');
  }

  #understand(root: SyntaxNode | undefined): void {
    if (root === undefined) return;
    this.found = true;
    this.#understood.add(root.startIndex);
  }

  #doubt(reason: string): void {
    this.doubt ??= reason;
  }
}

/** The mention of `exports`, `module.exports` or the top `this` that a node is; the identifier that starts it. */
function exportsRoot(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'identifier' && node.text === 'exports') return node;
  if (node.type === 'this' && isTopThis(node)) return node;
  if (node.type !== 'member_expression' || node.childForFieldName('property')?.text !== 'exports') return undefined;
  const object = node.childForFieldName('object');
  return object?.type === 'identifier' && object.text === 'module' ? object : undefined;
}

/** `exports.name` or `module.exports['name']`. */
function exportsMember(node: SyntaxNode): { readonly name: string; readonly root: SyntaxNode; readonly at: SyntaxNode } | undefined {
  const object = node.childForFieldName('object');
  const root = object === null ? undefined : exportsRoot(object);
  if (root === undefined) return undefined;
  const property = node.childForFieldName('property');
  if (node.type === 'member_expression' && property !== null) return { name: property.text, root, at: property };
  const index = node.type === 'subscript_expression' ? node.childForFieldName('index') : null;
  const name = stringValue(index);
  return index === null || name === undefined ? undefined : { name, root, at: index };
}

function lastRight(node: SyntaxNode): SyntaxNode {
  const right = node.childForFieldName('right');
  if (right === null) return node;
  return right.type === 'assignment_expression' ? lastRight(right) : right;
}

/** True where `this` is the module's own `exports`: outside any function but arrows, and any class. */
function isTopThis(node: SyntaxNode): boolean {
  for (let up = node.parent; up !== null; up = up.parent) {
    if (/^(function|generator_function|method_definition|class)/.test(up.type)) return false;
  }
  return true;
}
