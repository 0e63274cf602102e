import { randomBytes, randomUUID } from 'node:crypto';
import { type ApiRequest, type ApiResponse, DOWNLOAD_PREFIX } from './api.ts';
import { conflict, invalidParameter, notFound, validationError } from './awsError.ts';
import { type Cloud, findFunction, settleLater } from './cloud.ts';
import { configurationOf, listedConfigurationOf } from './configuration.ts';
import { type Fields, readFields } from './fields.ts';
import { aliasesOf, type CloudFunction, type FunctionVersion } from './functionModel.ts';
import { parseFunctionName } from './functionName.ts';
import { publish } from './lambdaVersions.ts';
import { packLinked } from './linkedFunctions.ts';
import { zipOf } from './packageSource.ts';
import { pageOf } from './paging.ts';
import { defaultSettings, readSettings } from './settings.ts';
import { checkTags } from './tags.ts';

export async function createFunction(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const fields = readFields(request.body);
  const { name } = parseFunctionName(required(fields.text('FunctionName'), 'functionName'));
  const packageType = fields.text('PackageType') ?? 'Zip';
  if (packageType !== 'Zip') throw invalidParameter('The local cloud runs zip packages; it has no container images.');
  const given = readSettings(fields);
  const role = required(given.role, 'role');
  const { runtime, handler } = given;
  if (runtime === undefined || handler === undefined) {
    throw invalidParameter('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  }
  const tags = checkTags(fields.object('Tags')?.textMap() ?? {});
  const zip = zipOf(requiredFields(fields.object('Code'), 'code'));

  return cloud.functions.exclusive(name, async () => {
    if (cloud.functions.get(name) !== undefined) throw conflict(`Function already exist: ${name}`);
    const latest: FunctionVersion = {
      version: '$LATEST',
      settings: { ...defaultSettings, ...given, runtime, handler, role },
      code: await cloud.code.save(name, zip),
      lastModified: cloud.clock.now(),
      revisionId: randomUUID(),
      state: 'Pending',
    };
    const downloadToken = randomBytes(24).toString('base64url');
    const fn: CloudFunction = { name, latest, serving: latest, versions: [], lastVersion: 0, tags, downloadToken };
    await cloud.functions.put(fn);
    settleLater(cloud, name, latest.revisionId);
    if (fields.flag('Publish') !== true) return { status: 201, body: configurationOf(fn, latest) };
    const published = await publish(cloud, name, undefined);
    return { status: 201, body: configurationOf(published.fn, published.version) };
  });
}

export async function getFunction(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { fn, version, qualifier } = await findPacked(cloud, request);
  const location = `${request.origin}${DOWNLOAD_PREFIX}${fn.name}/${encodeURIComponent(version.version)}/${fn.downloadToken}`;
  return {
    status: 200,
    body: {
      Configuration: configurationOf(fn, version, qualifier),
      Code: { RepositoryType: 'S3', Location: location },
      ...(Object.keys(fn.tags).length === 0 ? {} : { Tags: fn.tags }),
    },
  };
}

export async function getFunctionConfiguration(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { fn, version, qualifier } = await findPacked(cloud, request);
  return { status: 200, body: configurationOf(fn, version, qualifier) };
}

async function findPacked(cloud: Cloud, { params, query }: ApiRequest): Promise<ReturnType<typeof findFunction>> {
  const find = () => findFunction(cloud, params['name'] ?? '', query.get('Qualifier'));
  await packLinked(cloud, find().fn.name);
  return find();
}

export function listFunctions(cloud: Cloud, request: ApiRequest): ApiResponse {
  const all = request.query.get('FunctionVersion') === 'ALL';
  const items = cloud.functions.list().flatMap((fn) => {
    const versions = all ? [fn.latest, ...fn.versions] : [fn.latest];
    return versions.map((version) => listedConfigurationOf(fn, version, all ? '$LATEST' : undefined));
  });
  const { page, nextMarker } = pageOf(items, request);
  return { status: 200, body: { Functions: page, NextMarker: nextMarker } };
}

export async function deleteFunction(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { name, qualifier } = parseFunctionName(request.params['name'] ?? '', request.query.get('Qualifier'));
  if (qualifier === '$LATEST') throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  return cloud.functions.exclusive(name, async () => {
    const { fn } = findFunction(cloud, name);
    if (qualifier !== undefined) findFunction(cloud, name, qualifier);
    refuseAliased(fn, qualifier);
    cloud.runner.retire(name);
    if (qualifier === undefined) cloud.links.detach(name);
    if (qualifier === undefined) await cloud.functions.remove(name);
    else await cloud.functions.put({ ...fn, versions: fn.versions.filter((version) => version.version !== qualifier) });
    return { status: 204 };
  });
}

/** An alias is deleted by its own operation, and a version once none leads to it. */
function refuseAliased(fn: CloudFunction, qualifier: string | undefined): void {
  if (qualifier === undefined) return;
  const aliases = aliasesOf(fn);
  if (aliases.some(({ name }) => name === qualifier))
    throw invalidParameter(`${qualifier} is an alias of ${fn.name}: DeleteAlias deletes it.`);
  const alias = aliases.find(({ version, weights }) => version === qualifier || Object.hasOwn(weights, qualifier));
  if (alias !== undefined) throw conflict(`Version ${qualifier} of ${fn.name} can’t be deleted: the alias ${alias.name} leads to it.`);
}

/** The address in `Code.Location`: it carries its own secret, as a presigned one does. */
export async function downloadPackage(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const fn = cloud.functions.get(request.params['name'] ?? '');
  const version = [fn?.latest, ...(fn?.versions ?? [])].find((candidate) => candidate?.version === request.params['version']);
  const zip =
    fn?.downloadToken === request.params['token'] && version !== undefined ? await cloud.code.zip(fn?.name ?? '', version.code) : undefined;
  if (zip === undefined) throw notFound('There is no such package.');
  return { status: 200, headers: { 'Content-Type': 'application/zip' }, body: zip };
}

function required(value: string | undefined, member: string): string {
  if (value === undefined || value === '') throw validationError('null', member, 'Member must not be null');
  return value;
}

function requiredFields(value: Fields | undefined, member: string): Fields {
  if (value === undefined) throw validationError('null', member, 'Member must not be null');
  return value;
}
