import { isDeepStrictEqual } from 'node:util';
import type { ServedFront } from '../http/index.ts';
import type { ServedWebSocket } from '../http/webSocket/index.ts';
import type { ApiRoute } from '../project/apis/model.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { Source } from '../sources/model.ts';
import { targetName } from '../sources/receivers.ts';

/** What is served at one moment. */
export interface ServedView {
  readonly functions: readonly FunctionDefinition[];
  readonly fronts: readonly ServedFront[];
  readonly webSockets: readonly ServedWebSocket[];
  readonly sources: readonly Source[];
}

/** What is served otherwise than before, a line each for the person who edited it. */
export function changesBetween(before: ServedView, after: ServedView): readonly string[] {
  return [
    ...compare(
      before.functions,
      after.functions,
      ({ name }) => name,
      (fn, old) => functionLine(fn, old),
      ({ name }) => `${name} is served no longer.`,
    ),
    ...compare(
      before.fronts,
      after.fronts,
      ({ type, name }) => `${type} ${name}`,
      (front, old) => (old === undefined ? `${titleOf(front)} is at ${front.url}.` : settingsLine(front, old)),
      (front) => `${titleOf(front)} is served no longer.`,
    ),
    ...compare(
      routesOf(before),
      routesOf(after),
      ({ key }) => key,
      ({ front, route }, old) =>
        isDeepStrictEqual(route, old?.route) ? undefined : `${route.method} ${addressOf(front, route)} ${targetWords(route)} now.`,
      ({ front, route }) => `${route.method} ${route.path} of ${front.name} is served no longer.`,
    ),
    ...compare(
      before.webSockets,
      after.webSockets,
      ({ name }) => name,
      ({ name, url }, old) => (old === undefined ? `${name} is at ${url}.` : undefined),
      ({ name }) => `${name} is served no longer.`,
    ),
    ...compare(
      messagesOf(before),
      messagesOf(after),
      ({ key }) => key,
      ({ api, route }, old) =>
        isDeepStrictEqual(route, old?.route) ? undefined : `${route.key} of ${api.name} calls ${route.functionName} now.`,
      ({ api, route }) => `${route.key} of ${api.name} is served no longer.`,
    ),
    ...compare(
      before.sources,
      after.sources,
      (source) => keyOf(source),
      (source, old) => (isDeepStrictEqual(source, old) ? undefined : sourceLine(source, old)),
      (source) => `${sourceTitle(source)} ${leadsTo(source)} no longer.`,
    ),
  ];
}

function compare<T>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
  tell: (item: T, old: T | undefined) => string | undefined,
  tellGone: (item: T) => string,
): readonly string[] {
  const [old, now] = [new Map(before.map((item) => [key(item), item])), new Set(after.map(key))];
  return [...after.flatMap((item) => tell(item, old.get(key(item))) ?? []), ...before.filter((item) => !now.has(key(item))).map(tellGone)];
}

function functionLine(fn: FunctionDefinition, old: FunctionDefinition | undefined): string | undefined {
  if (old === undefined) return `${fn.name} is served now.`;
  const changed = Object.entries(SETTINGS).filter(([, values]) => textOf(values(fn)) !== textOf(values(old)));
  return changed.length === 0 ? undefined : `${fn.name} has changed: ${changed.map(([words]) => words).join(', ')}.`;
}

/** What of a function makes a difference to its calls, in words. */
const SETTINGS: Readonly<Record<string, (fn: FunctionDefinition) => unknown>> = {
  runtime: ({ runtime }) => runtime,
  handler: ({ handler }) => handler,
  'where its code is': ({ code, build }) => [code, build],
  timeout: ({ timeoutSeconds }) => timeoutSeconds,
  memory: ({ memoryMb }) => memoryMb,
  'environment variables': ({ environment, environmentGap }) => [environment, environmentGap],
  layers: ({ layers, execution }) => [layers, execution?.layers],
  '/tmp': ({ ephemeralStorageMb }) => ephemeralStorageMb,
  logging: ({ execution }) => execution?.logging,
  concurrency: ({ execution }) => execution?.reservedConcurrency,
  'asynchronous calls': ({ execution }) => execution?.asynchronous,
};

/** Without the places of what is said, which move with every line above them. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (name, member: unknown) => (name === 'range' ? undefined : member)) ?? '';
}

function titleOf({ type, name }: ServedFront): string {
  return type === 'FunctionUrl' ? `The URL of ${name}` : name;
}

/** Of what isn't a route's own. */
function settingsLine(front: ServedFront, old: ServedFront): string | undefined {
  const settings = ({ stages, cors, binaryMediaTypes }: ServedFront) => [stages, cors, binaryMediaTypes];
  return isDeepStrictEqual(settings(front), settings(old)) ? undefined : `The settings of ${titleOf(front)} have changed.`;
}

function routesOf({ fronts }: ServedView) {
  return fronts
    .filter(({ type }) => type !== 'FunctionUrl')
    .flatMap((front) => front.routes.map((route) => ({ key: `${front.type} ${front.name} ${route.method} ${route.path}`, front, route })));
}

function messagesOf({ webSockets }: ServedView) {
  return webSockets.flatMap((api) => api.routes.map((route) => ({ key: `${api.name} ${route.key}`, api, route })));
}

function addressOf({ url }: ServedFront, { path }: ApiRoute): string {
  return path === '$default' ? `${url} (all other paths)` : `${url}${path}`;
}

function targetWords({ target }: ApiRoute): string {
  return target.kind === 'function' ? `calls ${target.name}` : 'is answered by the API';
}

function keyOf(source: Source): string {
  return source.kind === 'schedule' ? source.id : `${sourceTitle(source)} ${leadsTo(source)}`;
}

function sourceTitle(source: Source): string {
  switch (source.kind) {
    case 'schedule':
      return `The schedule ${source.id}`;
    case 'queue':
      return `The queue ${source.queue}`;
    case 'stream':
      return `The stream ${source.stream}`;
    case 'topic':
      return `The topic ${source.topic}`;
    case 'rule':
      return `The rule ${source.name} of ${source.bus}`;
  }
}

function leadsTo(source: Source): string {
  if (!('to' in source)) return `calls ${source.functionName}`;
  return source.to.kind === 'function' ? `calls ${source.to.name}` : `sends to ${targetName(source.to)}`;
}

function sourceLine(source: Source, old: Source | undefined): string {
  if (source.kind === 'schedule') return `${sourceTitle(source)}, ${source.expression}, ${leadsTo(source)} now.`;
  return old === undefined ? `${sourceTitle(source)} ${leadsTo(source)} now.` : `The settings of ${sourceTitle(source)} have changed.`;
}
