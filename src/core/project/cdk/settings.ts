import type { FunctionDefinition, Value } from '../model.ts';
import {
  argumentOf,
  isNothing,
  literal,
  numberValue,
  optionOf,
  type ProgramValue,
  rangeAt,
  readEnvironment,
  readLayers,
  reasonOf,
  textValue,
} from '../program/index.ts';
import { cdkCallee, cdkName } from './names.ts';
import type { Construct } from './properties.ts';

type Settings = Pick<
  FunctionDefinition,
  | 'memoryMb'
  | 'timeoutSeconds'
  | 'description'
  | 'role'
  | 'architecture'
  | 'environment'
  | 'environmentGap'
  | 'layers'
  | 'ephemeralStorageMb'
  | 'triggers'
>;

/** What all constructs of functions have in common, besides the code. `Cfn` constructs name some of it otherwise. */
export function readSettings({ call, get }: Construct): Settings {
  const l1 = cdkCallee(call) === 'aws-lambda.CfnFunction';
  return {
    memoryMb: numberValue(get('memorySize')),
    timeoutSeconds: measured(get('timeout'), SECONDS),
    description: textValue(get('description')),
    role: textValue(get('role')),
    architecture: architecture(get('architecture') ?? firstOf(get('architectures'))),
    ...readEnvironment(l1 ? optionOf(get('environment'), 'variables') : get('environment')),
    layers: readLayers(get('layers')),
    ephemeralStorageMb: measured(get('ephemeralStorageSize') ?? optionOf(get('ephemeralStorage'), 'size'), MEGABYTES),
    triggers: [],
  };
}

function firstOf(value: ProgramValue | undefined): ProgramValue | undefined {
  return value?.kind === 'array' ? value.items[0] : value;
}

const SECONDS: Readonly<Record<string, number>> = {
  'core.Duration.millis': 0.001,
  'core.Duration.seconds': 1,
  'core.Duration.minutes': 60,
  'core.Duration.hours': 3600,
};

const MEGABYTES: Readonly<Record<string, number>> = { 'core.Size.mebibytes': 1, 'core.Size.gibibytes': 1024 };

/** A `Duration` or `Size`, or the plain number of a `Cfn` construct. */
function measured(value: ProgramValue | undefined, units: Readonly<Record<string, number>>): Value<number> {
  const unit = units[cdkCallee(value) ?? ''];
  if (value?.kind !== 'call' || unit === undefined) return numberValue(value);
  const amount = numberValue(argumentOf(value, 0, 'amount'));
  return amount.kind === 'literal' ? literal(amount.value * unit, value.place, unit === 1) : amount;
}

const ARCHITECTURES: Readonly<Record<string, 'arm64' | 'x86_64'>> = { arm64: 'arm64', x86_64: 'x86_64', ARM_64: 'arm64', X86_64: 'x86_64' };

function architecture(value: ProgramValue | undefined): FunctionDefinition['architecture'] {
  if (isNothing(value)) return { kind: 'absent' };
  const name = value.kind === 'symbol' ? cdkName(value) : value.kind === 'text' ? value.text : undefined;
  const found = name === undefined ? undefined : ARCHITECTURES[name.replace('aws-lambda.Architecture.', '')];
  if (found !== undefined) return literal(found, value.place, value.kind === 'text');
  return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
}
