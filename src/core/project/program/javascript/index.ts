import type { SyntaxNode } from '../../../syntax/index.ts';
import { ProgramBuilder } from '../builder.ts';
import { everyBackslash } from '../builtins.ts';
import { unescaped } from '../escapes.ts';
import type { ArrayItem, CallExpression, Expression, ObjectEntry, PlacedExpression, Program } from '../model.ts';
import { operation } from '../operators.ts';
import { innerSpan, keyOf, numberOf, spanOf, textOf } from './literals.ts';
import { readExportList, readImport } from './modules.ts';
import { boundNames } from './patterns.ts';

/** Reads JavaScript and TypeScript. Pure. */
export function readJavaScript(root: SyntaxNode): Program {
  return new JavaScriptReader().read(root);
}

/** Functions that call what they are given with each item of what they are called on. */
const ITERATORS: ReadonlySet<string> = new Set(['forEach', 'map', 'flatMap']);

/** Nodes that hold statements, or expressions that stand as such. */
const STATEMENT = /_(statement|clause|case|default)$|^(program|else_clause|internal_module|module)$/;

class JavaScriptReader {
  readonly #builder = new ProgramBuilder();

  read(root: SyntaxNode): Program {
    const module = this.#builder.open('module', undefined);
    this.#statements(root, module);
    return this.#builder.build();
  }

