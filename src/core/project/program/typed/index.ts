import type { SyntaxNode } from '../../../syntax/index.ts';
import type { Span } from '../../tree/model.ts';
import { ProgramBuilder } from '../builder.ts';
import { unescaped } from '../escapes.ts';
import type { ArrayItem, CallExpression, Expression, ObjectEntry, Program } from '../model.ts';
import { builderChain } from './chains.ts';
import { readTypedImport } from './imports.ts';

/** Reads Java, C# and Go, as far as constructs and what they are given are written out. Pure. */
export function readTyped(root: SyntaxNode): Program {
  return new TypedReader().read(root);
}

class TypedReader {
  readonly #builder = new ProgramBuilder();

  read(root: SyntaxNode): Program {
    this.#children(root, this.#builder.open('module', undefined));
    this.#builder.exportAll();
    return this.#builder.build();
  }

  #children(node: SyntaxNode, scope: number): void {
    for (const child of node.namedChildren) this.#visit(child, scope);
  }

  #visit(node: SyntaxNode, scope: number): void {
    switch (node.type) {
      case 'import_spec':
      case 'using_directive':
        readTypedImport(node, this.#builder);
        break;
      case 'import_declaration':
        if (node.namedChildren.some((child) => child.type === 'scoped_identifier')) readTypedImport(node, this.#builder);
        else this.#children(node, scope);
        break;
      case 'class_declaration':
      case 'method_declaration':
      case 'constructor_declaration':
      case 'function_declaration':
        this.#declaration(node, scope);
        break;
      case 'variable_declarator':
      case 'short_var_declaration':
      case 'const_spec':
      case 'var_spec':
        this.#variables(node, scope);
        break;
      case 'return_statement':
        if (node.firstNamedChild !== null) this.#builder.returns(scope, this.#expression(node.firstNamedChild, scope));
        break;
      case 'assignment_expression':
      case 'assignment_statement':
        this.#assignment(node, scope);
        break;
      default:
        this.#expression(node, scope);
    }
  }

  #declaration(node: SyntaxNode, scope: number): void {
    const name = node.childForFieldName('name')?.text ?? '';
    const isClass = node.type === 'class_declaration';
    const own = this.#builder.open(isClass ? 'class' : 'function', scope, name);
    for (const [index, parameter] of (node.childForFieldName('parameters')?.namedChildren ?? []).entries()) {
      const parameterName = parameter.childForFieldName('name')?.text;
      if (parameterName === undefined) continue;
      this.#builder.declare(own, parameterName, { kind: 'parameter', index, path: [], fallback: undefined, rest: false });
    }
    const body = node.childForFieldName('body');
    if (body !== null) this.#children(body, own);
    if (node.type === 'constructor_declaration') return;
    this.#builder.declare(scope, name, { kind: isClass ? 'class' : 'function', scope: own });
  }

  #variables(node: SyntaxNode, scope: number): void {
    const left = node.childForFieldName('left') ?? node.childForFieldName('name');
    const right =
      node.childForFieldName('right') ??
      node.childForFieldName('value') ??
      (left?.id === node.lastNamedChild?.id ? null : node.lastNamedChild);
    if (left === null || right === null) return;
    const names = left.type === 'expression_list' ? left.namedChildren : [left];
    const values = right.type === 'expression_list' ? right.namedChildren : [right];
    const read = values.map((value) => this.#expression(value, scope));
    for (const [index, name] of names.entries()) {
      const value = read[index];
      if (name.type !== 'identifier') continue;
      // Several results of one call can't be told apart, but for Go's error behind what was asked for.
      const isBeforeError = index === 0 && names.length === 2 && /^(?:_|err\w*)$/.test(names[1]?.text ?? '');
      if (value === undefined || (read.length !== names.length && !isBeforeError))
        this.#builder.declare(scope, name.text, { kind: 'variable' });
      else this.#builder.constant(scope, name.text, { expression: value, scope });
    }
  }

  #assignment(node: SyntaxNode, scope: number): void {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    const name = left?.type === 'expression_list' ? left.firstNamedChild : left;
    if (name?.type === 'identifier') this.#builder.change(scope, name.text);
    if (right !== null) this.#visit(right, scope);
  }

  #expression(node: SyntaxNode, scope: number): Expression {
    const span = spanOf(node);
    switch (node.type) {
      case 'string_literal':
      case 'interpreted_string_literal':
        return { kind: 'text', value: node.namedChildren.map(contentOf).join(''), span: inner(span) };
      case 'raw_string_literal':
        return /^`[^`]*`$/.test(node.text) ? { kind: 'text', value: node.text.slice(1, -1), span: inner(span) } : this.#other(node, scope);
      case 'verbatim_string_literal':
        return { kind: 'text', value: node.text.slice(2, -1).replaceAll('""', '"'), span: { start: span.start + 2, end: span.end - 1 } };
      case 'decimal_integer_literal':
      case 'integer_literal':
      case 'int_literal': {
        const value = Number(node.text.replaceAll('_', ''));
        return Number.isFinite(value) ? { kind: 'number', value, span } : this.#other(node, scope);
      }
      case 'null_literal':
      case 'nil':
        return { kind: 'nothing', span };
      case 'identifier':
      case 'type_identifier':
      case 'package_identifier':
        return { kind: 'name', name: node.text, span };
      case 'this':
        return { kind: 'self', span };
      case 'argument':
      case 'parenthesized_expression':
      case 'literal_element':
      case 'unary_expression':
      case 'expression_list':
        return node.firstNamedChild === null || node.namedChildCount > 1
          ? this.#other(node, scope)
          : this.#expression(node.firstNamedChild, scope);
      case 'field_access':
      case 'member_access_expression':
      case 'qualified_name':
      case 'selector_expression':
      case 'scoped_type_identifier':
        return this.#member(node, scope);
      case 'method_invocation':
      case 'invocation_expression':
      case 'call_expression':
        return this.#call(node, scope);
      case 'object_creation_expression':
      case 'implicit_object_creation_expression':
        return this.#creation(node, scope);
      case 'composite_literal': {
        const body = node.childForFieldName('body');
        return body === null ? this.#other(node, scope) : this.#object(body, scope);
      }
      case 'binary_expression':
        return this.#binary(node, scope);
      default:
        return this.#other(node, scope);
    }
  }

  #other(node: SyntaxNode, scope: number): Expression {
    this.#children(node, scope);
    return { kind: 'other', what: `an expression (${node.type.replaceAll('_', ' ')})`, span: spanOf(node) };
  }

  #member(node: SyntaxNode, scope: number): Expression {
    const parts = node.namedChildren;
    const [object, name] = [parts[0], parts.at(-1)];
    if (object === undefined || name === undefined || object.id === name.id) return this.#other(node, scope);
    const of = this.#expression(object, scope);
    // Go has no static members: `Runtime_PROVIDED_AL2023`, `Code_FromAsset`, `NewFunction` stand for those.
    const names = node.type === 'selector_expression' ? goNames(name.text) : [name.text];
    return names.reduce<Expression>((at, member) => ({ kind: 'member', object: at, name: member, span: spanOf(node) }), of);
  }

  #call(node: SyntaxNode, scope: number): Expression {
    const chain = builderChain(node);
    if (chain !== undefined) return this.#built(node, chain, scope);
    const list = node.childForFieldName('arguments');
    const object = node.childForFieldName('object');
    const target = node.childForFieldName('function') ?? node.childForFieldName('name');
    if (target === null || list === null) return this.#other(node, scope);
    const named = this.#expression(target, scope);
    const callee: Expression =
      object === null
        ? named
        : {
            kind: 'member',
            object: this.#expression(object, scope),
            name: target.text,
            span: { start: object.startIndex, end: target.endIndex },
          };
    // Constants are functions in Go.
    if (callee.kind === 'member' && /^[A-Z][A-Z\d_]+$/.test(callee.name) && list.namedChildCount === 0) return callee;
    return this.#made(node, callee, this.#items(list, scope), scope);
  }

  #made(node: SyntaxNode, callee: Expression, args: readonly ArrayItem[], scope: number): Expression {
    const call: CallExpression = { kind: 'call', callee, constructs: true, arguments: args, keywords: undefined, span: spanOf(node) };
    this.#builder.call(call, scope);
    return call;
  }

  /** `Function.Builder.create(this, "Id").handler(…).build()` is `new Function(this, "Id", { handler })`. */
  #built(node: SyntaxNode, { start, steps }: NonNullable<ReturnType<typeof builderChain>>, scope: number): Expression {
    const entries = steps.map(
      ({ name, value }): ObjectEntry => ({ kind: 'entry', key: name.text, keySpan: spanOf(name), value: this.#expression(value, scope) }),
    );
    const options: Expression = { kind: 'object', entries, span: spanOf(node) };
    const owner = start.childForFieldName('object');
    const list = start.childForFieldName('arguments');
    if (owner === null || list === null || list.namedChildCount === 0) return options;
    const type = owner.type === 'field_access' ? owner.childForFieldName('object') : owner;
    const callee = this.#expression(type ?? owner, scope);
    return this.#made(node, callee, [...this.#items(list, scope), { spread: false, value: options }], scope);
  }

  /** `new Function(this, "Id", new FunctionProps { Handler = … })`: what has an initializer is an object. */
  #creation(node: SyntaxNode, scope: number): Expression {
    const list = node.childForFieldName('arguments') ?? node.namedChildren.find((child) => child.type === 'argument_list') ?? null;
    const initializer =
      node.childForFieldName('initializer') ?? node.namedChildren.find((child) => child.type === 'initializer_expression');
    if (initializer) return this.#object(initializer, scope);
    const type = node.childForFieldName('type');
    if (type === null) return this.#other(node, scope);
    return this.#made(node, this.#expression(type, scope), list === null ? [] : this.#items(list, scope), scope);
  }

  #object(body: SyntaxNode, scope: number): Expression {
    return { kind: 'object', entries: body.namedChildren.flatMap((child) => this.#entry(child, scope)), span: spanOf(body) };
  }

  /** `Handler = …`, `["key"] = …`, `{ "key", … }`, `Handler: …`, `"key": …`. */
  #entry(node: SyntaxNode, scope: number): readonly ObjectEntry[] {
    const [first, last] = [node.firstNamedChild, node.lastNamedChild];
    if (first === null || last === null || first.id === last.id) {
      this.#visit(node, scope);
      return [];
    }
    const value = this.#expression(last, scope);
    const key = this.#expression(first.type === 'element_binding_expression' ? (first.firstNamedChild ?? first) : first, scope);
    if (key.kind === 'text') return [{ kind: 'entry', key: key.value, keySpan: key.span, value }];
    if (key.kind !== 'name') return [{ kind: 'computed', key, value }];
    return [{ kind: 'entry', key: key.name.charAt(0).toLowerCase() + key.name.slice(1), keySpan: key.span, value }];
  }

  #items(list: SyntaxNode, scope: number): readonly ArrayItem[] {
    const items = list.namedChildren.filter((child) => !/comment/.test(child.type));
    return items.map((child) => {
      const isSelf = child.text === 'this';
      return { spread: false, value: isSelf ? { kind: 'self', span: spanOf(child) } : this.#expression(child, scope) };
    });
  }

  #binary(node: SyntaxNode, scope: number): Expression {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (left === null || right === null) return this.#other(node, scope);
    const parts = [this.#expression(left, scope), this.#expression(right, scope)];
    const isPlus = node.children.some((child) => child.type === '+');
    return isPlus
      ? { kind: 'join', parts, quoted: false, span: spanOf(node) }
      : { kind: 'other', what: 'a calculation', span: spanOf(node) };
  }
}

function spanOf(node: SyntaxNode): Span {
  return { start: node.startIndex, end: node.endIndex };
}

function inner({ start, end }: Span): Span {
  return { start: start + 1, end: Math.max(start + 1, end - 1) };
}

function contentOf(part: SyntaxNode): string {
  if (part.type === 'escape_sequence') return unescaped(part.text);
  return part.text.replace(/\\(?:u[\da-fA-F]{4}|[^u])/g, unescaped);
}

function goNames(name: string): readonly string[] {
  const [, type, member] = /^([A-Z]\w*?[a-z]\w*?)_(\w+)$/.exec(name) ?? [];
  if (type !== undefined && member !== undefined)
    return [type, /[a-z]/.test(member) ? member.charAt(0).toLowerCase() + member.slice(1) : member];
  return [name.replace(/^New(?=[A-Z])/, '')];
}
