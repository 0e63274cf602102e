import { functionUrl } from '../apis/functionUrl.ts';
import type { ApiDefinition, Authorizer } from '../apis/model.ts';
import { RouteTable } from '../apis/routeTable.ts';
import { corsForAll, corsIn, longestWaitMs, methodOf } from '../apis/settings.ts';
import { plainOf } from '../cdk/apis/plain.ts';
import { type CallValue, isNothing, memberOf, type ProgramFunction, type ProgramValue } from '../program/index.ts';
import type { NamedFunctions } from '../program/named.ts';
import { isConstruct, kindOf, makingOf, placesIn, propertiesOf } from './calls.ts';
import type { FunctionPlace } from './places.ts';

/** What is put in front of functions: the constructs of version 2 and the components of version 3. */
const APIS: Readonly<Record<string, 'HttpApi' | 'Api'>> = {
  Api: 'HttpApi',
  ApiGatewayV1Api: 'Api',
  ApiGatewayV2: 'HttpApi',
  ApiGatewayV1: 'Api',
};

/** The APIs and function URLs that a program makes with SST, as far as its own text tells. */
export function readApis(calls: readonly CallValue[], named: NamedFunctions): readonly ApiDefinition[] {
  const apis = new Map<string, { readonly making: CallValue; readonly table: RouteTable }>();
  const urls: ApiDefinition[] = [];
  for (const call of calls) {
    const making = makingOf(call);
    if (making === undefined) continue;
    const type = APIS[kindOf(making)];
    if (type !== undefined) {
      const key = `${making.place.source.path} ${making.place.span.start}`;
      const api = apis.get(key) ?? { making, table: new RouteTable() };
      apis.set(key, api);
      for (const place of placesIn(call)) addRoute(place, { call, making, type }, api.table, named);
    } else if (kindOf(call) === 'Function') urls.push(...urlOf(call, named));
  }
  return [...[...apis.values()].map(({ making, table }) => apiOf(making, table)), ...urls];
}

/** The calls that functions were found in, each once. */
export function callsOf(functions: readonly ProgramFunction[]): readonly CallValue[] {
  return [...new Map(functions.map(({ at: { call } }) => [call, call])).values()];
}

interface Around {
  readonly call: CallValue;
  readonly making: CallValue;
  readonly type: 'HttpApi' | 'Api';
}

/** A route's label is its method and path. */
function addRoute({ label, value }: FunctionPlace, around: Around, table: RouteTable, named: NamedFunctions): void {
  const { type } = around;
  const key = label?.text ?? '';
  const [verb = '', path = ''] = key === '$default' ? ['ANY', '$default'] : key.trim().split(/\s+/);
  if (!/^(?:\/|\$default$)/.test(path)) return void table.note('A route is not served: its method and path must be written out.');
  const name = named.nameOf(value) ?? named.nameOf(memberOf(value, 'function'));
  if (name === undefined) return void table.note(`${key} is not served: which function it calls can’t be told from this file.`);
  const guard = guardOf(value, around);
  if (guard === 'unknown') table.note(`${key} is open here: who is asked before it can’t be told from the program.`);
  const payloadFormat = type === 'HttpApi' && plainOf(memberOf(value, 'payloadFormatVersion')) !== '1.0' ? '2.0' : '1.0';
  table.add({
    method: methodOf(verb),
    path,
    target: { kind: 'function', name, payloadFormat, timeoutMs: longestWaitMs[type] },
    ...(typeof guard === 'object' ? { authorizer: guard } : {}),
  });
}

/** Version 2 names an authorizer of the API in the route, or for all; version 3 tells it after the function. */
function guardOf(value: ProgramValue, { call, making }: Around): Authorizer | 'open' | 'unknown' {
  if (!isConstruct(making)) {
    const auth = memberOf(call.arguments[2], 'auth');
    if (isNothing(auth)) return 'open';
    return plainOf(memberOf(auth, 'iam')) === true ? { kind: 'iam' } : plainOf(auth) === false ? 'open' : 'unknown';
  }
  const own = value.kind === 'object' ? memberOf(value, 'authorizer') : undefined;
  const authorizer = isNothing(own) ? memberOf(memberOf(making.arguments[2], 'defaults'), 'authorizer') : own;
  if (isNothing(authorizer)) return 'open';
  const text = plainOf(authorizer);
  return text === 'iam' ? { kind: 'iam' } : text === 'none' ? 'open' : 'unknown';
}

function apiOf(making: CallValue, table: RouteTable): ApiDefinition {
  const type = APIS[kindOf(making)] ?? 'HttpApi';
  const id = making.arguments[isConstruct(making) ? 1 : 0];
  const setting = plainOf(memberOf(propertiesOf(making), 'cors'));
  // Without a word everybody may call.
  const cors = setting === false ? undefined : (corsIn(setting) ?? corsForAll);
  return {
    type,
    name: id?.kind === 'text' ? id.text : kindOf(making),
    stages: [{ name: type === 'HttpApi' ? '$default' : 'prod', variables: {} }],
    routes: table.routes,
    ...(type === 'Api' || cors === undefined ? {} : { cors }),
    notes: table.notes,
  };
}

/** `url: true`, or settings of it. */
function urlOf(call: CallValue, named: NamedFunctions): readonly ApiDefinition[] {
  const properties = propertiesOf(call);
  const url = memberOf(properties, 'url');
  const settings = plainOf(url);
  const name = named.nameOf(call);
  if (isNothing(url) || settings === false || settings === undefined || name === undefined) return [];
  const { authorization, authorizer, cors } = settings === true ? {} : (settings as Readonly<Record<string, unknown>>);
  const isIam = (authorization ?? authorizer) === 'iam';
  const streams = plainOf(memberOf(properties, 'streaming')) === true;
  return [
    functionUrl(name, {
      AuthType: isIam ? 'AWS_IAM' : 'NONE',
      InvokeMode: streams ? 'RESPONSE_STREAM' : undefined,
      Cors: cors === false ? undefined : typeof cors === 'object' ? cors : corsForAll,
    }),
  ];
}
