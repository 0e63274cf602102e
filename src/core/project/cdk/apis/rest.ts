import type { FunctionTarget, MockTarget, Stage } from '../../apis/model.ts';
import type { RouteTable } from '../../apis/routeTable.ts';
import { longestWaitMs, settingsIn, textIn, textMapIn, textsIn, methodOf as verbOf } from '../../apis/settings.ts';
import { argumentOf, type CallValue, callOption, isNothing, type ProgramValue } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { camel, cdkCallee } from '../names.ts';
import { guardOf, isIam } from './authorizers.ts';
import { methodOf, plainOf, secondsOf, textOf } from './plain.ts';
import { methodValidation } from './validation.ts';

export interface RestApiSettings {
  readonly stages: readonly Stage[];
  readonly binaryMediaTypes: readonly string[];
}

/** A resource of a REST API: its path, and the calls that made it, the outermost first; the last is the API. */
export interface RestResource {
  readonly api: CallValue;
  readonly path: string;
  readonly makers: readonly CallValue[];
}

/** `api.root.addResource('items').addResource('{id}')`: undefined for what isn't a resource, or one whose path can't be told. */
export function resourceOf(value: ProgramValue | undefined, isApi: (call: CallValue) => boolean): RestResource | undefined {
  if (value?.kind === 'part') {
    const { of } = value;
    return camel(value.name) === 'root' && of.kind === 'call' && isApi(of) ? { api: of, path: '/', makers: [of] } : undefined;
  }
  if (value?.kind !== 'call' || value.callee.kind !== 'part') return undefined;
  const parent = resourceOf(value.callee.of, isApi);
  const method = methodOf(value);
  const part = method === 'addProxy' ? '{proxy+}' : textOf(argumentOf(value, 0, method === 'resourceForPath' ? 'path' : 'pathPart'));
  if (parent === undefined || part === undefined || !['addResource', 'addProxy', 'resourceForPath'].includes(method ?? ''))
    return undefined;
  const path = `${parent.path === '/' ? '' : parent.path}/${part.replace(/^\/+|\/+$/g, '')}`;
  return { api: parent.api, path: path === '' ? '/' : path, makers: [value, ...parent.makers] };
}

/** Reads `new LambdaRestApi(this, 'Api', { handler })` and `new RestApi(…)`. */
export function readRestApi(api: CallValue, table: RouteTable, functions: NamedFunctions): RestApiSettings {
  const option = (name: string) => callOption(api, 2, name);
  if (isLambdaRestApi(api) && plainOf(option('proxy')) !== false) {
    const target = proxyTarget(api, functions);
    for (const path of ['/', '/{proxy+}']) addMethod({ method: 'ANY', path, target, api, options: undefined }, table, functions);
  }
  const deploy = settingsIn(plainOf(option('deployOptions')));
  return {
    stages: [{ name: textIn(deploy['stageName']) ?? 'prod', variables: textMapIn(deploy['variables']) }],
    binaryMediaTypes: textsIn(plainOf(option('binaryMediaTypes'))),
  };
}

/** Reads `resource.addMethod('GET', integration, options)`. */
export function readMethod(call: CallValue, resource: RestResource, table: RouteTable, functions: NamedFunctions): void {
  const method = textOf(argumentOf(call, 0, 'httpMethod'));
  if (method === undefined) return void table.note(`A method of ${resource.path} is not served: it must be written out.`);
  const integration = argumentOf(call, 1, 'integration') ?? defaultOf(resource, 'defaultIntegration');
  const { path, api } = resource;
  const target = isNothing(integration) && isLambdaRestApi(api) ? proxyTarget(api, functions) : targetOf(integration, functions);
  addMethod({ method, path, target, api, options: call }, table, functions);
}

/** Reads `resource.addProxy({ defaultIntegration, anyMethod })`, which takes every method unless it is told not to. */
export function readProxy(proxy: RestResource, table: RouteTable, functions: NamedFunctions): void {
  const [call] = proxy.makers;
  if (call === undefined || plainOf(callOption(call, 0, 'anyMethod')) === false) return;
  const integration = defaultOf(proxy, 'defaultIntegration');
  const target =
    isNothing(integration) && isLambdaRestApi(proxy.api) ? proxyTarget(proxy.api, functions) : targetOf(integration, functions);
  addMethod({ method: 'ANY', path: proxy.path, target, api: proxy.api, options: undefined }, table, functions);
}

