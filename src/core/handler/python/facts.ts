import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap, type TextRange } from '../../text.ts';
import { NOTHING } from '../about.ts';
import type { About } from '../context.ts';
import { aboutDefinition } from './definition.ts';
import { plainInstances } from './instances.ts';

/** What can be told of a module's attribute without running it. */
export type PyValue =
  | { readonly kind: 'function' }
  /** Callable, and rarely meant as a handler. */
  | { readonly kind: 'class' }
  /** Never callable; `what` in words: "a string". */
  | { readonly kind: 'constant'; readonly what: string }
  /** `from module import name`; `module` as written, with its leading dots. */
  | { readonly kind: 'import'; readonly module: string; readonly name: string }
  /** `import module`: an attribute that nobody means as a handler. */
  | { readonly kind: 'module' }
  | { readonly kind: 'unknown' };

export interface PyName {
  readonly name: string;
  readonly value: PyValue;
  readonly range: TextRange;
  readonly about: About;
}

/** What one Python file says of its attributes, before other files are looked at. */
export interface PyFacts {
  /** One entry a name, in the order of the file. */
  readonly names: readonly PyName[];
  /** Modules of `from module import *`. */
  readonly stars: readonly string[];
  /** Why names may be missing from the list, in words. */
  readonly doubt: string | undefined;
  readonly end: TextRange;
  readonly endsWithLineBreak: boolean;
}

const CONSTANTS: Readonly<Record<string, string>> = {
  integer: 'a number',
  float: 'a number',
  string: 'a string',
  concatenated_string: 'a string',
  list: 'a list',
  list_comprehension: 'a list',
  dictionary: 'a dictionary',
  dictionary_comprehension: 'a dictionary',
  set: 'a set',
  set_comprehension: 'a set',
  tuple: 'a tuple',
  none: 'None',
  true: 'a boolean',
  false: 'a boolean',
};

/** Which of two values a name has that is bound twice: the greater one, and of two definitions the later. */
const CERTAINTY: Readonly<Record<PyValue['kind'], number>> = { constant: 0, module: 1, unknown: 2, import: 3, class: 3, function: 3 };

