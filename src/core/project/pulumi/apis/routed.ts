import type { ApiDefinition, ApiRoute, Authorizer } from '../../apis/model.ts';
import { RouteTable } from '../../apis/routeTable.ts';
import { authorizationHeader, identitySources, longestWaitMs, methodOf, numberIn, textIn, textsIn } from '../../apis/settings.ts';
import { plainOf } from '../../cdk/apis/plain.ts';
import { type CallValue, isNothing, optionOf, type ProgramValue } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { pulumiCallee } from '../names.ts';
import { nameOf, propertiesOf } from '../resource.ts';

/** `new apigateway.RestAPI(name, { routes })` of `@pulumi/aws-apigateway`, and what it was before that: `awsx.classic.apigateway.API`. */
export function isRoutedApi(call: CallValue): boolean {
  return /^(?:apigateway\.RestAPI|awsx\.(?:classic\.)?apigateway\.API)$/.test(pulumiCallee(call) ?? '');
}

export function readRoutedApi(call: CallValue, named: NamedFunctions): ApiDefinition {
  const get = propertiesOf(call);
  const table = new RouteTable();
  const routes = get('routes');
  const items = routes?.kind === 'array' ? routes.items : [];
  for (const route of items) addRoute(route, table, named);
  if (routes?.kind === 'array' ? routes.gap !== undefined : !isNothing(routes) || get('swaggerString') !== undefined)
    table.note('There are routes that can’t be told from the program: they are not served.');
  const name = nameOf(call);
  const stage = get('stageName');
  const binary = textsIn(plainOf(get('binaryMediaTypes')));
  return {
    type: 'Api',
    name: name?.kind === 'text' ? name.text : 'RestAPI',
    stages: [{ name: stage?.kind === 'text' ? stage.text : 'stage', variables: {} }],
    routes: table.routes,
    ...(binary.length > 0 && { binaryMediaTypes: binary }),
    notes: table.notes,
  };
}

function addRoute(route: ProgramValue, table: RouteTable, named: NamedFunctions): void {
  const option = (name: string) => optionOf(route, name);
  const written = textIn(plainOf(option('path')));
  if (written === undefined) return void table.note('A route is not served: its path must be written out.');
  const path = written.startsWith('/') ? written : `/${written}`;
  const method = methodOf(textIn(plainOf(option('method'))) ?? 'ANY');
  const handler = option('eventHandler');
  const name = named.nameOf(handler);
  if (name === undefined) {
    const why = isNothing(handler) ? 'it leads to no function' : 'which function it calls can’t be told from this file';
    return void table.note(`${method} ${path} is not served: ${why}.`);
  }
  const guard = guardOf(option('authorizers'), named);
  if (guard === 'unknown') table.note(`${path} is open here: who is asked before it can’t be told from the program.`);
  const target: ApiRoute['target'] = { kind: 'function', name, payloadFormat: '1.0', timeoutMs: longestWaitMs.Api };
  const isKeyed = plainOf(option('apiKeyRequired')) === true;
  table.add({ method, path, target, ...(typeof guard === 'object' && { authorizer: guard }), ...(isKeyed && { apiKeyRequired: true }) });
}

function guardOf(value: ProgramValue | undefined, named: NamedFunctions): Authorizer | 'unknown' | undefined {
  if (isNothing(value)) return undefined;
  const [first] = value.kind === 'array' ? value.items : [value];
  if (first === undefined) return undefined;
  if (first.kind !== 'object' && first.kind !== 'call') return 'unknown';
  const option = (name: string) => optionOf(first, name);
  const sources = identitySources(plainOf(option('identitySource')));
  const [source = { ...authorizationHeader, name: textIn(plainOf(option('parameterName'))) ?? authorizationHeader.name }] = sources;
  // Python and C# write them otherwise.
  if (!isNothing(option('providerARNs') ?? option('providerArns'))) {
    return { kind: 'cognito', source, scopes: textsIn(plainOf(option('methodsToAuthorize'))) };
  }
  const name = named.nameOf(option('handler'));
  if (name === undefined) return 'unknown';
  const isToken = textIn(plainOf(option('type')))?.toLowerCase() === 'token';
  const validation = textIn(plainOf(option('identityValidationExpression')));
  return {
    kind: 'function',
    id: textIn(plainOf(option('authorizerName'))) ?? name,
    name,
    event: isToken ? 'TOKEN' : 'REQUEST',
    sources: isToken || sources.length === 0 ? [source] : sources,
    ttlSeconds: numberIn(plainOf(option('authorizerResultTtlInSeconds'))) ?? 300,
    payloadFormat: '1.0',
    simpleResponses: false,
    ...(validation === undefined ? {} : { validation }),
  };
}
