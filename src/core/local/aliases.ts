import { randomUUID } from 'node:crypto';
import type { ApiRequest, ApiResponse } from './api.ts';
import { conflict, invalidParameter, notFound, validationError } from './awsError.ts';
import { type Cloud, findFunction } from './cloud.ts';
import { type Fields, readFields } from './fields.ts';
import { type Alias, aliasesOf, type CloudFunction, functionArn } from './functionModel.ts';
import { pageOf } from './paging.ts';
import { checkRevision } from './preconditions.ts';

export async function createAlias(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const fields = readFields(request.body);
  const name = checkName(fields.text('Name'));
  const { fn: named } = findFunction(cloud, request.params['name'] ?? '');
  return cloud.functions.exclusive(named.name, async () => {
    const { fn } = findFunction(cloud, named.name);
    if (aliasesOf(fn).some((each) => each.name === name)) throw conflict(`Alias already exists: ${functionArn(fn.name, name)}`);
    const version = checkVersion(cloud, fn, fields.text('FunctionVersion'));
    const weights = weightsIn(cloud, fn, fields, version) ?? {};
    const alias: Alias = { name, version, weights, description: fields.text('Description') ?? '', revisionId: randomUUID() };
    await put(cloud, fn, alias);
    return { status: 201, body: describe(fn, alias) };
  });
}

export async function updateAlias(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const fields = readFields(request.body);
  const { fn: named } = findFunction(cloud, request.params['name'] ?? '');
  return cloud.functions.exclusive(named.name, async () => {
    const { fn } = findFunction(cloud, named.name);
    const known = aliasesOf(fn).find(({ name }) => name === request.params['alias']);
    if (known === undefined) throw notFound(`Alias not found: ${functionArn(fn.name, request.params['alias'])}`);
    checkRevision(known, fields.text('RevisionId'));
    const given = fields.text('FunctionVersion');
    const version = given === undefined ? known.version : checkVersion(cloud, fn, given);
    const weights = weightsIn(cloud, fn, fields, version) ?? known.weights;
    const description = fields.text('Description') ?? known.description;
    const alias: Alias = { ...known, version, weights, description, revisionId: randomUUID() };
    await put(cloud, fn, alias);
    return { status: 200, body: describe(fn, alias) };
  });
}

export function getAlias(cloud: Cloud, request: ApiRequest): ApiResponse {
  const { fn } = findFunction(cloud, request.params['name'] ?? '');
  const alias = aliasesOf(fn).find(({ name }) => name === request.params['alias']);
  if (alias === undefined) throw notFound(`Cannot find alias arn: ${functionArn(fn.name, request.params['alias'])}`);
  return { status: 200, body: describe(fn, alias) };
}

/** One that isn't there is as good as deleted. */
export async function deleteAlias(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { fn: named } = findFunction(cloud, request.params['name'] ?? '');
  return cloud.functions.exclusive(named.name, async () => {
    const { fn } = findFunction(cloud, named.name);
    await cloud.functions.put({ ...fn, aliases: aliasesOf(fn).filter(({ name }) => name !== request.params['alias']) });
    return { status: 204 };
  });
}

export function listAliases(cloud: Cloud, request: ApiRequest): ApiResponse {
  const { fn } = findFunction(cloud, request.params['name'] ?? '');
  const wanted = request.query.get('FunctionVersion');
  const aliases = aliasesOf(fn).filter(({ version, weights }) => wanted === null || version === wanted || Object.hasOwn(weights, wanted));
  const { page, nextMarker } = pageOf(aliases, request);
  return { status: 200, body: { Aliases: page.map((alias) => describe(fn, alias)), NextMarker: nextMarker } };
}

function put(cloud: Cloud, fn: CloudFunction, alias: Alias): Promise<void> {
  const others = aliasesOf(fn).filter(({ name }) => name !== alias.name);
  return cloud.functions.put({ ...fn, aliases: [...others, alias].sort((a, b) => (a.name < b.name ? -1 : 1)) });
}

function describe(fn: CloudFunction, { name, version, weights, description, revisionId }: Alias) {
  return {
    AliasArn: functionArn(fn.name, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
    ...(Object.keys(weights).length === 0 ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
    RevisionId: revisionId,
  };
}

function checkName(name: string | undefined): string {
  if (name === undefined) throw validationError('null', 'name', 'Member must not be null');
  if (!/^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/.test(name)) {
    throw validationError(name, 'name', 'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)');
  }
  return name;
}

/** Of the function's own, `$LATEST` among them. */
function checkVersion(cloud: Cloud, fn: CloudFunction, version: string | undefined): string {
  if (version === undefined) throw validationError('null', 'functionVersion', 'Member must not be null');
  return findFunction(cloud, fn.name, version).version.version;
}

/** The second version of an alias, and the share of calls that it takes; undefined where the request doesn't speak of it. */
function weightsIn(cloud: Cloud, fn: CloudFunction, fields: Fields, version: string): Alias['weights'] | undefined {
  const routing = fields.object('RoutingConfig');
  if (routing === undefined) return undefined;
  const weights = Object.entries(routing.object('AdditionalVersionWeights')?.plain() ?? {});
  if (weights.length > 1) throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  for (const [other, weight] of weights) {
    if (typeof weight !== 'number' || weight < 0 || weight > 1) {
      throw validationError(
        `{${other}=${String(weight)}}`,
        'routingConfig.additionalVersionWeights',
        'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0]',
      );
    }
    if (other === version) {
      throw invalidParameter(
        `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
      );
    }
    if (version === '$LATEST' || other === '$LATEST') {
      throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
    }
    checkVersion(cloud, fn, other);
  }
  return Object.fromEntries(weights) as Alias['weights'];
}
