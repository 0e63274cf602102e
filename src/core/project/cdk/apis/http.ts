import type { FunctionTarget } from '../../apis/model.ts';
import type { RouteTable } from '../../apis/routeTable.ts';
import { corsIn, longestWaitMs, textsIn, methodOf as verbOf } from '../../apis/settings.ts';
import { argumentOf, type CallValue, callOption, isNothing, type ProgramValue } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { cdkCallee } from '../names.ts';
import { guardOf } from './authorizers.ts';
import { plainOf, secondsOf, symbolOf, textOf } from './plain.ts';

/** Of an `HttpApi`: what routes are told of by the API itself. */
export interface HttpApiSettings {
  readonly cors: ReturnType<typeof corsIn>;
}

/** Reads `new HttpApi(this, 'Api', { defaultIntegration, corsPreflight })`. */
export function readHttpApi(api: CallValue, table: RouteTable, functions: NamedFunctions): HttpApiSettings {
  const option = (name: string) => callOption(api, 2, name);
  const integration = option('defaultIntegration');
  if (!isNothing(integration)) {
    const route = { methods: ['ANY'], path: '$default', authorizer: option('defaultAuthorizer') };
    addRoutes(route, integration, undefined, table, functions);
  }
  return { cors: corsIn(plainOf(option('corsPreflight'))) };
}

/** Reads `api.addRoutes({ path, methods, integration, authorizer })`. */
export function readRoutes(call: CallValue, api: CallValue, table: RouteTable, functions: NamedFunctions): void {
  const option = (name: string) => callOption(call, 0, name);
  const path = textOf(option('path'));
  const methods = textsIn(plainOf(option('methods')));
  if (path === undefined) return void table.note('A route is not served: its path must be written out.');
  const own = option('authorizer');
  const authorizer = isNothing(own) ? callOption(api, 2, 'defaultAuthorizer') : own;
  const route = { methods: methods.length === 0 ? ['ANY'] : methods, path, authorizer };
  addRoutes(route, option('integration'), option('authorizationScopes'), table, functions);
}

function addRoutes(
  {
    methods,
    path,
    authorizer,
  }: { readonly methods: readonly string[]; readonly path: string; readonly authorizer: ProgramValue | undefined },
  integration: ProgramValue | undefined,
  scopes: ProgramValue | undefined,
  table: RouteTable,
  functions: NamedFunctions,
): void {
  const target = targetOf(integration, functions);
  if (typeof target === 'string') return void table.note(`${methods.join(', ')} ${path} is not served: ${target}.`);
  const guard = guardOf(authorizer, scopes, functions);
  if (guard.kind === 'unknown') table.note(`${path} is open here: who is asked before it can’t be told from the program.`);
  for (const method of methods) {
    table.add({ method: verbOf(method), path, target, ...(guard.kind === 'known' ? { authorizer: guard.authorizer } : {}) });
  }
}

/** `new HttpLambdaIntegration('X', fn, { payloadFormatVersion })`, or version 1's `LambdaProxyIntegration({ handler })`. */
function targetOf(integration: ProgramValue | undefined, functions: NamedFunctions): FunctionTarget | string {
  const kind = cdkCallee(integration)?.split('.').at(-1);
  if (integration?.kind !== 'call' || kind === undefined) return 'its integration can’t be told from the program';
  if (kind !== 'HttpLambdaIntegration' && kind !== 'LambdaProxyIntegration') return `its integration is ${kind}, not a Lambda proxy`;
  const isOld = kind === 'LambdaProxyIntegration';
  const name = functions.nameOf(isOld ? callOption(integration, 0, 'handler') : argumentOf(integration, 1, 'handler'));
  if (name === undefined) return 'which function it calls can’t be told from this file';
  const option = (of: string) => callOption(integration, isOld ? 0 : 2, of);
  const seconds = secondsOf(option('timeout'));
  return {
    kind: 'function',
    name,
    payloadFormat: symbolOf(option('payloadFormatVersion')) === 'VERSION_1_0' ? '1.0' : '2.0',
    timeoutMs: seconds === undefined ? longestWaitMs.HttpApi : seconds * 1000,
  };
}
