import { join } from 'node:path';
import { cdkLayerOf } from '../cdk/layers.ts';
import type { LayerSource } from '../execution.ts';
import type { CodeLocation, FunctionDefinition, Value } from '../model.ts';
import type { ProgramFunction } from '../program/index.ts';
import {
  executionOf,
  isNothing,
  layerSources,
  literal,
  memberOf,
  type ProgramValue,
  rangeAt,
  readEnvironment,
  readLayers,
  reasonOf,
  textValue,
} from '../program/index.ts';
import { pulumiLayerOf } from '../pulumi/layers.ts';

/** What holds for a function that doesn't say it itself. */
interface Defaults {
  /** The folder of the configuration. */
  readonly root: string | undefined;
  /** Where the app has its code, if not there. */
  readonly code: CodeLocation | undefined;
  /** What the function's construct says of all its functions. */
  readonly construct: ProgramValue | undefined;
}

/** What SST says of one function: a handler alone, or an object with it. Undefined for what is defined elsewhere, or isn't one. */
export function readDefinition(value: ProgramValue, defaults: Defaults): ProgramFunction['settings'] | undefined {
  if (value.kind === 'text') return isHandler(value.text) ? settingsOf(value, undefined, defaults) : undefined;
  if (value.kind !== 'object') return undefined;
  const inner = memberOf(value, 'function') ?? memberOf(memberOf(value, 'cdk'), 'function');
  if (inner !== undefined && inner.kind !== 'nothing') return readDefinition(inner, defaults);
  const handler = value.get('handler');
  return isNothing(handler) ? undefined : settingsOf(handler, value, defaults);
}

/** An ARN, a URL or the name of something isn't a handler. */
function isHandler(text: string): boolean {
  return /^[^:\s]+$/.test(text);
}

function settingsOf(handler: ProgramValue, properties: ProgramValue | undefined, defaults: Defaults): ProgramFunction['settings'] {
  const get = (name: string): ProgramValue | undefined => memberOf(properties, name);
  const bundle = get('bundle');
  const bundled = bundle?.kind === 'text';
  return {
    packageType: 'Zip',
    runtime: textValue(get('runtime')),
    handler: textValue(handler),
    code: bundled ? folderOf(bundle, defaults.root) : sourceFolder(get('srcPath'), defaults),
    build: bundled ? { kind: 'none' } : { kind: 'bundler', by: 'SST' },
    memoryMb: measured(get('memorySize') ?? get('memory'), MEGABYTES),
    timeoutSeconds: measured(get('timeout'), SECONDS),
    description: textValue(get('description')),
    role: textValue(get('role')),
    architecture: architecture(get('architecture')),
    ...readEnvironment(get('environment')),
    layers: readLayers(get('layers')),
    execution: executionOf({ layers: layerSources(get('layers'), (item) => layerOf(item, defaults.root)) }),
    ephemeralStorageMb: measured(get('diskSize') ?? get('storage'), MEGABYTES),
    triggers: [],
  };
}

/** SST takes the layers of what it is built on: of the CDK in its first versions, of Pulumi in the third. */
function layerOf(item: ProgramValue, root: string | undefined): LayerSource | undefined {
  return cdkLayerOf(item, root) ?? pulumiLayerOf(item, root);
}

/** The function's own folder, else its construct's, else the app's. */
function sourceFolder(own: ProgramValue | undefined, { root, code, construct }: Defaults): CodeLocation {
  const told = isNothing(own) ? memberOf(construct, 'srcPath') : own;
  return isNothing(told) && code !== undefined ? code : folderOf(told, root);
}

/** Handlers are relative to the folder of the configuration, or to one that is relative to it. */
function folderOf(value: ProgramValue | undefined, root: string | undefined): CodeLocation {
  if (root === undefined) return { kind: 'unknown', reason: 'the folder of sst.config.ts' };
  if (isNothing(value)) return { kind: 'directory', path: root };
  return value.kind === 'text' ? { kind: 'directory', path: join(root, value.text) } : { kind: 'unknown', reason: reasonOf(value) };
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600 };
const MEGABYTES: Readonly<Record<string, number>> = { MB: 1, GB: 1024 };

/** `"3 minutes"`, `"1 GB"`, or a plain number. */
function measured(value: ProgramValue | undefined, units: Readonly<Record<string, number>>): Value<number> {
  if (isNothing(value)) return { kind: 'absent' };
  if (value.kind === 'number') return literal(value.value, value.place);
  const [, amount, unit] = (value.kind === 'text' && /^([\d.]+)\s*([A-Za-z]+?)s?$/.exec(value.text)) || [];
  const factor = units[unit ?? ''];
  if (amount !== undefined && factor !== undefined) return literal(Number(amount) * factor, value.place, false);
  return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
}

function architecture(value: ProgramValue | undefined): FunctionDefinition['architecture'] {
  if (isNothing(value)) return { kind: 'absent' };
  const found = value.kind === 'text' ? (/^arm_?64$/.test(value.text) ? 'arm64' : 'x86_64') : undefined;
  return found === undefined
    ? { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) }
    : literal(found, value.place, false);
}
