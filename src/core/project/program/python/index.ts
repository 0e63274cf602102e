import type { SyntaxNode } from '../../../syntax/index.ts';
import { ProgramBuilder } from '../builder.ts';
import type { ArrayItem, CallExpression, Expression, ObjectEntry, Program } from '../model.ts';
import { operation } from '../operators.ts';
import { readImport, readImportFrom } from './imports.ts';
import { contentSpan, contentText, isRaw, numberOf, spanOf } from './literals.ts';
import { boundNames, parametersOf } from './patterns.ts';

/** Reads Python. Pure. */
export function readPython(root: SyntaxNode): Program {
  return new PythonReader().read(root);
}

class PythonReader {
  readonly #builder = new ProgramBuilder();

  read(root: SyntaxNode): Program {
    this.#statements(root, this.#builder.open('module', undefined));
    this.#builder.exportAll();
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
      case 'import_from_statement':
        readImportFrom(node, this.#builder);
        break;
      case 'function_definition':
        this.#declareFunction(node, scope);
        break;
      case 'class_definition':
        this.#class(node, scope);
        break;
      case 'decorated_definition':
        this.#decorated(node, scope);
        break;
      case 'return_statement':
        if (node.firstNamedChild !== null) this.#builder.returns(scope, this.#expression(node.firstNamedChild, scope));
        break;
      case 'for_statement':
        this.#loop(node, scope);
        break;
      case 'comment':
        break;
      default:
        if (/_(statement|clause)$|^(block|with_item)$/.test(node.type)) this.#statements(node, scope);
        else this.#expression(node, scope);
    }
  }

