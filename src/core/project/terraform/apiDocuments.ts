import type { ApiRoute } from '../apis/model.ts';
import { readOpenApi } from '../apis/openapi.ts';
import { RouteTable } from '../apis/routeTable.ts';
import { methodOf, textIn as plainText } from '../apis/settings.ts';
import type { Invoker } from '../model.ts';
import { httpApiSettings, type RouteSettings, restApiSettings } from './apiSettings.ts';
import { DocumentReader, marksIn } from './documents.ts';
import { ofType } from './module.ts';
import { wholeAddress } from './plain.ts';
import type { Scope } from './scope.ts';
import { type Found, placeOf, type Source, textIn, toFunction } from './source.ts';
import { type Reference, resolved } from './value.ts';

/** The routes by which the OpenAPI document of an API, its `body`, leads to functions. */
export function documentRoutes(source: Source, type: 'Api' | 'HttpApi'): readonly Found[] {
  const body = source.value('body');
  if (body === undefined) return [];
  const reader = new DocumentReader(source.scope, source.texts, (reference) => toFunction(reference).length > 0);
  const document = reader.read(body);
  const meant = new Map<string, Reference>();
  const functionNamed = (value: unknown): string | undefined => {
    const fn = functionIn(plainText(value) ?? '', reader, source.scope);
    if (fn !== undefined) meant.set(wholeAddress(fn), fn);
    return fn && wholeAddress(fn);
  };
  const table = new RouteTable();
  const { cors, binaryMediaTypes, gatewayResponses } = readOpenApi(type, document, table, functionNamed);
  const [mocks, routes] = [table.routes.filter(isMock), table.routes.filter((route) => !isMock(route))];
  const api = apiOf(source);
  const own = type === 'Api' ? restApiSettings(api) : httpApiSettings(api);
  const shared = {
    [type === 'Api' ? 'RestApiId' : 'ApiId']: source.address,
    ...(mocks.length > 0 && { Mocks: mocks }),
    ...(table.notes.length > 0 && { Notes: table.notes }),
    ...own,
    ...(own['Cors'] === undefined && { Cors: cors }),
    BinaryMediaTypes: own['BinaryMediaTypes'] ?? binaryMediaTypes,
    GatewayResponses: own['GatewayResponses'] ?? gatewayResponses,
  };
  return routes.flatMap((route) => routeTo(route, meant, source, { type, shared }));
}

function routeTo(
  route: ApiRoute,
  meant: ReadonlyMap<string, Reference>,
  source: Source,
  { type, shared }: { readonly type: 'Api' | 'HttpApi'; readonly shared: RouteSettings },
): readonly Found[] {
  const target = route.target.kind === 'function' ? meant.get(route.target.name) : undefined;
  if (target === undefined) return [];
  const { method, path } = route;
  return [
    { target: [target], trigger: source.trigger(type, { Method: method, Path: path, Route: route, ...shared }), invoker: by(source, type) },
  ];
}

/** Quick create: `target` alone makes an API of a function, with one route. */
export function quickRoute(source: Source): readonly Found[] {
  const target = source.functions('target');
  if (target.length === 0 || source.text('protocol_type') !== 'HTTP') return [];
  const key = source.text('route_key') ?? '$default';
  const [method, path] = key === '$default' ? [undefined, undefined] : key.split(' ');
  const properties = {
    ApiId: source.address,
    Method: method && methodOf(method),
    Path: path,
    PayloadFormatVersion: '2.0',
    ...httpApiSettings(apiOf(source)),
  };
  return [{ target, trigger: source.trigger('HttpApi', properties), invoker: by(source, 'HttpApi') }];
}

function isMock({ target }: ApiRoute): boolean {
  return target.kind === 'mock';
}

function by({ block }: Source, type: 'Api' | 'HttpApi'): Invoker {
  return { kind: 'api', api: type === 'Api' ? 'rest' : 'http', at: placeOf(block) };
}

function apiOf({ scope, address, instance }: Source): Reference | undefined {
  const api = scope.reference(address, instance.key, []);
  return api.kind === 'reference' ? api : undefined;
}

/** The function that an integration's address is of: by a reference in it, or by its name. */
function functionIn(uri: string, { references }: DocumentReader, scope: Scope): Reference | undefined {
  const [fn] = marksIn(uri).flatMap((mark) => {
    const reference = references.get(mark);
    return reference === undefined ? [] : toFunction(reference);
  });
  if (fn !== undefined) return fn;
  const name = /:function:([\w-]+)/.exec(uri)?.[1];
  return name === undefined ? undefined : functionCalled(name, scope);
}

function functionCalled(name: string, scope: Scope): Reference | undefined {
  for (const [address, block] of ofType(scope.module, 'aws_lambda_function')) {
    for (const instance of scope.instances(block)) {
      const own = scope.evaluate(block, 'function_name', instance);
      const reference = scope.reference(address, instance.key, []);
      if (reference.kind === 'reference' && own !== undefined && textIn(resolved(own)) === name) return reference;
    }
  }
  return undefined;
}
