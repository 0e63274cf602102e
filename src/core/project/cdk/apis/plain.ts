import { argumentOf, type CallValue, type ProgramValue } from '../../program/index.ts';
import type { Expression } from '../../program/model.ts';
import { camel, cdkCallee, cdkName } from '../names.ts';

/** A value as plain data, for settings that are read the same in every format. What can't be told is undefined. */
export function plainOf(value: ProgramValue | undefined, depth = 0): unknown {
  if (value === undefined || depth > 8) return undefined;
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
    case 'boolean':
      return value.value;
    case 'array':
      return value.items.map((item) => plainOf(item, depth + 1));
    case 'object':
      return Object.fromEntries(value.entries().entries.map((entry) => [camel(entry.key), plainOf(entry.value, depth + 1)]));
    case 'symbol':
      return symbolOf(value);
    case 'call':
      // Python makes options with a call.
      return secondsOf(value) ?? (value.keywords === undefined ? undefined : plainOf(value.keywords, depth + 1));
    default:
      return undefined;
  }
}

/** The last part of a name of the CDK's: `GET` of `HttpMethod.GET`; and what its lists of all stand for. */
export function symbolOf(value: ProgramValue | undefined): string | readonly string[] | undefined {
  const name = value?.kind === 'symbol' ? cdkName(value) : undefined;
  if (name === undefined) return undefined;
  return LISTS[name] ?? name.split('.').at(-1);
}

const LISTS: Readonly<Record<string, readonly string[]>> = {
  'aws-apigateway.Cors.ALL_ORIGINS': ['*'],
  'aws-apigateway.Cors.ALL_METHODS': ['OPTIONS', 'GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'],
  'aws-apigateway.Cors.DEFAULT_HEADERS': [
    ...['Content-Type', 'X-Amz-Date', 'Authorization', 'X-Api-Key', 'X-Amz-Security-Token', 'X-Amz-User-Agent'],
  ],
};

const SECONDS: Readonly<Record<string, number>> = {
  'core.Duration.millis': 0.001,
  'core.Duration.seconds': 1,
  'core.Duration.minutes': 60,
  'core.Duration.hours': 3600,
  'core.Duration.days': 86_400,
};

/** Of a `Duration`. */
export function secondsOf(value: ProgramValue | undefined): number | undefined {
  const unit = SECONDS[cdkCallee(value) ?? ''];
  const amount = value?.kind === 'call' ? argumentOf(value, 0, 'amount') : undefined;
  return unit === undefined || amount?.kind !== 'number' ? undefined : amount.value * unit;
}

export function textOf(value: ProgramValue | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

/** The name of a method that is called on something that the CDK made: `addRoutes`. */
export function methodOf(value: ProgramValue | undefined): string | undefined {
  return value?.kind === 'call' && value.callee.kind === 'part' ? camel(value.callee.name) : undefined;
}

/** What is called, without what it is a part of. */
export function lastName(callee: Expression): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

/** What of a call may be left to a helper's parameters. */
export function partsOf(call: CallValue): readonly (ProgramValue | undefined)[] {
  const values = [
    ...call.arguments,
    ...(call.keywords === undefined ? [] : [call.keywords]),
    ...(call.callee.kind === 'part' ? [call.callee.of] : []),
  ];
  return values.flatMap((value) => (value.kind === 'object' ? value.entries().entries.map((entry) => entry.value) : [value]));
}
