import type { LineMap } from '../../text.ts';
import type { Span } from '../tree/model.ts';
import type { Program } from './model.ts';

/** Where something is written. */
export interface Place {
  readonly source: ProgramSource;
  readonly span: Span;
}

export interface ProgramSource {
  /** Absolute. */
  readonly path: string;
  readonly lines: LineMap;
}

/** A file of a program, and the project's own files that it imports. */
export interface Module {
  readonly source: ProgramSource;
  readonly program: Program;
  /** By what is written in the import; only one step is followed, so theirs are empty. */
  readonly imports: ReadonlyMap<string, Module>;
}

/** Where an expression stands, and with what its functions were called. */
export interface Site {
  readonly module: Module;
  readonly scope: number;
  readonly frame: Frame | undefined;
}

/** One call of a function, one construction, or one round of a loop. */
export interface Frame {
  readonly module: Module;
  /** Whose parameters these are. */
  readonly scope: number;
  readonly arguments: readonly ProgramValue[];
  readonly keywords: ObjectValue | undefined;
  readonly outer: Frame | undefined;
  /** The call, or the item. */
  readonly place: Place;
}

/**
 * What can be told of an expression without running it. What is made by a library stays as it is written: the name that is
 * imported (`symbol`), what it is called with (`call`), a member of that (`part`).
 */
export type ProgramValue =
  | TextValue
  | { readonly kind: 'number'; readonly value: number; readonly place: Place }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly place: Place }
  | { readonly kind: 'nothing'; readonly place: Place }
  | ObjectValue
  | ArrayValue
  | SymbolValue
  | CallValue
  | PartValue
  | OwnValue
  /** One of these, by a condition. */
  | { readonly kind: 'choice'; readonly options: readonly ProgramValue[]; readonly place: Place }
  | UnknownValue;

export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
  /** The text's own content, without quotes, where it is `written`; else of the expression that makes it. */
  readonly place: Place;
  /** It stands in the source just so: what replaces it there replaces the value. */
  readonly written: boolean;
  /** It is made of the path of a source file, as by `__dirname`. */
  readonly ofFile: boolean;
}

export interface ObjectValue {
  readonly kind: 'object';
  /** Undefined where it certainly has no such member. */
  get(key: string): ProgramValue | undefined;
  /** Each key once, in order. `gap`: why there may be others. */
  entries(): { readonly entries: readonly ObjectMember[]; readonly gap: string | undefined };
  readonly place: Place;
}

export interface ObjectMember {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ProgramValue;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly items: readonly ProgramValue[];
  /** Why there may be others. */
  readonly gap: string | undefined;
  readonly place: Place;
}

/** A name of a library, or of the language where `from` is empty. */
export interface SymbolValue {
  readonly kind: 'symbol';
  /** The module as it is imported. */
  readonly from: string;
  readonly path: readonly string[];
  readonly place: Place;
}

export interface CallValue {
  readonly kind: 'call';
  readonly callee: SymbolValue | PartValue;
  readonly arguments: readonly ProgramValue[];
  readonly keywords: ObjectValue | undefined;
  readonly place: Place;
}

/** A function or class of the project's own, or what such a class makes. `site`: where its body stands, and in which call. */
export interface OwnValue {
  readonly kind: 'function' | 'class' | 'instance';
  readonly name: string;
  readonly site: Site;
  readonly place: Place;
}

/** A member of what a library made: `queue.subscribe`. */
export interface PartValue {
  readonly kind: 'part';
  readonly of: CallValue | PartValue;
  readonly name: string;
  readonly place: Place;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** In words that complete "can't be told before deploying: …". */
  readonly reason: string;
  readonly place: Place;
  /** The function, loop or class whose parameter it depends on, where that is all that is missing. */
  readonly parameterOf?: Pick<Site, 'module' | 'scope'>;
}

/** Why what is expected to be plain isn't, in words that complete "can't be told before deploying: …". */
export function reasonOf(value: ProgramValue): string {
  switch (value.kind) {
    case 'unknown':
      return value.reason;
    case 'symbol':
      return nameOfSymbol(value);
    case 'call':
      return `what ${nameOfCallee(value.callee)} gives`;
    case 'part':
      return `${value.name} of what ${nameOfCallee(value.of)} gives`;
    case 'choice':
      return 'a condition';
    case 'function':
    case 'class':
      return `${value.kind === 'class' ? 'the class' : 'the function'} ${value.name}`.trimEnd();
    case 'instance':
      return `an instance of ${value.name}`;
    default:
      return `${value.kind === 'object' || value.kind === 'array' ? 'an' : 'a'} ${value.kind} stands where something else is expected`;
  }
}

function nameOfSymbol({ from, path }: SymbolValue): string {
  const name = path.join('.');
  if (name.startsWith('process.env.')) return `the environment variable ${name.slice('process.env.'.length)}`;
  if (from === '') return name;
  return name === '' ? `the module ${from}` : `${name} of ${from}`;
}

function nameOfCallee(callee: CallValue | PartValue | SymbolValue): string {
  if (callee.kind === 'symbol') return callee.path.join('.') || callee.from;
  return callee.kind === 'call' ? nameOfCallee(callee.callee) : `${nameOfCallee(callee.of)}().${callee.name}`;
}
