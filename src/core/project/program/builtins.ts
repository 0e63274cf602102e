import { basename, dirname, extname, isAbsolute, join, normalize, relative, resolve } from 'node:path';
import type { CallValue, Place, ProgramValue, SymbolValue, TextValue } from './values.ts';

/** What a program knows of the machine it runs on. */
export interface ProgramEnvironment {
  /** The folder that it is run in, absolute; undefined where that can't be told. */
  readonly workingDirectory: string | undefined;
}

/** What one of the language's own functions gives; undefined for all others, and where an argument can't be told. */
export function callBuiltin(call: CallValue, environment: ProgramEnvironment): ProgramValue | undefined {
  if (call.callee.kind !== 'symbol') return undefined;
  const name = builtinName(call.callee);
  const first = call.arguments[0];
  const wholes = WHOLE[name];
  if (wholes !== undefined) return first === undefined ? undefined : wholes(first, call.place);
  const compute = TEXT[name];
  if (compute === undefined) return undefined;
  const texts: TextValue[] = [];
  for (const argument of call.arguments) {
    if (argument.kind === 'unknown') return argument;
    if (argument.kind !== 'text') return undefined;
    texts.push(argument);
  }
  const text = compute(
    texts.map((value) => value.text),
    environment,
  );
  if (text === undefined) return { kind: 'unknown', reason: 'the folder that the program is run in', place: call.place };
  const [only] = texts;
  // Wrapping alone changes nothing: the literal inside is still what is written.
  if (texts.length === 1 && only?.text === text) return only;
  return { kind: 'text', text, place: call.place, written: false, ofFile: texts.some(({ ofFile }) => ofFile) };
}

/** `path.join` for `import { join } from 'node:path'`, `import path from 'path'` and all other ways. */
function builtinName({ from, path }: SymbolValue): string {
  const members = path[0] === 'default' ? path.slice(1) : path;
  const module = from.replace(/^node:/, '').replace(/^(github\.com\/pulumi\/pulumi)\/sdk\/v\d+\/go\/pulumi$/, '$1');
  return [module, ...members].filter((part) => part !== '').join('.');
}

type Compute = (texts: readonly string[], environment: ProgramEnvironment) => string | undefined;

const joined: Compute = (texts) => join(...texts);
const resolved: Compute = (texts, { workingDirectory }) => {
  const last = texts.findLastIndex((text) => isAbsolute(text));
  if (last >= 0) return resolve(...texts.slice(last));
  return workingDirectory === undefined ? undefined : resolve(workingDirectory, ...texts);
};
const here: Compute = (_, { workingDirectory }) => workingDirectory;
const parent: Compute = ([path = '']) => dirname(path);
const same: Compute = ([text = '']) => text;
const withoutScheme: Compute = ([text = '']) => text.replace(/^file:\/\//, '');

const TEXT: Readonly<Record<string, Compute>> = {
  'path.join': joined,
  'path.posix.join': joined,
  'path.resolve': resolved,
  'path.posix.resolve': resolved,
  'path.normalize': ([path = '']) => normalize(path),
  'path.dirname': parent,
  'path.basename': ([path = '', suffix]) => basename(path, suffix),
  'path.relative': ([from = '', to = '']) => (isAbsolute(from) && isAbsolute(to) ? relative(from, to) : undefined),
  'path.extname': ([path = '']) => extname(path),
  'process.cwd': here,
  'url.fileURLToPath': withoutScheme,
  URL: ([path = '', base]) => (base?.startsWith('file://') ? `file://${join(dirname(base.slice('file://'.length)), path)}` : path),
  String: same,
  'os.path.join': joined,
  'os.path.dirname': parent,
  'os.path.basename': ([path = '']) => basename(path),
  'os.path.normpath': ([path = '']) => normalize(path),
  'os.path.abspath': resolved,
  'os.path.realpath': resolved,
  'os.fspath': same,
  'os.getcwd': here,
  'pathlib.Path': (texts) => (texts.length === 0 ? '.' : join(...texts)),
  'pathlib.PurePath': joined,
  'pathlib.Path.cwd': here,
  str: same,
  // Go's wrappers, which only make a pointer or an input of a text.
  'github.com/aws/jsii-runtime-go.String': same,
  'github.com/pulumi/pulumi.String': same,
};

const identity = (value: ProgramValue): ProgramValue => value;

const WHOLE: Readonly<Record<string, (value: ProgramValue, place: Place) => ProgramValue>> = {
  'Object.freeze': identity,
  'Object.entries': (value, place) => listOf(value, place, (key, item) => [key, item]),
  'Object.keys': (value, place) => listOf(value, place, (key) => key),
  'Object.values': (value, place) => listOf(value, place, (_, item) => item),
};

function listOf(
  value: ProgramValue,
  place: Place,
  pick: (key: ProgramValue, item: ProgramValue) => ProgramValue | readonly ProgramValue[],
): ProgramValue {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'object') return { kind: 'unknown', reason: 'a list of members', place };
  const { entries, gap } = value.entries();
  const items = entries.map((entry) => {
    const key: TextValue = {
      kind: 'text',
      text: entry.key,
      place: { source: value.place.source, span: entry.keySpan },
      written: true,
      ofFile: false,
    };
    const picked = pick(key, entry.value);
    return 'kind' in picked ? picked : ({ kind: 'array', items: picked, gap: undefined, place } as const);
  });
  return { kind: 'array', items, gap, place };
}