/** What a resource, or one above it, says for all below; the options of `addResource` come after its path. */
export function defaultOf({ makers }: RestResource, name: string): ProgramValue | undefined {
  for (const maker of makers) {
    const found = callOption(maker, { addResource: 1, addProxy: 0 }[methodOf(maker) ?? ''] ?? 2, name);
    if (!isNothing(found)) return found;
  }
  return undefined;
}

/** The answer to browsers' questions that `defaultCorsPreflightOptions` or `addCorsPreflight` make. */
export function preflightOf(options: ProgramValue | undefined): MockTarget {
  const settings = settingsIn(plainOf(options));
  const [origin = '*'] = textsIn(settings['allowOrigins']);
  const list = (name: string, otherwise: readonly string[]) => {
    const given = textsIn(settings[name]);
    return (given.length === 0 ? otherwise : given).join(',');
  };
  const headers = {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Headers': list('allowHeaders', HEADERS),
    'Access-Control-Allow-Methods': list('allowMethods', METHODS),
    ...(settings['allowCredentials'] === true ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
    ...(typeof settings['maxAge'] === 'number' ? { 'Access-Control-Max-Age': String(settings['maxAge']) } : {}),
  };
  return { kind: 'mock', status: typeof settings['statusCode'] === 'number' ? settings['statusCode'] : 204, headers, body: '' };
}

const HEADERS = ['Content-Type', 'X-Amz-Date', 'Authorization', 'X-Api-Key', 'X-Amz-Security-Token', 'X-Amz-User-Agent'];
const METHODS = ['OPTIONS', 'GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'];

function isLambdaRestApi(api: CallValue): boolean {
  return cdkCallee(api) === 'aws-apigateway.LambdaRestApi';
}

function proxyTarget(api: CallValue, functions: NamedFunctions): FunctionTarget | string {
  const name = functions.nameOf(callOption(api, 2, 'handler'));
  if (name === undefined) return 'which function it calls can’t be told from this file';
  return { kind: 'function', name, payloadFormat: '1.0', timeoutMs: longestWaitMs.Api };
}

/** `new LambdaIntegration(fn, { timeout })`. */
function targetOf(integration: ProgramValue | undefined, functions: NamedFunctions): FunctionTarget | string {
  const kind = cdkCallee(integration)?.split('.').at(-1);
  if (integration?.kind !== 'call' || kind === undefined) return 'its integration can’t be told from the program';
  if (kind !== 'LambdaIntegration') return `its integration is ${kind}, not a Lambda proxy`;
  if (plainOf(callOption(integration, 1, 'proxy')) === false) return 'its integration is no Lambda proxy';
  const name = functions.nameOf(argumentOf(integration, 0, 'handler'));
  if (name === undefined) return 'which function it calls can’t be told from this file';
  const seconds = secondsOf(callOption(integration, 1, 'timeout'));
  return { kind: 'function', name, payloadFormat: '1.0', timeoutMs: seconds === undefined ? longestWaitMs.Api : seconds * 1000 };
}

interface MethodToAdd {
  readonly method: string;
  readonly path: string;
  readonly target: FunctionTarget | string;
  readonly api: CallValue;
  /** The call that adds it. */
  readonly options: CallValue | undefined;
}

function addMethod({ method, path, target, api, options }: MethodToAdd, table: RouteTable, functions: NamedFunctions): void {
  if (typeof target === 'string') return void table.note(`${verbOf(method)} ${path} is not served: ${target}.`);
  const shared = callOption(api, 2, 'defaultMethodOptions');
  const own = (name: string) => (options === undefined ? undefined : callOption(options, 2, name));
  const all = (name: string) => (shared?.kind === 'object' ? (shared.get(name) ?? undefined) : undefined);
  const option = (name: string) => (isNothing(own(name)) ? all(name) : own(name));
  const guard = isIam(option('authorizationType'))
    ? ({ kind: 'known', authorizer: { kind: 'iam' } } as const)
    : guardOf(option('authorizer'), option('authorizationScopes'), functions);
  if (guard.kind === 'unknown') table.note(`${path} is open here: who is asked before it can’t be told from the program.`);
  const validation = methodValidation(option);
  table.add({
    method: verbOf(method),
    path,
    target,
    ...(validation === undefined ? {} : { validation }),
    ...(guard.kind === 'known' ? { authorizer: guard.authorizer } : {}),
    ...(plainOf(option('apiKeyRequired')) === true ? { apiKeyRequired: true } : {}),
  });
}
