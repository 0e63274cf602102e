import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap, type TextRange } from '../../text.ts';
import { aboutMember } from '../member.ts';
import type { NetFacts, NetMethod, NetType } from './model.ts';

const TYPES = /^(?:class|struct|record|record_struct|interface)_declaration$/;

export function extractNetFacts(root: SyntaxNode, text: string): NetFacts {
  const lines = new LineMap(text);
  const reader = new NetReader((start, end) => lines.range(start, end), text);
  reader.members(root, '');
  const usings = [...text.matchAll(/^[ \t]*(?:global[ \t]+)?using[ \t]+([\w.]+)[ \t]*;/gm)].map(([, name = '']) => name);
  return { types: reader.types, usings, statements: reader.statements, doubt: root.hasError ? 'it has syntax errors' : undefined };
}

class NetReader {
  readonly types: NetType[] = [];
  statements: TextRange | undefined;
  readonly #rangeOf: (start: number, end: number) => TextRange;
  readonly #text: string;

  constructor(rangeOf: (start: number, end: number) => TextRange, text: string) {
    this.#rangeOf = rangeOf;
    this.#text = text;
  }

  /** `before`: the namespace or the outer type, with what joins it to a name. */
  members(node: SyntaxNode, before: string): void {
    let prefix = before;
    for (const child of node.namedChildren) {
      const name = child.childForFieldName('name');
      if (child.type === 'file_scoped_namespace_declaration' && name !== null) prefix = `${name.text}.`;
      else if (child.type === 'namespace_declaration' && name !== null) {
        const body = child.childForFieldName('body');
        if (body !== null) this.members(body, `${prefix}${name.text}.`);
      } else if (TYPES.test(child.type) && name !== null) this.#type(child, name, prefix);
      else if (child.type === 'global_statement') this.statements ??= this.#rangeOf(child.startIndex, child.startIndex);
      else if (child.type.startsWith('preproc_')) this.members(child, prefix);
    }
  }

  #type(node: SyntaxNode, name: SyntaxNode, prefix: string): void {
    const arity = node.namedChildren.find(({ type }) => type === 'type_parameter_list')?.namedChildCount ?? 0;
    const fullName = `${prefix}${name.text}${arity === 0 ? '' : `\`${arity}`}`;
    const body = node.childForFieldName('body');
    const bases = node.namedChildren.find(({ type }) => type === 'base_list');
    this.types.push({
      name: fullName,
      range: this.#rangeOf(name.startIndex, name.endIndex),
      isPartial: hasModifier(node, 'partial'),
      bases: (bases?.namedChildren ?? [])
        .filter(({ type }) => /name$|^identifier$|^primary_constructor/.test(type))
        .map(({ text }) => text.replace(/[<(][\s\S]*$/, '').trim()),
      methods: body === null ? [] : this.#methods(body),
      end: body === null ? undefined : this.#rangeOf(body.endIndex - 1, body.endIndex - 1),
    });
    if (body !== null) this.members(body, `${fullName}+`);
  }

  #methods(body: SyntaxNode): NetMethod[] {
    return body.namedChildren.flatMap((child) => {
      if (child.type.startsWith('preproc_')) return this.#methods(child);
      const name = child.type === 'method_declaration' ? child.childForFieldName('name') : null;
      if (name === null) return [];
      const isAnnotated = child.namedChildren.some(
        ({ type, text }) => type === 'attribute_list' && /\bLambdaFunction(?:Attribute)?\b/.test(text),
      );
      return [
        { name: name.text, range: this.#rangeOf(name.startIndex, name.endIndex), isAnnotated, about: aboutMember(child, this.#text) },
      ];
    });
  }
}

function hasModifier(node: SyntaxNode, word: string): boolean {
  return node.namedChildren.some(({ type, text }) => type === 'modifier' && text === word);
}
