import { byType, gatewayResponseOf } from '../apis/gatewayResponses.ts';
import { attributeOf, type ModuleBlock, ofType, type Written } from './module.ts';
import { type Plain, plainBlock, wholeAddress } from './plain.ts';
import { type Instance, type Scope, scopeOf } from './scope.ts';
import type { Reference } from './value.ts';

/** What a route of API Gateway is told by beside its path and its function, as plain data. What there is none of is left out. */
export type RouteSettings = Readonly<Record<string, unknown>>;

/** One of what a reference means, as far as it is in this workspace. */
export interface Related {
  readonly block: ModuleBlock;
  readonly scope: Scope;
  readonly instance: Instance;
}

export function related(reference: Reference | undefined): Related | undefined {
  if (reference?.block === undefined) return undefined;
  const { block, key } = reference;
  const scope = scopeOf(reference);
  const instance = scope?.instances(block).find((each) => each.key === key) ?? scope?.instances(block)[0];
  return scope === undefined || instance === undefined ? undefined : { block, scope, instance };
}

function plain(of: Related | undefined): Plain {
  return of === undefined ? {} : plainBlock(of.block, of.scope, of.instance);
}

/** Of an HTTP API: its CORS settings and its stages. */
export function httpApiSettings(api: Reference | undefined): RouteSettings {
  const [cors] = listIn(plain(related(api))['cors_configuration']);
  return { Cors: cors, Stages: stagesOf(api, 'aws_apigatewayv2_stage', 'api_id', 'name', 'stage_variables') };
}

/** Of a REST API: its binary types and its stages. */
export function restApiSettings(api: Reference | undefined): RouteSettings {
  const stages = stagesOf(api, 'aws_api_gateway_stage', 'rest_api_id', 'stage_name', 'variables');
  return {
    BinaryMediaTypes: plain(related(api))['binary_media_types'],
    Stages: stages ?? stagesOf(api, 'aws_api_gateway_deployment', 'rest_api_id', 'stage_name', 'variables'),
    GatewayResponses: responsesOf(api),
  };
}

/** The function that an expression refers to, whatever else is in it. */
export type FunctionIn = (written: Written, scope: Scope, instance: Instance) => Reference | undefined;

/** Of a route of an HTTP API, or a method of a REST API: who is asked whether a request may come in. */
export function guardOf(route: Related, functionIn: FunctionIn): RouteSettings {
  const { authorization_type: ofRoute, authorization: ofMethod, authorization_scopes: scopes, api_key_required: key } = plain(route);
  const kind = ofRoute ?? ofMethod;
  const authorizer = related(referenceIn(route, 'authorizer_id'));
  return {
    Authorization: kind === 'NONE' ? undefined : kind,
    AuthorizationScopes: scopes,
    ApiKeyRequired: key === true ? true : undefined,
    Authorizer:
      kind === 'NONE' || kind === undefined || authorizer === undefined ? undefined : authorizerSettings(route, authorizer, functionIn),
  };
}

/** Its own words, with the function that it asks by its address. */
function authorizerSettings(route: Related, authorizer: Related, functionIn: FunctionIn): Plain {
  const uri = attributeOf(authorizer.block, 'authorizer_uri');
  const id = referenceIn(route, 'authorizer_id');
  const fn = uri === undefined ? undefined : functionIn(uri, authorizer.scope, authorizer.instance);
  return { ...plain(authorizer), id: id && wholeAddress(id), function: fn && wholeAddress(fn) };
}

/** The method of a REST API that an integration is of. */
export function methodOf(integration: Related): Related | undefined {
  const named = referenceIn(integration, 'http_method');
  if (named?.address.startsWith('aws_api_gateway_method.')) return related(named);
  const wanted = plain(integration);
  return methodsOf(integration.scope).find((method) => {
    const { resource_id, http_method } = plain(method);
    return resource_id === wanted['resource_id'] && http_method === wanted['http_method'];
  });
}

/** What answers a browser's question on the path of an integration without a function. */
export function preflightOf(integration: Related): RouteSettings | undefined {
  const { resource_id: resource } = plain(integration);
  const all = (type: string) => instancesOf(integration.scope, type).map(plain);
  const isPreflight = (each: Plain) => each['resource_id'] === resource && each['http_method'] === 'OPTIONS';
  const mock = all('aws_api_gateway_integration').find((each) => isPreflight(each) && each['type'] === 'MOCK');
  const response = mock && all('aws_api_gateway_integration_response').find(isPreflight);
  return response && { StatusCode: response['status_code'], ResponseParameters: response['response_parameters'] };
}

function methodsOf(scope: Scope): readonly Related[] {
  return instancesOf(scope, 'aws_api_gateway_method');
}

function instancesOf(scope: Scope, type: string): readonly Related[] {
  return ofType(scope.module, type).flatMap(([, block]) => scope.instances(block).map((instance) => ({ block, scope, instance })));
}

function responsesOf(api: Reference | undefined) {
  const scope = api === undefined ? undefined : scopeOf(api);
  if (api === undefined || scope === undefined) return undefined;
  const own = instancesOf(scope, 'aws_api_gateway_gateway_response')
    .map(plain)
    .filter((each) => each['rest_api_id'] === wholeAddress(api));
  return byType(
    own.map(({ response_type: type, status_code: status, response_parameters: parameters, response_templates: templates }) => {
      return [type, gatewayResponseOf(status, parameters, templates)];
    }),
  );
}

function stagesOf(api: Reference | undefined, type: string, of: string, name: string, variables: string): unknown {
  const scope = api === undefined ? undefined : scopeOf(api);
  if (api === undefined || scope === undefined) return undefined;
  const stages = instancesOf(scope, type)
    .map(plain)
    .filter((stage) => stage[of] === wholeAddress(api) && typeof stage[name] === 'string')
    .map((stage) => ({ name: stage[name], variables: stage[variables] }));
  return stages.length === 0 ? undefined : stages;
}

function referenceIn({ block, scope, instance }: Related, name: string): Reference | undefined {
  const value = scope.evaluate(block, name, instance);
  return value?.kind === 'reference' ? value : undefined;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