/** Ways to make attributes that no reading of the text can follow, wherever they stand. Only without them a missing name is certain. */
const DYNAMIC = new RegExp(
  [
    // Reading a global is no doubt.
    /\bglobals\s*\(\s*\)(?!\s*\.get\b)(?!\s*\[[^\]]*\](?!\s*=(?!=)))/,
    /\bsys\.modules\s*(?:\[|\.get\s*\()\s*__(?:name|package)__/,
    /\b__import__\s*\(\s*__name__|\bimport_module\s*\(\s*__name__/,
    /^def\s+__getattr__\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'm',
);

/** The same, where they stand outside of any function: inside one they reach only its own names, or those of other objects. */
const DYNAMIC_OUTSIDE = /\bexec\b|\bsetattr\s*\(|\b(?:vars|locals)\s*\(\s*\)|\b__dict__\b/g;

/** What Python 3 refuses: the module can't be loaded, and whoever runs it has a Python of their own. */
const PYTHON_2 =
  /^[ \t]*print[ \t]+(?:["'\w]|>>)|^[ \t]*except[ \t]+[\w.()]+(?:[ \t]*,[ \t]*\w+)?[ \t]*,[ \t]*\w+[ \t]*:|^[ \t]*raise[ \t]+[\w.]+[ \t]*,/m;

export function extractPyFacts(root: SyntaxNode, text: string): PyFacts {
  const lines = new LineMap(text);
  const reader = new PyReader(text, (node) => lines.range(node.startIndex, node.endIndex));
  reader.block(root);
  for (const match of text.matchAll(/^[ \t]+global[ \t]+(.+)$|\b(\w+)[ \t]*:=/gm)) {
    const start = match.index;
    for (const name of (match[1] ?? match[2] ?? '').split(/[\s,;#]+/)) {
      if (/^\w+$/.test(name))
        reader.add({ name, value: { kind: 'unknown' }, range: lines.range(start, start + match[0].length), about: NOTHING });
    }
  }
  for (const { name, className } of plainInstances(root, text, (bound) => reader.isBoundOnce(bound))) {
    const entry = reader.names.get(name);
    const what = `an instance of ${className}, which has no __call__`;
    if (entry !== undefined) reader.names.set(name, { ...entry, value: { kind: 'constant', what } });
  }
  const doubt = root.hasError
    ? 'it has syntax errors'
    : DYNAMIC.test(text) || isDynamicOutside(root, text)
      ? 'it makes names at run time'
      : PYTHON_2.test(text)
        ? 'it is written in Python 2'
        : undefined;
  return {
    names: [...reader.names.values()],
    stars: reader.stars,
    doubt,
    end: lines.range(text.length, text.length),
    endsWithLineBreak: text === '' || text.endsWith('\n'),
  };
}

function isDynamicOutside(root: SyntaxNode, text: string): boolean {
  for (const match of text.matchAll(DYNAMIC_OUTSIDE)) {
    const node = root.descendantForIndex(match.index, match.index + 1);
    if (node !== null && !/^(?:comment|string|string_content)$/.test(node.type) && isOutside(node)) return true;
  }
  return false;
}

function isOutside(node: SyntaxNode): boolean {
  for (let up = node.parent; up !== null; up = up.parent) if (/^(?:function|class)_definition$|^lambda$/.test(up.type)) return false;
  return true;
}

class PyReader {
  readonly names = new Map<string, PyName>();
  readonly stars: string[] = [];
  readonly #bindings = new Map<string, number>();
  readonly #text: string;
  readonly #rangeOf: (node: SyntaxNode) => TextRange;

  constructor(text: string, rangeOf: (node: SyntaxNode) => TextRange) {
    this.#text = text;
    this.#rangeOf = rangeOf;
  }

  /** A name that is bound in several places is a constant only if all of them are. */
  add(entry: PyName): void {
    const { name, value } = entry;
    this.#bindings.set(name, (this.#bindings.get(name) ?? 0) + 1);
    const earlier = this.names.get(name);
    if (earlier !== undefined && earlier.value.kind !== 'constant') {
      const [now, before] = [CERTAINTY[value.kind], CERTAINTY[earlier.value.kind]];
      if (now < CERTAINTY.function && now <= before) return;
    }
    this.names.set(name, entry);
  }

  isBoundOnce(name: string): boolean {
    return this.#bindings.get(name) === 1;
  }

  /** The statements of the module, and those of its compound statements: their names are the module's too. */
  block(node: SyntaxNode): void {
    for (const statement of node.namedChildren) this.#statement(statement);
  }

  #statement(node: SyntaxNode): void {
    switch (node.type) {
      case 'function_definition':
        this.#bind(node.childForFieldName('name'), { kind: 'function' });
        return;
      case 'class_definition':
        this.#bind(node.childForFieldName('name'), { kind: 'class' });
        return;
      case 'decorated_definition': {
        const definition = node.childForFieldName('definition');
        if (definition !== null) this.#statement(definition);
        return;
      }
      case 'expression_statement':
        for (const child of node.namedChildren)
          if (child.type === 'assignment' || child.type === 'augmented_assignment') this.#assignment(child);
        return;
      case 'import_statement':
        this.#import(node);
        return;
      case 'import_from_statement':
        this.#importFrom(node);
        return;
      case 'delete_statement':
        this.#delete(node);
        return;
      case 'type_alias_statement':
        this.#targets(node.firstNamedChild, undefined);
        return;
      case 'for_statement':
        this.#targets(node.childForFieldName('left'), undefined);
        this.block(node);
        return;
      case 'with_item':
        this.#targets(node.firstNamedChild?.childForFieldName('alias') ?? null, undefined);
        return;
      case 'case_clause':
        for (const pattern of node.namedChildren.filter((child) => child.type === 'case_pattern')) this.#targets(pattern, undefined);
        this.block(node);
        return;
      default:
        if (/_statement$|_clause$|^block$/.test(node.type)) this.block(node);
    }
  }

  /** At the top what is deleted is gone, unless it is bound again below; elsewhere it may be. */
  #delete(node: SyntaxNode): void {
    const isTop = node.parent?.type === 'module';
    for (const target of node.namedChildren.flatMap((child) => (child.type === 'identifier' ? [child] : child.namedChildren))) {
      if (target.type !== 'identifier' || target.parent?.type === 'attribute' || target.parent?.type === 'subscript') continue;
      this.#bind(target, { kind: 'unknown' });
      if (isTop) this.names.delete(target.text);
    }
  }

  #assignment(node: SyntaxNode): void {
    const right = node.childForFieldName('right');
    // `x: int` alone binds nothing.
    if (right === null) return;
    if (right.type === 'assignment') this.#assignment(right);
    this.#targets(node.childForFieldName('left'), node.type === 'assignment' ? right : undefined);
  }

  #targets(target: SyntaxNode | null, value: SyntaxNode | undefined): void {
    if (target === null) return;
    if (target.type === 'identifier') this.#bind(target, this.#valueOf(value));
    // case handler:
    else if (target.type === 'dotted_name' && target.namedChildCount === 1) this.#bind(target, { kind: 'unknown' });
    else if (/pattern|tuple|list|target/.test(target.type)) for (const child of target.namedChildren) this.#targets(child, undefined);
  }

  #valueOf(node: SyntaxNode | undefined): PyValue {
    if (node === undefined) return { kind: 'unknown' };
    if (node.type === 'assignment') return this.#valueOf(node.childForFieldName('right') ?? undefined);
    if (node.type === 'parenthesized_expression') return this.#valueOf(node.firstNamedChild ?? undefined);
    if (node.type === 'lambda') return { kind: 'function' };
    const what = CONSTANTS[node.type];
    return what === undefined ? { kind: 'unknown' } : { kind: 'constant', what };
  }

  #import(node: SyntaxNode): void {
    for (const item of node.namedChildren) {
      const name = item.childForFieldName('alias') ?? item.firstNamedChild;
      this.#bind(name, { kind: 'module' });
    }
  }

  #importFrom(node: SyntaxNode): void {
    const module = node.childForFieldName('module_name');
    if (module === null) return;
    if (node.namedChildren.some((child) => child.type === 'wildcard_import')) this.stars.push(module.text);
    for (const item of node.childrenForFieldName('name')) {
      const imported = item.type === 'aliased_import' ? item.childForFieldName('name') : item;
      const name = item.type === 'aliased_import' ? item.childForFieldName('alias') : item;
      if (imported !== null) this.#bind(name, { kind: 'import', module: module.text, name: imported.text });
    }
  }

  #bind(name: SyntaxNode | null, value: PyValue): void {
    if (name !== null) this.add({ name: name.text, value, range: this.#rangeOf(name), about: aboutDefinition(name, this.#text) });
  }
}