  #statements(node: SyntaxNode, scope: number): void {
    for (const child of node.namedChildren) this.#statement(child, scope);
  }

  #statement(node: SyntaxNode, scope: number): void {
    switch (node.type) {
      case 'import_statement':
        readImport(node, this.#builder);
        break;
      case 'export_statement':
        this.#export(node, scope);
        break;
      case 'lexical_declaration':
      case 'variable_declaration':
        for (const child of node.namedChildren) this.#declarator(child, this.#home(node, scope), scope);
        break;
      case 'function_declaration':
      case 'generator_function_declaration': {
        const name = nameOf(node);
        this.#builder.declare(scope, name, { kind: 'function', scope: this.#function(node, scope, name) });
        break;
      }
      case 'class_declaration':
      case 'abstract_class_declaration':
        this.#builder.declare(scope, nameOf(node), { kind: 'class', scope: this.#class(node, scope) });
        break;
      case 'enum_declaration':
        this.#enum(node, scope);
        break;
      case 'return_statement':
        if (node.firstNamedChild !== null) this.#builder.returns(scope, this.#expression(node.firstNamedChild, scope));
        break;
      case 'for_in_statement':
        this.#loop(node, scope);
        break;
      case 'for_statement':
      case 'statement_block':
      case 'switch_body':
        this.#statements(node, this.#builder.open('block', scope));
        break;
      case 'ambient_declaration':
      case 'interface_declaration':
      case 'type_alias_declaration':
      case 'comment':
        break;
      default:
        if (STATEMENT.test(node.type)) this.#statements(node, scope);
        else this.#expression(node, scope);
    }
  }

  /** `var` belongs to the function, all else to its block. */
  #home(declaration: SyntaxNode, scope: number): number {
    return declaration.type === 'variable_declaration' ? (this.#builder.enclosing(scope, 'function', 'module') ?? scope) : scope;
  }

  #declarator(node: SyntaxNode, home: number, scope: number): void {
    const [pattern, init] = [node.childForFieldName('name'), node.childForFieldName('value')];
    if (pattern === null) return;
    const value = init === null ? { kind: 'nothing' as const, span: spanOf(pattern) } : this.#expression(init, scope);
    if (value.kind === 'function' && pattern.type === 'identifier') {
      this.#builder.declare(home, pattern.text, { kind: 'function', scope: value.scope });
      return;
    }
    for (const { name, path, fallback, without } of boundNames(pattern)) {
      if (path === undefined) this.#builder.declare(home, name, { kind: 'variable' });
      else {
        const otherwise = fallback === undefined ? undefined : this.#expression(fallback, scope);
        this.#builder.constant(home, name, { expression: value, scope }, path, { fallback: otherwise, without });
      }
    }
  }

  #export(node: SyntaxNode, scope: number): void {
    const declaration = node.childForFieldName('declaration');
    const exported = (expression: Expression): PlacedExpression => ({ expression, scope: 0 });
    const isDefault = node.children.some((child) => child.type === 'default');
    if (declaration !== null) {
      this.#statement(declaration, scope);
      const names =
        declaration.childForFieldName('name') === null
          ? declaration.namedChildren.flatMap((child) => boundNames(child.childForFieldName('name') ?? child).map(({ name }) => name))
          : [declaration.childForFieldName('name')?.text ?? ''];
      for (const name of names) {
        const value = exported({ kind: 'name', name, span: spanOf(declaration) });
        this.#builder.export(isDefault ? 'default' : name, { kind: 'value', value });
      }
      return;
    }
    // `export default …` has a value; `export = …` has just a child.
    const assigned = node.children.some((child) => child.type === '=') ? node.lastNamedChild : null;
    const value = node.childForFieldName('value') ?? assigned;
    if (value === null) readExportList(node, this.#builder);
    else this.#builder.export('default', { kind: 'value', value: exported(this.#expression(value, scope)) });
  }

  #enum(node: SyntaxNode, scope: number): void {
    const entries = (node.childForFieldName('body')?.namedChildren ?? []).flatMap((member): readonly ObjectEntry[] => {
      const [key, value] = [member.childForFieldName('name'), member.childForFieldName('value')];
      const name = key === null ? undefined : keyOf(key);
      if (key === null || value === null || name === undefined) return [];
      return [{ kind: 'entry', key: name, keySpan: spanOf(key), value: this.#expression(value, scope) }];
    });
    const expression: Expression = { kind: 'object', entries, span: spanOf(node) };
    this.#builder.constant(scope, nameOf(node), { expression, scope });
  }

  #class(node: SyntaxNode, scope: number): number {
    const own = this.#builder.open('class', scope, node.childForFieldName('name')?.text);
    const heritage = node.namedChildren.find((child) => child.type === 'class_heritage');
    const clause = heritage?.namedChildren.find((child) => child.type === 'extends_clause');
    const base = clause === undefined ? heritage?.firstNamedChild : clause.childForFieldName('value');
    if (base && base.type !== 'implements_clause') this.#builder.extends(own, this.#expression(base, scope));
    for (const member of node.childForFieldName('body')?.namedChildren ?? []) this.#classMember(member, own);
    return own;
  }

  #classMember(member: SyntaxNode, own: number): void {
    if (member.type === 'class_static_block') this.#statements(member, own);
    const key = member.childForFieldName('name') ?? member.childForFieldName('property');
    const name = key === null ? undefined : keyOf(key);
    if (member.type === 'method_definition') {
      const accessor = member.children.some((child) => child.type === 'get' || child.type === 'set');
      const scope = this.#function(member, own, name);
      this.#builder.declare(own, `this.${name ?? ''}`, accessor ? { kind: 'variable' } : { kind: 'function', scope });
      return;
    }
    const value = member.childForFieldName('value');
    if (value === null) return;
    const expression = this.#expression(value, own);
    if (name === undefined) return;
    if (expression.kind === 'function') this.#builder.declare(own, `this.${name}`, { kind: 'function', scope: expression.scope });
    else this.#builder.constant(own, `this.${name}`, { expression, scope: own });
  }

  /** A declaration, method, arrow function or function expression; answers its scope. */
  #function(node: SyntaxNode, parent: number, name?: string): number {
    const scope = this.#builder.open('function', parent, name);
    const list = node.childForFieldName('parameters');
    const single = node.childForFieldName('parameter');
    const parameters = single === null ? (list?.namedChildren ?? []).filter((child) => child.type !== 'comment') : [single];
    for (const [index, parameter] of parameters.entries()) this.#parameter(parameter, index, scope);
    const body = node.childForFieldName('body');
    if (body?.type === 'statement_block') this.#statements(body, scope);
    else if (body) this.#builder.returns(scope, this.#expression(body, scope));
    return scope;
  }

  #parameter(node: SyntaxNode, index: number, scope: number): void {
    const wrapped = node.type === 'required_parameter' || node.type === 'optional_parameter';
    const pattern = wrapped ? node.childForFieldName('pattern') : node;
    if (pattern === null) return;
    const whole = wrapped ? node.childForFieldName('value') : null;
    const names = pattern.type === 'rest_pattern' ? [] : boundNames(pattern, [], whole ?? undefined);
    for (const { name, path, fallback, without } of names) {
      if (path === undefined) this.#builder.declare(scope, name, { kind: 'variable' });
      else {
        const otherwise = fallback === undefined ? undefined : this.#expression(fallback, scope);
        this.#builder.declare(scope, name, { kind: 'parameter', index, path, fallback: otherwise, rest: false, without });
      }
    }
    // `constructor(private readonly x: string)` makes a field of it.
    const owner =
      node.namedChildren.some((child) => /^(accessibility_modifier|override_modifier)$/.test(child.type)) || /^readonly\b/.test(node.text);
    const target = wrapped && owner ? this.#builder.enclosing(scope, 'class') : undefined;
    if (target === undefined || pattern.type !== 'identifier') return;
    this.#builder.constant(target, `this.${pattern.text}`, {
      expression: { kind: 'name', name: pattern.text, span: spanOf(pattern) },
      scope,
    });
  }

  #loop(node: SyntaxNode, scope: number): void {
    const own = this.#builder.open('loop', scope);
    const [left, right, body] = ['left', 'right', 'body'].map((field) => node.childForFieldName(field));
    if (right) {
      const iterated = this.#expression(right, scope);
      if (node.children.some((child) => child.type === 'of')) this.#builder.iterates(own, { expression: iterated, scope });
    }
    for (const { name, path } of left ? boundNames(left) : []) {
      if (path !== undefined) this.#builder.declare(own, name, { kind: 'parameter', index: 0, path, fallback: undefined, rest: false });
    }
    if (body) this.#statement(body, own);
  }

  #expression(node: SyntaxNode, scope: number): Expression {
    const span = spanOf(node);
    switch (node.type) {
      case 'string':
        return textOf(node);
      case 'template_string':
        return this.#template(node, scope);
      case 'regex':
        return node.text === everyBackslash
          ? { kind: 'text', value: everyBackslash, span: spanOf(node) }
          : { kind: 'other', what: 'a pattern', span: spanOf(node) };
      case 'number':
        return numberOf(node);
      case 'true':
      case 'false':
        return { kind: 'boolean', value: node.type === 'true', span };
      case 'null':
      case 'undefined':
        return { kind: 'nothing', span };
      case 'identifier':
        return node.text === 'undefined' ? { kind: 'nothing', span } : { kind: 'name', name: node.text, span };
      case 'meta_property':
        return { kind: 'name', name: node.text, span };
      case 'this':
        return { kind: 'self', span };
      case 'super':
        return { kind: 'super', span };
      case 'parenthesized_expression':
      case 'as_expression':
      case 'satisfies_expression':
      case 'non_null_expression':
      case 'await_expression':
        return this.#first(node, scope);
      case 'type_assertion':
        return node.lastNamedChild === null ? this.#other(node, scope) : this.#expression(node.lastNamedChild, scope);
      case 'member_expression':
      case 'subscript_expression':
        return this.#member(node, scope);
      case 'object':
        return { kind: 'object', entries: node.namedChildren.flatMap((child) => this.#entry(child, scope)), span };
      case 'array':
        return { kind: 'array', items: this.#items(node, scope), span };
      case 'arrow_function':
      case 'function_expression':
      case 'generator_function':
        return { kind: 'function', scope: this.#function(node, scope), span };
      case 'new_expression':
      case 'call_expression':
        return this.#call(node, scope);
      case 'binary_expression':
        return this.#binary(node, scope);
      case 'ternary_expression':
        return this.#choice(node, scope);
      case 'assignment_expression':
      case 'augmented_assignment_expression':
        return this.#assignment(node, scope);
      default:
        return this.#other(node, scope);
    }
  }

  #first(node: SyntaxNode, scope: number): Expression {
    const inner = node.namedChildren.find((child) => child.type !== 'comment');
    return inner === undefined ? this.#other(node, scope) : this.#expression(inner, scope);
  }

  /** Goes through what is in it all the same, for the calls that are there. */
  #other(node: SyntaxNode, scope: number): Expression {
    if (node.type === 'class') this.#class(node, scope);
    else if (node.type === 'statement_block') this.#statements(node, this.#builder.open('block', scope));
    else if (!/type|comment/.test(node.type)) for (const child of node.namedChildren) this.#expression(child, scope);
    return { kind: 'other', what: `an expression (${node.type.replaceAll('_', ' ')})`, span: spanOf(node) };
  }

  #template(node: SyntaxNode, scope: number): Expression {
    const parts = node.namedChildren.map((part): Expression => {
      if (part.type === 'template_substitution') return this.#first(part, scope);
      return { kind: 'text', value: part.type === 'escape_sequence' ? unescaped(part.text) : part.text, span: spanOf(part) };
    });
    const span = innerSpan(node);
    if (parts.some((part) => part.kind !== 'text')) return { kind: 'join', parts, quoted: true, span };
    return { kind: 'text', value: parts.map((part) => (part.kind === 'text' ? part.value : '')).join(''), span };
  }

  #member(node: SyntaxNode, scope: number): Expression {
    const object = node.childForFieldName('object');
    const span = spanOf(node);
    if (object === null) return this.#other(node, scope);
    const of = this.#expression(object, scope);
    const property = node.childForFieldName('property');
    if (property !== null) return { kind: 'member', object: of, name: property.text, span };
    const index = node.childForFieldName('index');
    if (index === null) return { kind: 'other', what: 'a member', span };
    const key = this.#expression(index, scope);
    return key.kind === 'text' ? { kind: 'member', object: of, name: key.value, span } : { kind: 'item', object: of, key, span };
  }

  #entry(node: SyntaxNode, scope: number): readonly ObjectEntry[] {
    if (node.type === 'spread_element') return [{ kind: 'spread', value: this.#first(node, scope) }];
    if (node.type === 'shorthand_property_identifier') {
      const span = spanOf(node);
      return [{ kind: 'entry', key: node.text, keySpan: span, value: { kind: 'name', name: node.text, span } }];
    }
    const isMethod = node.type === 'method_definition';
    const key = node.childForFieldName(isMethod ? 'name' : 'key');
    const content = isMethod ? node : node.childForFieldName('value');
    if (key === null || content === null) return [];
    const value: Expression = isMethod
      ? { kind: 'function', scope: this.#function(node, scope), span: spanOf(node) }
      : this.#expression(content, scope);
    const name = keyOf(key);
    if (name !== undefined) return [{ kind: 'entry', key: name, keySpan: key.type === 'string' ? innerSpan(key) : spanOf(key), value }];
    return [{ kind: 'computed', key: this.#first(key, scope), value }];
  }

  #items(list: SyntaxNode, scope: number): readonly ArrayItem[] {
    return list.namedChildren
      .filter((child) => child.type !== 'comment')
      .map((child) => {
        const spread = child.type === 'spread_element';
        return { spread, value: spread ? this.#first(child, scope) : this.#expression(child, scope) };
      });
  }

  #call(node: SyntaxNode, scope: number): Expression {
    const constructs = node.type === 'new_expression';
    const target = node.childForFieldName(constructs ? 'constructor' : 'function');
    const list = node.childForFieldName('arguments');
    if (target === null) return this.#other(node, scope);
    const callee = this.#expression(target, scope);
    const items = list === null ? [] : list.type === 'arguments' ? this.#items(list, scope) : this.#substitutions(list, scope);
    if (callee.kind === 'member' && ITERATORS.has(callee.name)) {
      for (const { value } of items)
        if (value.kind === 'function') this.#builder.iterates(value.scope, { expression: callee.object, scope });
    }
    const call: CallExpression = { kind: 'call', callee, constructs, arguments: items, keywords: undefined, span: spanOf(node) };
    this.#builder.call(call, scope);
    return call;
  }

  /** What a template hands to the function that is its tag. */
  #substitutions(node: SyntaxNode, scope: number): readonly ArrayItem[] {
    const parts = node.namedChildren.filter(({ type }) => type === 'template_substitution');
    return parts.map((part) => ({ value: this.#first(part, scope), spread: false }));
  }

  #binary(node: SyntaxNode, scope: number): Expression {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (left === null || right === null) return this.#other(node, scope);
    const operator = node.childForFieldName('operator')?.text;
    return operation(operator, this.#expression(left, scope), this.#expression(right, scope), spanOf(node));
  }

  #choice(node: SyntaxNode, scope: number): Expression {
    const condition = node.childForFieldName('condition');
    if (condition !== null) this.#expression(condition, scope);
    const options = ['consequence', 'alternative'].flatMap((field) => node.childForFieldName(field) ?? []);
    return { kind: 'choice', options: options.map((option) => this.#expression(option, scope)), span: spanOf(node) };
  }

  #assignment(node: SyntaxNode, scope: number): Expression {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (left === null || right === null) return this.#other(node, scope);
    const value = this.#expression(right, scope);
    if (left.type === 'identifier') this.#builder.change(scope, left.text);
    if (left.type !== 'member_expression' && left.type !== 'subscript_expression') return value;
    const target = this.#member(left, scope);
    if (target.kind !== 'member' && target.kind !== 'item') return value;
    const name = target.kind === 'member' ? target.name : undefined;
    const owner = target.object.kind === 'self' ? this.#builder.enclosing(scope, 'class') : undefined;
    if (owner !== undefined && name !== undefined) {
      if (node.type === 'assignment_expression') this.#builder.constant(owner, `this.${name}`, { expression: value, scope });
      else this.#builder.declare(owner, `this.${name}`, { kind: 'variable' });
    } else if (left.text === 'module.exports') {
      this.#builder.export('default', { kind: 'value', value: { expression: value, scope } });
    } else if (/^(module\.)?exports\.\w+$/.test(left.text) && name !== undefined) {
      this.#builder.export(name, { kind: 'value', value: { expression: value, scope } });
    } else if (target.object.kind === 'name') this.#builder.change(scope, target.object.name, name ?? '*');
    return value;
  }
}

function nameOf(declaration: SyntaxNode): string {
  return declaration.childForFieldName('name')?.text ?? '';
}