  /** Blocks have no names of their own. */
  #home(scope: number): number {
    return this.#builder.enclosing(scope, 'function', 'class', 'module') ?? scope;
  }

  #declareFunction(node: SyntaxNode, scope: number): void {
    const name = nameOf(node);
    const home = this.#home(scope);
    const own = this.#function(node, scope, name);
    const isMethod = this.#builder.enclosing(scope, 'class') === home;
    this.#builder.declare(home, isMethod ? `this.${name}` : name, { kind: 'function', scope: own });
  }

  #decorated(node: SyntaxNode, scope: number): void {
    const definition = node.childForFieldName('definition');
    const decorators = node.namedChildren.filter((child) => child.type === 'decorator').map((child) => child.text);
    for (const child of node.namedChildren) if (child.type === 'decorator') this.#statements(child, scope);
    if (definition === null) return;
    // What a decorator makes of a function isn't that function; a property isn't called.
    if (definition.type === 'class_definition' || decorators.every((text) => /^@(?:staticmethod|classmethod)\b/.test(text))) {
      this.#statement(definition, scope);
    } else this.#function(definition, scope, nameOf(definition));
  }

  #class(node: SyntaxNode, scope: number): void {
    const name = nameOf(node);
    const own = this.#builder.open('class', scope, name);
    const base = node.childForFieldName('superclasses')?.namedChildren.find((child) => child.type !== 'comment');
    if (base !== undefined && base.type !== 'keyword_argument') this.#builder.extends(own, this.#expression(base, scope));
    const body = node.childForFieldName('body');
    if (body !== null) this.#statements(body, own);
    this.#builder.declare(this.#home(scope), name, { kind: 'class', scope: own });
  }

  #function(node: SyntaxNode, parent: number, name?: string): number {
    const scope = this.#builder.open('function', parent, name);
    const list = node.childForFieldName('parameters');
    for (const parameter of list === null ? [] : parametersOf(list)) {
      const fallback = parameter.fallback === undefined ? undefined : this.#expression(parameter.fallback, parent);
      this.#builder.declare(scope, parameter.name, { kind: 'parameter', index: parameter.index, path: [], fallback, rest: parameter.rest });
    }
    const body = node.childForFieldName('body');
    if (body?.type === 'block') this.#statements(body, scope);
    else if (body) this.#builder.returns(scope, this.#expression(body, scope));
    return scope;
  }

  #loop(node: SyntaxNode, scope: number): void {
    const own = this.#builder.open('loop', scope);
    this.#iterate(node, scope, own);
    for (const field of ['body', 'alternative']) {
      const part = node.childForFieldName(field);
      if (part !== null) this.#statements(part, own);
    }
  }

  /** `left` and `right` of a loop or a comprehension. */
  #iterate(node: SyntaxNode, scope: number, own: number): void {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (right !== null) this.#builder.iterates(own, { expression: this.#expression(right, scope), scope });
    for (const { name, path } of left === null ? [] : boundNames(left)) {
      this.#builder.declare(own, name, { kind: 'parameter', index: 0, path, fallback: undefined, rest: false });
    }
  }

  #expression(node: SyntaxNode, scope: number): Expression {
    const span = spanOf(node);
    switch (node.type) {
      case 'string':
        return this.#text(node, scope);
      case 'concatenated_string': {
        const parts = node.namedChildren.filter((child) => child.type === 'string').map((child) => this.#text(child, scope));
        return { kind: 'join', parts, quoted: false, span };
      }
      case 'integer':
      case 'float':
        return numberOf(node);
      case 'true':
      case 'false':
        return { kind: 'boolean', value: node.type === 'true', span };
      case 'none':
        return { kind: 'nothing', span };
      case 'identifier':
        return node.text === 'self' || node.text === 'cls' ? { kind: 'self', span } : { kind: 'name', name: node.text, span };
      case 'parenthesized_expression':
      case 'await':
        return this.#first(node, scope);
      case 'attribute':
      case 'subscript':
        return this.#member(node, scope);
      case 'dictionary':
        return { kind: 'object', entries: node.namedChildren.flatMap((child) => this.#entry(child, scope)), span };
      case 'list':
      case 'tuple':
      case 'expression_list':
        return { kind: 'array', items: this.#items(node, scope), span };
      case 'lambda':
        return { kind: 'function', scope: this.#function(node, scope), span };
      case 'call':
        return this.#call(node, scope);
      case 'binary_operator':
      case 'boolean_operator':
        return this.#operator(node, scope);
      case 'conditional_expression': {
        const [first, condition, second] = node.namedChildren.map((child) => this.#expression(child, scope));
        return first === undefined || condition === undefined || second === undefined
          ? { kind: 'other', what: 'a condition', span }
          : { kind: 'choice', options: [first, second], span };
      }
      case 'assignment':
      case 'augmented_assignment':
      case 'named_expression':
        return this.#assignment(node, scope);
      case 'list_comprehension':
      case 'dictionary_comprehension':
      case 'set_comprehension':
      case 'generator_expression':
        return this.#comprehension(node, scope);
      default:
        return this.#other(node, scope);
    }
  }

  #first(node: SyntaxNode, scope: number): Expression {
    const inner = node.namedChildren.find((child) => child.type !== 'comment');
    return inner === undefined ? this.#other(node, scope) : this.#expression(inner, scope);
  }

  #other(node: SyntaxNode, scope: number): Expression {
    if (node.type !== 'type') for (const child of node.namedChildren) this.#expression(child, scope);
    return { kind: 'other', what: `an expression (${node.type.replaceAll('_', ' ')})`, span: spanOf(node) };
  }

  #text(node: SyntaxNode, scope: number): Expression {
    const parts = node.namedChildren.filter((child) => child.type === 'string_content' || child.type === 'interpolation');
    const [raw, interpolated] = [isRaw(node), parts.some(({ type }) => type === 'interpolation')];
    const read = parts.map((part): Expression => {
      const inner = part.childForFieldName('expression');
      if (part.type !== 'interpolation') return { kind: 'text', value: contentText(part.text, raw, interpolated), span: spanOf(part) };
      return inner === null ? this.#other(part, scope) : this.#expression(inner, scope);
    });
    const span = contentSpan(node);
    if (interpolated) return { kind: 'join', parts: read, quoted: true, span };
    return { kind: 'text', value: read.map((part) => (part.kind === 'text' ? part.value : '')).join(''), span };
  }

  #member(node: SyntaxNode, scope: number): Expression {
    const span = spanOf(node);
    const object = node.childForFieldName(node.type === 'attribute' ? 'object' : 'value');
    if (object === null) return this.#other(node, scope);
    const of = this.#expression(object, scope);
    const attribute = node.childForFieldName('attribute');
    if (attribute !== null) return { kind: 'member', object: of, name: attribute.text, span };
    const index = node.childForFieldName('subscript');
    if (index === null) return { kind: 'other', what: 'a member', span };
    const key = this.#expression(index, scope);
    return key.kind === 'text' ? { kind: 'member', object: of, name: key.value, span } : { kind: 'item', object: of, key, span };
  }

  #entry(node: SyntaxNode, scope: number): readonly ObjectEntry[] {
    if (node.type === 'dictionary_splat') return [{ kind: 'spread', value: this.#first(node, scope) }];
    const key = node.childForFieldName(node.type === 'keyword_argument' ? 'name' : 'key');
    const content = node.childForFieldName('value');
    if (key === null || content === null) return [];
    const value = this.#expression(content, scope);
    if (node.type === 'keyword_argument') return [{ kind: 'entry', key: key.text, keySpan: spanOf(key), value }];
    const read = this.#expression(key, scope);
    return read.kind === 'text'
      ? [{ kind: 'entry', key: read.value, keySpan: read.span, value }]
      : [{ kind: 'computed', key: read, value }];
  }

  #items(list: SyntaxNode, scope: number): readonly ArrayItem[] {
    return list.namedChildren
      .filter((child) => !/^(comment|keyword_argument|dictionary_splat)$/.test(child.type))
      .map((child) => {
        const spread = child.type === 'list_splat';
        return { spread, value: spread ? this.#first(child, scope) : this.#expression(child, scope) };
      });
  }

  #call(node: SyntaxNode, scope: number): Expression {
    const target = node.childForFieldName('function');
    const list = node.childForFieldName('arguments');
    if (target === null || list === null) return this.#other(node, scope);
    const isSuper = /^super\s*\(.*\)\s*\.\s*__init__$/s.test(target.text);
    const callee: Expression = isSuper ? { kind: 'super', span: spanOf(target) } : this.#expression(target, scope);
    const named = list.type === 'argument_list' ? list.namedChildren.flatMap((child) => this.#entry(child, scope)) : [];
    const call: CallExpression = {
      kind: 'call',
      callee,
      constructs: false,
      arguments: list.type === 'argument_list' ? this.#items(list, scope) : [],
      keywords: named.length === 0 ? undefined : { kind: 'object', entries: named, span: spanOf(list) },
      span: spanOf(node),
    };
    if (list.type !== 'argument_list') this.#expression(list, scope);
    this.#builder.call(call, scope);
    return call;
  }

  #operator(node: SyntaxNode, scope: number): Expression {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (left === null || right === null) return this.#other(node, scope);
    const operator = node.childForFieldName('operator')?.text;
    return operation(operator, this.#expression(left, scope), this.#expression(right, scope), spanOf(node));
  }

  #comprehension(node: SyntaxNode, scope: number): Expression {
    const own = this.#builder.open('loop', scope);
    const clause = node.namedChildren.find((child) => child.type === 'for_in_clause');
    if (clause !== undefined) this.#iterate(clause, scope, own);
    const body = node.childForFieldName('body');
    if (body !== null) this.#expression(body, own);
    return { kind: 'other', what: 'a list that is made', span: spanOf(node) };
  }

  #assignment(node: SyntaxNode, scope: number): Expression {
    const left = node.childForFieldName('left') ?? node.childForFieldName('name');
    const right = node.childForFieldName('right') ?? node.childForFieldName('value');
    if (left === null) return this.#other(node, scope);
    // A name that only gets a type.
    if (right === null) return { kind: 'nothing', span: spanOf(node) };
    const value = this.#expression(right, scope);
    const home = this.#home(scope);
    if (left.type === 'identifier') {
      const name = this.#builder.enclosing(scope, 'class') === home ? `this.${left.text}` : left.text;
      if (node.type === 'augmented_assignment') this.#builder.change(scope, left.text);
      else this.#builder.constant(home, name, { expression: value, scope });
    } else if (left.type === 'attribute' || left.type === 'subscript') this.#assignMember(left, value, scope);
    else for (const { name, path } of boundNames(left)) this.#builder.constant(home, name, { expression: value, scope }, path);
    return value;
  }

  #assignMember(left: SyntaxNode, value: Expression, scope: number): void {
    const target = this.#member(left, scope);
    if (target.kind !== 'member' && target.kind !== 'item') return;
    const name = target.kind === 'member' ? target.name : undefined;
    const owner = target.object.kind === 'self' ? this.#builder.enclosing(scope, 'class') : undefined;
    if (owner !== undefined && name !== undefined) this.#builder.constant(owner, `this.${name}`, { expression: value, scope });
    else if (target.object.kind === 'name') this.#builder.change(scope, target.object.name, name ?? '*');
  }
}

function nameOf(definition: SyntaxNode): string {
  return definition.childForFieldName('name')?.text ?? '';
}
