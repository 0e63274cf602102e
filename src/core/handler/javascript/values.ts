import type { SyntaxNode } from '../../syntax/index.ts';
import type { TextRange } from '../../text.ts';
import { aboutDeclaration } from './declaration.ts';
import { declared, type Local, type Locals, requiredBy, stringValue } from './locals.ts';
import { makesFunction } from './makers.ts';
import type { JsExport, JsPlace, JsValue } from './model.ts';

const CONSTANTS: Readonly<Record<string, string>> = {
  number: 'a number',
  string: 'a string',
  template_string: 'a string',
  array: 'an array',
  regex: 'a regular expression',
  null: 'null',
  undefined: 'undefined',
  true: 'a boolean',
  false: 'a boolean',
};

const UNKNOWN: JsValue = { kind: 'unknown' };

/** Deep enough for real code; keeps `const a = b, b = a` from going on. */
const DEEPEST = 12;

/** Tells what expressions are. What isn't sure is unknown. */
export class ValueReader {
  readonly locals: Locals;
  readonly #rangeOf: (node: SyntaxNode) => TextRange;
  readonly #text: string;

  constructor(locals: Locals, text: string, rangeOf: (node: SyntaxNode) => TextRange) {
    this.locals = locals;
    this.#text = text;
    this.#rangeOf = rangeOf;
  }

  valueOf(node: SyntaxNode | null | undefined, depth = 0): JsValue {
    if (!node || depth > DEEPEST) return UNKNOWN;
    const what = CONSTANTS[node.type];
    if (what !== undefined) return { kind: 'constant', what };
    switch (node.type) {
      case 'arrow_function':
      case 'function_expression':
      case 'generator_function':
        return { kind: 'function', bare: true };
      case 'class':
        return { kind: 'class', plain: !isDecorated(node) };
      case 'parenthesized_expression':
      case 'as_expression':
      case 'satisfies_expression':
      case 'non_null_expression':
        return this.valueOf(node.firstNamedChild, depth + 1);
      case 'type_assertion':
        return this.valueOf(node.lastNamedChild, depth + 1);
      case 'assignment_expression':
        return this.valueOf(node.childForFieldName('right'), depth + 1);
      case 'unary_expression':
        return node.firstChild?.text === 'void' ? { kind: 'constant', what: 'undefined' } : UNKNOWN;
      case 'object':
        return this.#object(node, depth);
      case 'identifier':
        return this.ofName(node.text, depth + 1);
      case 'call_expression':
        return this.#call(node, depth);
      case 'member_expression':
        return this.#member(node, depth);
      default:
        return UNKNOWN;
    }
  }

  ofName(name: string, depth = 0): JsValue {
    const local = this.locals.get(name);
    return local === undefined ? UNKNOWN : this.ofLocal(name, local, depth);
  }