/** Members of a text: what `pathlib` and the languages' own texts have, without being called. */
export function memberOfText(value: TextValue, name: string): ProgramValue | undefined {
  const made = (text: string): TextValue => ({ ...value, text, written: false });
  switch (name) {
    case 'parent':
      return made(dirname(value.text));
    case 'parents':
      return { kind: 'array', items: parentsOf(value.text).map(made), gap: undefined, place: value.place };
    case 'name':
      return made(basename(value.text));
    case 'stem':
      return made(basename(value.text, extname(value.text)));
    case 'pathname':
    case 'href':
      return made(value.text.replace(/^file:\/\//, ''));
    default:
      return undefined;
  }
}

/** The one pattern that is read: what turns the paths of Windows into those of packages. */
export const everyBackslash = String.raw`/\\/g`;

function listOfTexts(texts: readonly string[], made: (text: string) => TextValue, place: Place): ProgramValue {
  return { kind: 'array', items: texts.map(made), gap: undefined, place };
}

function parentsOf(path: string): readonly string[] {
  const parents: string[] = [];
  for (let at = dirname(path); !parents.includes(at); at = dirname(at)) parents.push(at);
  return parents;
}

/** What a method of a text gives; undefined for what isn't known. */
export function callTextMethod(
  value: TextValue,
  name: string,
  args: readonly ProgramValue[],
  place: Place,
  { workingDirectory }: ProgramEnvironment,
): ProgramValue | undefined {
  const texts = args.map((argument) => (argument.kind === 'text' ? argument.text : undefined));
  const known = texts.filter((text) => text !== undefined);
  const made = (text: string): TextValue => ({ ...value, text, place, written: false });
  switch (name) {
    case 'toString':
    case 'as_posix':
    case 'strip':
    case 'trim':
    case 'expanduser':
      return value;
    case 'resolve':
    case 'absolute':
      if (isAbsolute(value.text)) return value;
      return workingDirectory === undefined ? undefined : made(resolve(workingDirectory, value.text));
    case 'joinpath':
      return known.length === texts.length ? made(join(value.text, ...known)) : undefined;
    case 'concat':
      return known.length === texts.length ? made(value.text + known.join('')) : undefined;
    case 'toLowerCase':
    case 'lower':
      return made(value.text.toLowerCase());
    case 'toUpperCase':
    case 'upper':
      return made(value.text.toUpperCase());
    case 'replaceAll':
      return known.length === 2 ? made(value.text.replaceAll(known[0] ?? '', () => known[1] ?? '')) : undefined;
    case 'split':
      return known.length === 1 && texts.length === 1 ? listOfTexts(value.text.split(known[0] ?? ''), made, place) : undefined;
    case 'substring':
    case 'slice': {
      const [start, end] = args.map((argument) => (argument.kind === 'number' ? argument.value : undefined));
      if (start === undefined || args.length > 2 || (args.length === 2 && end === undefined)) return undefined;
      return made(name === 'slice' ? value.text.slice(start, end) : value.text.substring(start, end));
    }
    case 'replace': {
      const [from, to] = texts;
      if (from === everyBackslash && to !== undefined) return made(value.text.replaceAll('\\', () => to));
      // JavaScript replaces the first one, Python all.
      if (from === undefined || to === undefined || value.text.split(from).length > 2) return undefined;
      return made(value.text.replace(from, () => to));
    }
    default:
      return undefined;
  }
}

/** What a method of a list gives; `items` is that of a dictionary. */
export function callListMethod(value: ProgramValue, name: string, args: readonly ProgramValue[], place: Place): ProgramValue {
  if (value.kind === 'object') return listOf(value, place, (key, item) => [key, item]);
  const unknown = { kind: 'unknown', reason: `${name} of a list`, place } as const;
  const [separator] = args;
  if (value.kind !== 'array' || value.gap !== undefined || name !== 'join' || separator?.kind !== 'text') return unknown;
  const texts = value.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  if (texts.length !== value.items.length) return unknown;
  return { kind: 'text', text: texts.join(separator.text), place, written: false, ofFile: false };
}
