import type { FunctionDefinition, Value } from '../model.ts';
import { isNothing, literal, type ProgramValue, rangeAt, reasonOf, textValue } from '../program/index.ts';
import { cdkCallee, cdkName } from './names.ts';
import { argumentOf, type Construct, optionOf } from './properties.ts';

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
    layers: layers(get('layers')),
    ephemeralStorageMb: measured(get('ephemeralStorageSize') ?? optionOf(get('ephemeralStorage'), 'size'), MEGABYTES),
    triggers: [],
  };
}

function firstOf(value: ProgramValue | undefined): ProgramValue | undefined {
  return value?.kind === 'array' ? value.items[0] : value;
}

export function numberValue(value: ProgramValue | undefined): Value<number> {
  if (isNothing(value)) return { kind: 'absent' };
  if (value.kind === 'number') return literal(value.value, value.place);
  return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
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

/** Their names are only known once they are deployed: what counts is whether there are any. */
function layers(value: ProgramValue | undefined): Value<readonly string[]> {
  if (isNothing(value)) return { kind: 'absent' };
  if (value.kind !== 'array') return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
  const texts = value.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  if (value.gap === undefined && texts.length === value.items.length) return literal(texts, value.place, false);
  return { kind: 'unknown', reason: value.gap ?? 'layers', range: rangeAt(value.place) };
}

export function readEnvironment(value: ProgramValue | undefined): Pick<FunctionDefinition, 'environment' | 'environmentGap'> {
  if (isNothing(value)) return { environment: {} };
  if (value.kind !== 'object') return { environment: {}, environmentGap: reasonOf(value) };
  const { entries, gap } = value.entries();
  const environment = Object.fromEntries(entries.map((entry) => [entry.key, textValue(entry.value)]));
  return gap === undefined ? { environment } : { environment, environmentGap: gap };
}
