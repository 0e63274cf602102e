import type { SyntaxNode } from '../../syntax/index.ts';
import type { TextRange } from '../../text.ts';
import { NOTHING } from '../about.ts';
import { aboutMember } from '../member.ts';
import type { RubyFacts, RubyMethod, RubyModule, RubyRequire } from './model.ts';

interface Opening extends RubyModule {
  readonly singleton: RubyMethod[];
  readonly instance: RubyMethod[];
  readonly extended: string[];
  readonly included: string[];
  doubt: string | undefined;
}

/** Where a statement stands: at the top of the file, in a class or module, or in its `class << self`. */
interface Scope {
  readonly module: Opening | undefined;
  readonly singleton: boolean;
  /** Set by a bare `module_function`: what follows is the module's own too. */
  moduleFunction: boolean;
}

/** Statements that hold others which run as they are loaded. */
const TRANSPARENT =
  /^(?:program|body_statement|block_body|begin|begin_block|if|unless|elsif|else|then|case|when|while|until|for|do|rescue|ensure|parenthesized_statements|if_modifier|unless_modifier|rescue_modifier)$/;

/** Calls in a class body that make no methods, or only instances' ones. */
const HARMLESS =
  /^(?:private|public|protected|private_class_method|public_class_method|private_constant|public_constant|deprecate_constant|using|require|require_relative|load|raise|puts|p|print|warn|freeze|attr|attr_reader|attr_writer|attr_accessor)$/;

/** Calls on an object that may give it methods. */
const GIVING =
  /^(?:extend|include|prepend|send|__send__|public_send|define_method|define_singleton_method|singleton_class|alias_method|instance_variable_get|attr(?:_reader|_writer|_accessor)?|(?:instance|class|module)_(?:eval|exec))$/;

/** Reads the statements of one file, in order. */
export class RubyReader {
  readonly #methods: RubyMethod[] = [];
  readonly #included: string[] = [];
  readonly #modules: Opening[] = [];
  readonly #constants: string[] = [];
  readonly #told: string[] = [];
  readonly #requires: RubyRequire[] = [];
  readonly #rangeOf: (start: number, end: number) => TextRange;
  readonly #text: string;
  doubt: string | undefined;

  constructor(rangeOf: (start: number, end: number) => TextRange, text: string) {
    this.#rangeOf = rangeOf;
    this.#text = text;
  }

  found(): Omit<RubyFacts, 'doubt' | 'end' | 'endsWithLineBreak'> {
    return {
      methods: this.#methods,
      included: this.#included,
      modules: this.#modules,
      constants: this.#constants,
      told: this.#told,
      requires: this.#requires,
    };
  }

  program(root: SyntaxNode): void {
    this.#block(root, { module: undefined, singleton: false, moduleFunction: false });
  }

