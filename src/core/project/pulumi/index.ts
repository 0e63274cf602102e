import { dirname, join } from 'node:path';
import type { FunctionDefinition } from '../model.ts';
import {
  Evaluator,
  executionOf,
  layerSources,
  libraryCalls,
  literal,
  type Module,
  numberValue,
  optionOf,
  type ProgramFunction,
  type ProgramValue,
  rangeAt,
  readEnvironment,
  readLayers,
  textValue,
} from '../program/index.ts';
import type { NamedFunctions } from '../program/named.ts';
import type { Dialect } from '../program/reader.ts';
import type { ReadContext } from '../reader.ts';
import { type PulumiFronts, readFronts } from './apis/index.ts';
import { readCode } from './code.ts';
import { pulumiLayerOf } from './layers.ts';
import { pulumiCallee } from './names.ts';
import { nameOf, propertiesOf } from './resource.ts';
import { readRuntime } from './runtime.ts';
import { readSources } from './sources.ts';

/** Pulumi's resources of functions. A `CallbackFunction` holds its code itself: there is no handler to speak of. */
export const pulumiDialect: Dialect = {
  format: 'pulumi',
  mayDefine: (text) =>
    /@pulumi\/aws|\bpulumi_aws|\bpulumi-aws(?:-native)?\/sdk|\bPulumi\.Aws|\bcom\.pulumi\.aws/.test(text) &&
    /\b(?:New)?Function\b/.test(text),
  functions: readFunctions,
  async apis(module, named, _functions, context) {
    return (await frontsOf(module, named, context)).apis;
  },
  async webSockets(module, named, _functions, context) {
    return (await frontsOf(module, named, context)).webSockets;
  },
  messaging: async (module, named) => readSources(module, new Evaluator({ workingDirectory: undefined }), named),
};

async function frontsOf(module: Module, named: NamedFunctions, context: ReadContext): Promise<PulumiFronts> {
  return readFronts(module, new Evaluator({ workingDirectory: await baseOf(module.source.path, context) }), named);
}

async function readFunctions(module: Module, context: ReadContext): Promise<readonly ProgramFunction[]> {
  const base = await baseOf(module.source.path, context);
  const evaluator = new Evaluator({ workingDirectory: base });
  const calls = libraryCalls(module, evaluator, {
    matches: (call) => /^(?:aws|native)\.lambda\.Function$/.test(pulumiCallee(call) ?? ''),
    names: (call) => [nameOf(call)],
    parts: (call) => ['handler', 'runtime', 'code'].map((name) => propertiesOf(call)(name)),
  });
  return calls.map((at): ProgramFunction => {
    const get = propertiesOf(at.call);
    return {
      at,
      id: nameOf(at.call),
      kind: 'Function',
      physicalName: textValue(get('name') ?? get('functionName')),
      settings: settingsOf(get, base),
    };
  });
}

/** A program runs in the folder of its Pulumi.yaml, or in the one that this calls its `main`. */
async function baseOf(path: string, { folder, files }: ReadContext): Promise<string | undefined> {
  for (let current = dirname(path); ; current = dirname(current)) {
    for (const name of ['Pulumi.yaml', 'Pulumi.yml']) {
      const text = await files.readText(join(current, name));
      if (text === undefined) continue;
      const main = /^main:\s*["']?([^"'\s#]+)/m.exec(text)?.[1];
      if (main === undefined) return current;
      const place = join(current, main);
      return (await files.stat(place))?.type === 'directory' ? place : dirname(place);
    }
    if (current === folder || current === dirname(current)) return undefined;
  }
}

function settingsOf(get: (name: string) => ProgramValue | undefined, base: string | undefined): ProgramFunction['settings'] {
  const packageType = get('packageType');
  const isImage = get('imageUri') !== undefined || (packageType?.kind === 'text' && packageType.text === 'Image');
  return {
    packageType: isImage ? 'Image' : 'Zip',
    runtime: readRuntime(get('runtime')),
    handler: textValue(get('handler')),
    code: isImage ? { kind: 'image' } : codeOf(get, base),
    build: { kind: 'none' },
    memoryMb: numberValue(get('memorySize')),
    timeoutSeconds: numberValue(get('timeout')),
    description: textValue(get('description')),
    role: textValue(get('role')),
    architecture: architecture(get('architectures')),
    ...readEnvironment(optionOf(get('environment'), 'variables')),
    layers: readLayers(get('layers')),
    execution: executionOf({
      layers: layerSources(get('layers'), (item) => pulumiLayerOf(item, base)),
      reservedConcurrency: numberValue(get('reservedConcurrentExecutions')),
    }),
    ephemeralStorageMb: numberValue(optionOf(get('ephemeralStorage'), 'size')),
    triggers: [],
  };
}

function codeOf(get: (name: string) => ProgramValue | undefined, base: string | undefined): FunctionDefinition['code'] {
  const code = get('code');
  const zipFile = code?.kind === 'object' ? optionOf(code, 'zipFile') : undefined;
  if (zipFile !== undefined) {
    const range = rangeAt(zipFile.place);
    return zipFile.kind === 'text' ? { kind: 'inline', text: zipFile.text, range } : { kind: 'inline', range };
  }
  const inS3 = get('s3Bucket') !== undefined || (code?.kind === 'object' && optionOf(code, 's3Bucket') !== undefined);
  return inS3 ? { kind: 'unknown', reason: 'the code is in S3' } : readCode(code, base);
}

function architecture(value: ProgramValue | undefined): FunctionDefinition['architecture'] {
  const first = value?.kind === 'array' ? value.items[0] : value;
  const text = textValue(first);
  if (text.kind !== 'literal') return text.kind === 'unknown' ? { kind: 'unknown', reason: text.reason } : text;
  if (first === undefined || (text.value !== 'arm64' && text.value !== 'x86_64')) return { kind: 'unknown', reason: text.value };
  return literal(text.value, first.place);
}
