import type { Assumed, Value } from '../model.ts';
import type { Span } from './hcl/model.ts';
import type { ModuleBlock, SourceFile } from './module.ts';

/** What an expression gives, as far as the files tell. */
export type Evaluated = Uses &
  (
    | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly place: Place }
    | { readonly kind: 'list'; readonly items: readonly Evaluated[] }
    /** `gap`: why there may be other entries too. */
    | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Evaluated>; readonly gap?: string }
    | Reference
    /** `missing`: there certainly is no such thing, which `try` asks. `made`: of a text that can't be told whole. */
    | { readonly kind: 'unknown'; readonly reason: string; readonly missing?: true; readonly made?: () => Made }
  );

/** What a text is made of. */
export type Made =
  | { readonly kind: 'parts'; readonly parts: readonly (string | Evaluated)[] }
  /** By `jsonencode` or `yamlencode`. */
  | { readonly kind: 'data'; readonly value: Evaluated }
  /** By `file`, or by `templatefile` with variables. */
  | { readonly kind: 'file'; readonly path: Evaluated; readonly variables: Evaluated | undefined };

/** A resource, a data source or what is taken from it. */
export interface Reference {
  readonly kind: 'reference';
  /** `data.archive_file.zip`, without a key. */
  readonly address: string;
  /** Undefined where the module doesn't define it. */
  readonly block: ModuleBlock | undefined;
  /** What stands in brackets after the address. */
  readonly key: string | number | undefined;
  /** What is taken from it: `output_path`. */
  readonly path: readonly string[];
  /** The value that is written for it, where one is. */
  readonly written: () => Evaluated | undefined;
  /** Whose expressions its block's are. */
  readonly scope: unknown;
}

/** What a value depends on. */
export interface Uses {
  /** One bit for each module on the way from the file's own (bit 0) inwards whose variables are in it. */
  readonly depths: number;
  /** Variables that a deployment may set, and where what is taken for them comes from. */
  readonly assumed: readonly AssumedVariable[];
}

export interface AssumedVariable {
  readonly name: string;
  /** In words that complete "X is … here: …". */
  readonly because: string;
  readonly secret: boolean;
}

export interface Place extends Span {
  readonly file: SourceFile;
}

export const certain: Uses = { depths: 0, assumed: [] };

export function together(...uses: readonly Uses[]): Uses {
  const used = uses.filter(({ depths, assumed }) => depths !== 0 || assumed.length > 0);
  const [only] = used;
  if (used.length <= 1) return only === undefined ? certain : { depths: only.depths, assumed: only.assumed };
  const assumed = new Map(used.flatMap((each) => each.assumed.map((variable) => [variable.name, variable])));
  return { depths: used.reduce((depths, each) => depths | each.depths, 0), assumed: [...assumed.values()] };
}

export function unknown(reason: string, uses: Uses = certain): Evaluated {
  return { kind: 'unknown', reason, depths: uses.depths, assumed: uses.assumed };
}

/** A text that can't be told whole. */
export function unknownText(reason: string, made: () => Made, { depths, assumed }: Uses = certain): Evaluated {
  return { kind: 'unknown', reason, made, depths, assumed };
}

/** What isn't there, so that asking for it is a mistake, which `try` forgives. */
export function missing(name: string | number, where: string, uses: Uses = certain): Evaluated {
  return { kind: 'unknown', reason: `there is no ${name} in ${where}`, missing: true, depths: uses.depths, assumed: uses.assumed };
}

/** Unknown as another value is that was needed for it. */
export function unknownAs(value: Evaluated, uses: Uses = value): Evaluated {
  if (value.kind !== 'unknown') return unknown(reasonOf(value), uses);
  const { made: _, ...why } = value;
  return { ...why, depths: uses.depths, assumed: uses.assumed };
}

/** What only decided which value it is isn't in the value. */
export function decided(...by: readonly Uses[]): Uses {
  return { ...together(...by), depths: 0 };
}

/** The same value, of which something else is known to be in it. */
export function using(value: Evaluated, uses: Uses): Evaluated {
  return uses.depths === 0 && uses.assumed.length === 0 ? value : { ...value, ...together(value, uses) };
}

/** What a reference stands for, where that is written; any other value as it is. */
export function resolved(value: Evaluated): Evaluated {
  if (value.kind !== 'reference') return value;
  const written = value.written();
  if (written !== undefined) return using(resolvedOnce(written), value);
  return unknown(describeReference(value), value);
}

export function describeReference({ address }: Reference): string {
  const [first, ...rest] = address.split('.');
  return first === 'data'
    ? `the data source ${rest.join('.')}`
    : first === 'module'
      ? `the module ${rest.join('.')}`
      : `the resource ${address}`;
}

/** A reference to a reference is as far as it goes: more would be a cycle, or might be. */
function resolvedOnce(value: Evaluated): Evaluated {
  if (value.kind !== 'reference') return value;
  const written = value.written();
  return written === undefined || written.kind === 'reference' ? unknown(describeReference(value), value) : using(written, value);
}

/** A text. A number and a boolean are texts too, as they are to Terraform. */
export function textValue(value: Evaluated | undefined): Value<string> {
  return scalarValue(value, (scalar) => String(scalar));
}

export function numberValue(value: Evaluated | undefined): Value<number> {
  return scalarValue(value, (scalar) => {
    const number = typeof scalar === 'string' && scalar.trim() === '' ? Number.NaN : Number(scalar);
    return typeof scalar === 'boolean' || !Number.isFinite(number) ? undefined : number;
  });
}

/** `read` answers undefined for what isn't of the wanted kind. */
export function scalarValue<T>(value: Evaluated | undefined, read: (scalar: string | number | boolean) => T | undefined): Value<T> {
  if (value === undefined) return { kind: 'absent' };
  const found = resolved(value);
  if (found.kind === 'unknown') return { kind: 'unknown', reason: reasonOf(found) };
  if (found.kind !== 'scalar') return { kind: 'unknown', reason: `a ${found.kind} stands where a single value is expected` };
  if (found.value === null) return found.assumed.length === 0 ? { kind: 'absent' } : { kind: 'unknown', reason: variablesOf(found) };
  const { file, start, end } = found.place;
  const range = file.lines.range(start, end);
  const read_ = read(found.value);
  if (read_ === undefined) return { kind: 'unknown', reason: `“${shorten(String(found.value))}” isn’t what is expected there`, range };
  const assumed = assumedOf(found, read_);
  if (assumed === undefined) return { kind: 'literal', value: read_, path: file.path, range };
  return { kind: 'unknown', reason: variablesOf(found), assumed };
}

/** Why a value isn't known, in words that complete "can't be told before deploying: …". */
export function reasonOf(value: Evaluated): string {
  if (value.kind === 'unknown') return value.reason;
  if (value.assumed.length > 0) return variablesOf(value);
  return value.kind === 'reference' ? describeReference(value) : `a ${value.kind}`;
}

/** The value as one that a deployment may change; undefined where it is certain. */
export function assumedOf<T>({ assumed }: Uses, value: T): Assumed<T> | undefined {
  if (assumed.length === 0) return undefined;
  const because = [...new Set(assumed.map((variable) => variable.because))].join(' and ');
  return { value, because, ...(assumed.some(({ secret }) => secret) ? { secret: true } : {}) };
}

function variablesOf({ assumed }: Uses): string {
  const names = assumed.map(({ name }) => name);
  return `the ${names.length === 1 ? 'variable' : 'variables'} ${names.join(', ')}`;
}

function shorten(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
