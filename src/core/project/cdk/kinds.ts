import { basename, dirname, extname, join } from 'node:path';
import type { FunctionDefinition } from '../model.ts';
import { type CallValue, isNothing, literal, type Place, type ProgramValue, reasonOf, textValue } from '../program/index.ts';
import { codeParts, pathOf, type ReadCode, readCode, readImage } from './code.ts';
import { cdkCallee, isSolution } from './names.ts';
import { type Construct, constructOf } from './properties.ts';
import { readRuntime } from './runtime.ts';

type Body = Pick<FunctionDefinition, 'packageType' | 'runtime' | 'handler' | 'code' | 'build'> & {
  /** Files that may be the source, best first, where it depends on which one is there. */
  readonly entries?: readonly string[];
};

/** What a construct says of a function's code. `parts`: the values that this depends on. */
export interface Kind {
  readonly body: (construct: Construct, base: string | undefined) => Body;
  readonly parts: (construct: Construct) => readonly (ProgramValue | undefined)[];
}

const plain: Kind = {
  body: (construct, base) => zipped(construct, readCode(construct.get('code'), base)),
  parts: ({ get }) => [get('handler'), get('runtime'), ...codeParts(get('code'))],
};

const image: Kind = {
  body: ({ get }, base) => ({
    packageType: 'Image',
    runtime: { kind: 'absent' },
    handler: { kind: 'absent' },
    code: readImage(get('code'), base),
    build: { kind: 'none' },
  }),
  parts: ({ get }) => codeParts(get('code')),
};

/** `entry` is a file; without one the file is named after the one that makes the construct, and the construct's id. */
const nodejs: Kind = {
  body(construct, base) {
    const { get, call, id } = construct;
    if (!isNothing(get('code'))) return zipped(construct, readCode(get('code'), base));
    const common = { packageType: 'Zip', runtime: readRuntime(get('runtime')), handler: textValue(get('handler')) } as const;
    const entry = get('entry');
    if (!isNothing(entry)) return { ...common, ...fromEntry(entry, base, 'NodejsFunction') };
    if (id?.kind !== 'text') {
      const reason = id === undefined ? 'the construct’s id' : reasonOf(id);
      return { ...common, code: { kind: 'unknown', reason }, build: { kind: 'bundler', by: 'NodejsFunction' } };
    }
    const { path } = call.callee.place.source;
    const stem = join(dirname(path), `${basename(path, extname(path))}.${id.text}`);
    const entries = ['.ts', '.js', '.mjs', '.mts', '.cts', '.cjs'].map((extension) => stem + extension);
    return { ...common, ...entryAt(entries[0] ?? stem, 'NodejsFunction'), entries };
  },
  parts: ({ get }) => [get('handler'), get('entry'), get('runtime'), ...codeParts(get('code'))],
};

/** `entry` is a folder, `index` a file in it. */
const python: Kind = {
  body({ get }, base) {
    const common = { packageType: 'Zip', runtime: readRuntime(get('runtime')), handler: textValue(get('handler')) } as const;
    const folder = pathOf(get('entry'), base);
    const index = textValue(get('index'));
    const build = { kind: 'bundler', by: 'PythonFunction' } as const;
    if (folder.kind !== 'directory') return { ...common, code: folder, build };
    if (index.kind === 'unknown') return { ...common, code: { kind: 'unknown', reason: index.reason }, build };
    const path = join(folder.path, index.kind === 'literal' ? index.value : 'index.py');
    return { ...common, code: folder, build: { kind: 'entry', path, exportName: 'handler', by: 'PythonFunction' } };
  },
  parts: ({ get }) => [get('handler'), get('entry'), get('index'), get('runtime')],
};

/** A folder of sources, whose build makes a `bootstrap`: the handler means nothing. */
function compiled(method: string): Kind {
  return {
    body({ get, call }, base) {
      const place = isNothing(get('entry')) ? get('manifestPath') : get('entry');
      const written = isNothing(place)
        ? base === undefined
          ? undefined
          : { kind: 'directory' as const, path: base }
        : pathOf(place, base);
      const code =
        written?.kind === 'unknown' && place?.kind === 'text' && base !== undefined
          ? pathOf({ ...place, text: dirname(place.text) }, base)
          : written;
      return {
        packageType: 'Zip',
        runtime: withDefault(get('runtime'), 'provided.al2023', call.place),
        handler: textValue(get('handler')),
        code: code ?? { kind: 'unknown', reason: 'the program doesn’t say where its code is' },
        build: { kind: 'other', method },
      };
    },
    parts: ({ get }) => [get('entry'), get('manifestPath')],
  };
}

/** The resource is copied into a template, and where its code is means something only there. */
const sam: Kind = {
  body: ({ get }) => ({
    packageType: isNothing(get('imageUri')) ? 'Zip' : 'Image',
    runtime: readRuntime(get('runtime')),
    handler: textValue(get('handler')),
    code: isNothing(get('imageUri')) ? { kind: 'unknown', reason: 'it is relative to the template that is made' } : { kind: 'image' },
    build: { kind: 'none' },
  }),
  parts: ({ get }) => [get('handler'), get('runtime')],
};

/** What a construct that makes a function says of its code; undefined for all others. */
export function kindOf(call: CallValue): Kind | undefined {
  if (!isSolution(call)) return KINDS.get(cdkCallee(call) ?? '');
  // Without these it takes a function that is made elsewhere, or has nothing to do with any.
  return constructOf(call).get('handler') === undefined ? undefined : plain;
}

/** By the CDK's names for them. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['aws-lambda.Function', plain],
  ['aws-lambda.SingletonFunction', plain],
  ['aws-lambda.CfnFunction', plain],
  ['aws-cloudfront.experimental.EdgeFunction', plain],
  ['aws-cloudfront.EdgeFunction', plain],
  ['aws-sam.CfnFunction', sam],
  ['aws-lambda.DockerImageFunction', image],
  ['aws-lambda-nodejs.NodejsFunction', nodejs],
  ['aws-lambda-python.PythonFunction', python],
  ['aws-lambda-go.GoFunction', compiled('go build')],
  ['aws-lambda-rust.RustFunction', compiled('cargo')],
]);

function zipped({ get }: Construct, { code, build }: ReadCode): Body {
  const packageType = code.kind === 'image' ? 'Image' : 'Zip';
  if (packageType === 'Image') return { packageType, runtime: { kind: 'absent' }, handler: { kind: 'absent' }, code, build };
  return { packageType, runtime: readRuntime(get('runtime')), handler: textValue(get('handler')), code, build };
}

function withDefault(runtime: ProgramValue | undefined, otherwise: string, place: Place): Body['runtime'] {
  return isNothing(runtime) ? literal(otherwise, place, false) : readRuntime(runtime);
}

function fromEntry(entry: ProgramValue, base: string | undefined, by: string): ReadCode {
  const code = entry.kind === 'text' ? pathOf({ ...entry, text: dirname(entry.text) }, base) : pathOf(entry, base);
  if (code.kind !== 'directory' || entry.kind !== 'text') return { code, build: { kind: 'bundler', by } };
  return entryAt(join(code.path, basename(entry.text)), by);
}

function entryAt(path: string, by: string): ReadCode {
  return { code: { kind: 'directory', path: dirname(path) }, build: { kind: 'entry', path, exportName: 'handler', by } };
}
