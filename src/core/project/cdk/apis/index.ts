import { functionUrl } from '../../apis/functionUrl.ts';
import { byType } from '../../apis/gatewayResponses.ts';
import type { ApiDefinition, GatewayResponse } from '../../apis/model.ts';
import { RouteTable } from '../../apis/routeTable.ts';
import { argumentOf, type CallValue, callOption, type Evaluator, isNothing, libraryCalls, type Module } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { cdkCallee } from '../names.ts';
import { isIam } from './authorizers.ts';
import { isGatewayResponse, readGatewayResponse, responseApi } from './gatewayResponses.ts';
import { readHttpApi, readRoutes } from './http.ts';
import { lastName, methodOf, partsOf, plainOf, symbolOf, textOf } from './plain.ts';
import { defaultOf, preflightOf, readMethod, readProxy, readRestApi, resourceOf } from './rest.ts';

/** The APIs and function URLs that a program makes with the CDK, as far as its own text tells. */
export function readApis(module: Module, evaluator: Evaluator, functions: NamedFunctions): readonly ApiDefinition[] {
  if (!module.program.calls.some(({ call }) => MAKERS.test(lastName(call.callee)))) return [];
  const calls = libraryCalls(module, evaluator, { matches: isAboutApis, names: (call) => [call.arguments[1]], parts: partsOf });
  const apis = new Map<string, FoundApi>();
  const urls: ApiDefinition[] = [];
  const found = (call: CallValue): FoundApi => {
    const key = `${call.place.source.path} ${call.place.span.start} ${textOf(call.arguments[1]) ?? ''}`;
    const api = apis.get(key) ?? open(call, functions);
    apis.set(key, api);
    return api;
  };
  for (const { call } of calls) {
    if (isApi(call)) found(call);
    else if (isUrl(call)) urls.push(...urlOf(call, functions));
    else addTo(found, call, functions);
  }
  return [...[...apis.values()].map(({ definition }) => definition()), ...urls];
}

/** A quick look: most files have none. */
const MAKERS = /^(?:HttpApi|RestApi|LambdaRestApi|FunctionUrl|addFunctionUrl|add_function_url|AddFunctionUrl)$/;

interface FoundApi {
  readonly call: CallValue;
  readonly table: RouteTable;
  readonly responses: (readonly [type: unknown, response: GatewayResponse])[];
  readonly definition: () => ApiDefinition;
}

const APIS: Readonly<Record<string, 'HttpApi' | 'Api'>> = {
  'aws-apigatewayv2.HttpApi': 'HttpApi',
  'aws-apigateway.RestApi': 'Api',
  'aws-apigateway.LambdaRestApi': 'Api',
};

function isApi(call: CallValue): boolean {
  return APIS[cdkCallee(call) ?? ''] !== undefined;
}

function isUrl(call: CallValue): boolean {
  return methodOf(call) === 'addFunctionUrl' || cdkCallee(call) === 'aws-lambda.FunctionUrl';
}

function isAboutApis(call: CallValue): boolean {
  return (
    isApi(call) ||
    isUrl(call) ||
    isGatewayResponse(call) ||
    ['addRoutes', 'addMethod', 'addProxy', 'addResource', 'addCorsPreflight'].includes(methodOf(call) ?? '')
  );
}

function open(call: CallValue, functions: NamedFunctions): FoundApi {
  const table = new RouteTable();
  const type = APIS[cdkCallee(call) ?? ''] ?? 'Api';
  const name = textOf(call.arguments[1] ?? argumentOf(call, 1, 'id')) ?? cdkCallee(call)?.split('.').at(-1) ?? type;
  if (type === 'HttpApi') {
    const { cors } = readHttpApi(call, table, functions);
    const stages = [{ name: '$default', variables: {} }];
    const definition = () => ({ type, name, stages, routes: table.routes, ...(cors === undefined ? {} : { cors }), notes: table.notes });
    return { call, table, responses: [], definition };
  }
  const responses: FoundApi['responses'] = [];
  const { stages, binaryMediaTypes } = readRestApi(call, table, functions);
  const preflight = callOption(call, 2, 'defaultCorsPreflightOptions');
  const definition = (): ApiDefinition => {
    // Every resource has one then.
    if (!isNothing(preflight))
      for (const path of new Set(table.routes.map((route) => route.path)))
        table.add({ method: 'OPTIONS', path, target: preflightOf(preflight) });
    const gatewayResponses = byType(responses);
    return {
      type,
      name,
      stages,
      routes: table.routes,
      ...(binaryMediaTypes.length === 0 ? {} : { binaryMediaTypes }),
      ...(gatewayResponses === undefined ? {} : { gatewayResponses }),
      notes: table.notes,
    };
  };
  return { call, table, responses, definition };
}

function addTo(found: (call: CallValue) => FoundApi, call: CallValue, functions: NamedFunctions): void {
  const method = methodOf(call);
  const of = call.callee.kind === 'part' ? call.callee.of : undefined;
  if (method === 'addRoutes') {
    if (of?.kind === 'call' && cdkCallee(of) === 'aws-apigatewayv2.HttpApi') readRoutes(call, of, found(of).table, functions);
    return;
  }
  if (isGatewayResponse(call)) {
    const api = responseApi(call);
    if (api?.kind === 'call' && isApi(api)) found(api).responses.push(readGatewayResponse(call));
    return;
  }
  if (method === 'addProxy') {
    const proxy = resourceOf(call, isApi);
    if (proxy !== undefined) readProxy(proxy, found(proxy.api).table, functions);
    return;
  }
  const resource = method === 'addResource' ? resourceOf(call, isApi) : resourceOf(of, isApi);
  if (resource === undefined) return;
  const { table } = found(resource.api);
  if (method === 'addMethod') readMethod(call, resource, table, functions);
  if (method === 'addCorsPreflight')
    table.add({ method: 'OPTIONS', path: resource.path, target: preflightOf(call.keywords ?? call.arguments[0]) });
  if (method === 'addResource' && !isNothing(callOption(call, 1, 'defaultCorsPreflightOptions'))) {
    table.add({ method: 'OPTIONS', path: resource.path, target: preflightOf(defaultOf(resource, 'defaultCorsPreflightOptions')) });
  }
}

/** `fn.addFunctionUrl({ authType, cors, invokeMode })`, or a `FunctionUrl` with the function among its options. */
function urlOf(call: CallValue, functions: NamedFunctions): readonly ApiDefinition[] {
  const isMethod = call.callee.kind === 'part';
  const option = (name: string) => callOption(call, isMethod ? 0 : 2, name);
  const name = functions.nameOf(call.callee.kind === 'part' ? call.callee.of : option('function'));
  if (name === undefined) return [];
  // Without a word the CDK asks for a signature.
  const authType = option('authType');
  const settings = {
    AuthType: isNothing(authType) || isIam(authType) ? 'AWS_IAM' : 'NONE',
    InvokeMode: symbolOf(option('invokeMode')),
    Cors: corsOf(plainOf(option('cors'))),
  };
  return [functionUrl(name, settings)];
}

/** Of the methods the CDK has names, and one for all. */
function corsOf(cors: unknown): unknown {
  if (typeof cors !== 'object' || cors === null) return undefined;
  const { allowedMethods } = cors as { readonly allowedMethods?: unknown };
  const methods = Array.isArray(allowedMethods) ? allowedMethods.map((method) => (method === 'ALL' ? '*' : method)) : allowedMethods;
  return { ...cors, ...(methods === undefined ? {} : { allowedMethods: methods }) };
}