  #block(node: SyntaxNode, scope: Scope): void {
    for (const statement of node.namedChildren) this.#statement(statement, scope);
  }

  #statement(node: SyntaxNode, scope: Scope): void {
    switch (node.type) {
      case 'method':
        this.#define(node.childForFieldName('name'), scope);
        for (const inner of node.descendantsOfType('method')) if (inner.id !== node.id) this.#tell(inner.childForFieldName('name'));
        return;
      case 'singleton_method':
        this.#defineOn(node, scope);
        return;
      case 'alias':
        this.#define(node.childForFieldName('name'), scope);
        return;
      case 'class':
      case 'module':
        this.#open(node, scope);
        return;
      case 'singleton_class':
        if (node.childForFieldName('value')?.type !== 'self') this.#doubt(scope, 'it opens the singleton class of another object');
        else for (const body of node.childrenForFieldName('body')) this.#block(body, { ...scope, singleton: true, moduleFunction: false });
        return;
      case 'assignment':
      case 'operator_assignment':
        this.#assign(node.childForFieldName('left'), scope);
        return;
      case 'identifier':
        if (node.text === 'module_function') scope.moduleFunction = true;
        else if (/^(?:public|private|protected)$/.test(node.text)) scope.moduleFunction = false;
        return;
      case 'call':
        this.#call(node, scope);
        return;
      default:
        if (TRANSPARENT.test(node.type)) this.#block(node, scope);
    }
  }

  #open(node: SyntaxNode, scope: Scope): void {
    const name = node.childForFieldName('name');
    if (name === null) return;
    const around = scope.module === undefined || name.text.startsWith('::') ? '' : `${scope.module.name}::`;
    const written = name.text.replace(/^::/, '');
    const superclass = node.childForFieldName('superclass')?.firstNamedChild?.text;
    const opening = this.#opening(around + written, name, node, superclass);
    const inside: Scope = { module: opening, singleton: false, moduleFunction: false };
    const body = node.childForFieldName('body');
    if (body !== null) this.#block(body, inside);
    // Methods of these are methods of every object.
    if (/^(?:Object|Kernel)$/.test(opening.name)) this.#methods.push(...opening.instance);
    // `class A::B` within a module may well be the one outside of it.
    if (around !== '' && written.includes('::')) this.#constants.push(written);
  }

  #opening(name: string, at: SyntaxNode, whole: SyntaxNode, superclass: string | undefined): Opening {
    const last = whole.endIndex - 'end'.length;
    const opening: Opening = {
      name,
      range: this.#rangeOf(at.startIndex, at.endIndex),
      superclass,
      singleton: [],
      instance: [],
      extended: [],
      included: [],
      doubt: undefined,
      end: this.#rangeOf(last, last),
      indent: ' '.repeat(whole.startPosition.column),
    };
    this.#modules.push(opening);
    return opening;
  }

  #define(name: SyntaxNode | null, scope: Scope): void {
    if (name === null) return;
    const { parent } = name;
    const about = parent !== null && /method$/.test(parent.type) ? aboutMember(parent, this.#text) : NOTHING;
    const method = { name: name.text.replace(/^:/, ''), range: this.#rangeOf(name.startIndex, name.endIndex), about };
    if (scope.module === undefined) this.#methods.push(method);
    else if (scope.singleton) scope.module.singleton.push(method);
    else {
      scope.module.instance.push(method);
      if (scope.moduleFunction) scope.module.singleton.push(method);
    }
  }

  /** `def self.create`, `def Orders.create`. At the top `self` is an object that the runtime doesn't call. */
  #defineOn(node: SyntaxNode, scope: Scope): void {
    const object = node.childForFieldName('object');
    const name = node.childForFieldName('name');
    if (object === null || name === null) return;
    const own = object.type === 'self' || object.text === scope.module?.name.split('::').at(-1);
    if (own) {
      if (scope.module !== undefined) this.#define(name, { ...scope, singleton: true });
      return;
    }
    if (object.type !== 'constant') return;
    const opening = this.#opening(object.text, object, node, undefined);
    this.#define(name, { module: opening, singleton: true, moduleFunction: false });
  }

  #assign(left: SyntaxNode | null, scope: Scope): void {
    if (left?.type !== 'constant' && left?.type !== 'scope_resolution') return;
    this.#constants.push(scope.module === undefined ? left.text : `${scope.module.name}::${left.text}`);
  }

  #call(node: SyntaxNode, scope: Scope): void {
    const method = node.childForFieldName('method')?.text ?? '';
    const receiver = node.childForFieldName('receiver');
    const args = node.childForFieldName('arguments')?.namedChildren ?? [];
    if (receiver !== null && receiver.type !== 'self') {
      if (/^(?:\$LOAD_PATH|\$:)$/.test(receiver.text)) this.doubt ??= 'it changes where files are loaded from';
      else if (GIVING.test(method)) this.#doubt(scope, `it calls ${method} on ${receiver.text.slice(0, 40)}`);
      else this.#definitions(args, scope);
      return;
    }
    const owner = scope.module;
    const constants = args.map(({ text }) => text);
    if (/^(?:require|require_relative|load)$/.test(method)) this.#require(method, args);
    else if (method === 'extend' && owner !== undefined) owner.extended.push(...constants);
    else if (/^(?:include|prepend)$/.test(method))
      (owner === undefined ? this.#included : scope.singleton ? owner.extended : owner.included).push(...constants);
    else if (/^(?:define_method|alias_method)$/.test(method)) this.#define(args[0] ?? null, scope);
    else if (method === 'define_singleton_method') this.#define(args[0] ?? null, { ...scope, singleton: true });
    else if (method === 'module_function')
      for (const arg of args) this.#define(arg.type === 'method' ? arg.childForFieldName('name') : arg, { ...scope, singleton: true });
    else if (/^attr/.test(method)) for (const arg of args) this.#define(arg, scope);
    else this.#otherCall(method, args, scope);
  }

  /** `private def create`, `memoize def create`, `handler :create`. */
  #otherCall(method: string, args: readonly SyntaxNode[], scope: Scope): void {
    const defines = this.#definitions(args, scope);
    if (scope.module !== undefined && !HARMLESS.test(method) && !defines) this.#doubt(scope, `it calls ${method}`);
    if (scope.module === undefined) for (const arg of args) this.#tell(arg);
  }

  #definitions(args: readonly SyntaxNode[], scope: Scope): boolean {
    const definitions = args.filter(({ type }) => type === 'method' || type === 'singleton_method');
    for (const definition of definitions) this.#statement(definition, scope);
    return definitions.length > 0;
  }

  #require(method: string, args: readonly SyntaxNode[]): void {
    const [first] = args;
    const [content] = first?.namedChildren ?? [];
    const literal =
      first?.type === 'string' && first.namedChildCount === 1 && content?.type === 'string_content' ? content.text : undefined;
    if (literal === undefined) this.doubt ??= 'it loads files by names that are made at run time';
    else if (method === 'require_relative') this.#requires.push({ kind: 'relative', name: literal });
    else this.#requires.push({ kind: 'loaded', name: literal });
  }

  #tell(node: SyntaxNode | null): void {
    if (node !== null && /^(?:simple_symbol|string|identifier)$/.test(node.type)) this.#told.push(node.text.replace(/^[:"']+|["']$/g, ''));
  }

  #doubt(scope: Scope, reason: string): void {
    if (scope.module === undefined) this.doubt ??= reason;
    else scope.module.doubt ??= reason;
  }
}