  ofLocal(name: string, local: Local, depth = 0): JsValue {
    switch (local.kind) {
      case 'function':
        if (/class/.test(local.name.parent?.type ?? '')) return { kind: 'class', plain: this.#isPlainClass(name, local.name.parent) };
        return { kind: 'function', bare: !this.mayHaveMembers(name) };
      case 'import':
        return { kind: 'import', specifier: local.specifier, name: local.imported };
      case 'require':
        return { kind: 'require', specifier: local.specifier, path: local.path };
      case 'namespace':
        return this.#namespace(local.body, depth);
      case 'variable': {
        const value = this.valueOf(local.value, depth + 1);
        // What isn't constant may hold anything later; what is may still be given members.
        if (!local.constant && value.kind !== 'function' && value.kind !== 'class') return UNKNOWN;
        if (value.kind === 'function') return { kind: 'function', bare: local.constant && value.bare && !this.mayHaveMembers(name) };
        if (value.kind === 'class') return { kind: 'class', plain: value.plain && local.constant };
        return value.kind === 'object' && this.#mentions(name) > 2 ? { ...value, complete: false } : value;
      }
      default:
        return UNKNOWN;
    }
  }

  /** The place of a declared name. */
  placeOf(name: SyntaxNode): JsPlace {
    return { range: this.#rangeOf(name), about: aboutDeclaration(name, this.#text) };
  }

  /** The place where a name that is used at `node` is declared, or the node itself. */
  declarationOf(node: SyntaxNode): JsPlace {
    return this.placeOf(this.locals.get(node.text)?.name ?? node);
  }

  /** True where `name.x = …` or the like may give members to a function. */
  mayHaveMembers(name: string): boolean {
    return new RegExp(`(?<![\\w$])${literally(name)}\\s*[.[]|[(,]\\s*${literally(name)}\\s*[,)]`).test(this.#text);
  }

  #isPlainClass(name: string, node: SyntaxNode | null): boolean {
    return node !== null && !isDecorated(node) && !new RegExp(`(?<![\\w$.])${literally(name)}\\s*=(?![=>])`).test(this.#text);
  }

  #mentions(name: string): number {
    return this.#text.match(new RegExp(`(?<![\\w$])${literally(name)}(?![\\w$])`, 'g'))?.length ?? 0;
  }

  /** A namespace of nothing but types isn't there at run time; that it has no members says the same. */
  #namespace(body: SyntaxNode | null, depth: number): JsValue {
    const members = (body?.namedChildren ?? []).flatMap((statement): readonly JsExport[] => {
      const declaration = statement.type === 'export_statement' ? statement.childForFieldName('declaration') : null;
      const names = declaration === null || depth > DEEPEST ? [] : declared(declaration);
      return names
        .filter(({ local }) => local.kind !== 'type')
        .map(({ name, local }) => ({ name, value: this.ofLocal(name, local, depth + 1), ...this.placeOf(local.name) }));
    });
    return { kind: 'object', members, spread: [], complete: true };
  }

  #object(node: SyntaxNode, depth: number): JsValue {
    const members: JsExport[] = [];
    const modules: string[] = [];
    let complete = true;
    for (const child of node.namedChildren) {
      const member = this.#property(child, depth);
      if (member !== undefined) members.push(member);
      else if (child.type === 'spread_element') {
        const spread = this.valueOf(child.firstNamedChild, depth + 1);
        if (spread.kind === 'object') {
          members.push(...spread.members);
          modules.push(...spread.spread);
          complete &&= spread.complete;
        } else if (spread.kind === 'require' && spread.path.length === 0) modules.push(spread.specifier);
        else complete = false;
      } else if (child.type !== 'comment') complete = false;
    }
    return { kind: 'object', members, spread: modules, complete };
  }

  #property(node: SyntaxNode, depth: number): JsExport | undefined {
    if (node.type === 'shorthand_property_identifier') {
      return { name: node.text, value: this.ofName(node.text, depth + 1), ...this.declarationOf(node) };
    }
    const key = node.childForFieldName(node.type === 'method_definition' ? 'name' : 'key');
    const name = key?.type === 'property_identifier' ? key.text : stringValue(key);
    if (key === null || name === undefined) return undefined;
    if (node.type === 'method_definition') {
      const accessor = node.children.some((child) => child.type === 'get' || child.type === 'set');
      return { name, value: accessor ? UNKNOWN : { kind: 'function', bare: true }, ...this.placeOf(key) };
    }
    if (node.type !== 'pair') return undefined;
    const value = node.childForFieldName('value');
    return {
      name,
      value: this.valueOf(value, depth + 1),
      ...(value?.type === 'identifier' ? this.declarationOf(value) : this.placeOf(key)),
    };
  }

  #call(node: SyntaxNode, depth: number): JsValue {
    const callee = node.childForFieldName('function');
    const local = callee === null ? undefined : this.locals.get(callee.text);
    if (local?.kind === 'import' && makesFunction(local.specifier, local.imported)) return { kind: 'function', bare: true };
    // Lambda's own: gives back what it is given.
    if (callee?.text === 'awslambda.streamifyResponse' && !this.locals.has('awslambda'))
      return this.valueOf(node.childForFieldName('arguments')?.firstNamedChild, depth + 1);
    const specifier = requiredBy(node);
    return specifier === undefined || this.locals.has('require') ? UNKNOWN : { kind: 'require', specifier, path: [] };
  }

  #member(node: SyntaxNode, depth: number): JsValue {
    const object = this.valueOf(node.childForFieldName('object'), depth + 1);
    const property = node.childForFieldName('property')?.text;
    if (property === undefined) return UNKNOWN;
    if (object.kind === 'require') return { ...object, path: [...object.path, property] };
    if (object.kind === 'import' && object.name === '*') return { ...object, name: property };
    return UNKNOWN;
  }
}

/** A decorator may put something else in the place of a class. */
function isDecorated(node: SyntaxNode): boolean {
  return [...node.namedChildren, ...(node.parent?.namedChildren ?? [])].some(({ type }) => type === 'decorator');
}

function literally(name: string): string {
  return name.replace(/[$\\^.*+?()[\]{}|]/g, '\\$&');
}
