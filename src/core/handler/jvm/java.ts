import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap, type TextRange } from '../../text.ts';
import type { About } from '../context.ts';
import { aboutMember } from '../member.ts';
import type { JvmFacts, JvmImport, JvmMethod, JvmType } from './model.ts';

const TYPES = new Set(['class_declaration', 'interface_declaration', 'record_declaration', 'enum_declaration']);

export function extractJavaFacts(root: SyntaxNode, text: string): JvmFacts {
  const lines = new LineMap(text);
  const source: Source = {
    rangeOf: (node) => lines.range(node.startIndex, node.endIndex),
    aboutOf: (node) => aboutMember(node, text),
  };
  const declared = root.namedChildren.find(({ type }) => type === 'package_declaration');
  const packageName = declared?.namedChildren.find(({ type }) => /identifier$/.test(type))?.text ?? '';
  const types = root.namedChildren.flatMap((node) => readTypes(node, packageName === '' ? '' : `${packageName}.`, source));
  return {
    package: packageName,
    imports: root.namedChildren.filter(({ type }) => type === 'import_declaration').flatMap(readImport),
    types,
    doubt: root.hasError ? 'it has syntax errors' : undefined,
  };
}

interface Source {
  readonly rangeOf: (node: SyntaxNode) => TextRange;
  readonly aboutOf: (node: SyntaxNode) => About;
}

function readImport(node: SyntaxNode): readonly JvmImport[] {
  const name = node.namedChildren.find(({ type }) => /identifier$/.test(type))?.text;
  if (name === undefined || /^import\s+static\b/.test(node.text)) return [];
  const all = node.namedChildren.some(({ type }) => type === 'asterisk');
  return [{ name, as: all ? '*' : name.slice(name.lastIndexOf('.') + 1) }];
}

/** A type and those within it. `before`: the package or the outer type, with what joins it to the name. */
function readTypes(node: SyntaxNode, before: string, source: Source): readonly JvmType[] {
  const name = TYPES.has(node.type) ? node.childForFieldName('name') : null;
  if (name === null) return [];
  const { rangeOf, aboutOf } = source;
  const binaryName = before + name.text;
  const body = node.childForFieldName('body');
  const members = (body?.namedChildren ?? []).flatMap((child) => (child.type === 'enum_body_declarations' ? child.namedChildren : [child]));
  const inInterface = node.type === 'interface_declaration';
  const brace = body === null ? undefined : rangeOf(body).end;
  const at = brace === undefined ? undefined : { line: brace.line, character: Math.max(0, brace.character - 1) };
  const type: JvmType = {
    name: binaryName,
    range: rangeOf(name),
    supertypes: supertypesOf(node),
    methods: [...members.flatMap((member) => readMethod(member, inInterface, source)), ...accessorsOf(node, source)],
    doubt: doubtOf(node, members),
    end: at === undefined ? undefined : { start: at, end: at },
    about: aboutOf(node),
  };
  return [type, ...members.flatMap((member) => readTypes(member, `${binaryName}$`, source))];
}

/** Why a type may have methods that its source doesn't write, in words: Lombok adds them to the class itself while it is compiled. */
function doubtOf(node: SyntaxNode, members: readonly SyntaxNode[]): string | undefined {
  const fields = members.filter(({ type }) => type === 'field_declaration').map(modifiersOf);
  if (fields.some((text) => /@(?:[\w.]+\.)?Delegate\b/.test(text))) return 'it delegates to a field';
  // Not @Value of a field, which is Spring's.
  const onFields = fields.some((text) => /@(?:lombok\.)?(?:Getter|Setter|With)\b/.test(text));
  const onType = /@(?:lombok\.(?:experimental\.)?)?(?:Data|Value|Getter|Setter|With|Builder|SuperBuilder)\b/.test(modifiersOf(node));
  return onFields || onType ? 'an annotation adds methods to it' : undefined;
}

function modifiersOf(node: SyntaxNode): string {
  return node.namedChildren.find(({ type }) => type === 'modifiers')?.text ?? '';
}

function readMethod(node: SyntaxNode, inInterface: boolean, { rangeOf, aboutOf }: Source): readonly JvmMethod[] {
  const name = node.type === 'method_declaration' ? node.childForFieldName('name') : null;
  if (name === null) return [];
  const modifiers = node.namedChildren.find(({ type }) => type === 'modifiers');
  const words = (modifiers?.children ?? []).map(({ type }) => type);
  const isPublic = words.includes('public') || (inInterface && !words.includes('private'));
  return [{ name: name.text, range: rangeOf(name), isPublic, about: aboutOf(node) }];
}

/** What a record has without writing it: a public method of each component's name. */
function accessorsOf(node: SyntaxNode, { rangeOf, aboutOf }: Source): readonly JvmMethod[] {
  const components = node.type === 'record_declaration' ? (node.childForFieldName('parameters')?.namedChildren ?? []) : [];
  return components.flatMap((component) => {
    const name = component.childForFieldName('name');
    return name === null ? [] : [{ name: name.text, range: rangeOf(name), isPublic: true, about: aboutOf(component) }];
  });
}

function supertypesOf(node: SyntaxNode): readonly string[] {
  const clauses = node.namedChildren.filter(({ type }) => /^(?:superclass|super_interfaces|extends_interfaces)$/.test(type));
  return clauses
    .flatMap((clause) => clause.namedChildren)
    .flatMap((child) => (child.type === 'type_list' ? child.namedChildren : [child]))
    .filter(({ type }) => !/comment/.test(type))
    .map(({ text }) =>
      text
        .replace(/<[\s\S]*$/, '')
        .replace(/@\w+\s*/g, '')
        .trim(),
    );
}
