import { randomUUID } from 'node:crypto';
import type { ApiRequest, ApiResponse } from './api.ts';
import { invalidParameter } from './awsError.ts';
import { type Cloud, findFunction } from './cloud.ts';
import { readFields } from './fields.ts';
import type { CloudFunction } from './functionModel.ts';
import { parseFunctionName } from './functionName.ts';

export function listTags(cloud: Cloud, request: ApiRequest): ApiResponse {
  return { status: 200, body: { Tags: findFunction(cloud, resourceOf(request)).fn.tags } };
}

export function tagResource(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const added = readFields(request.body).object('Tags')?.textMap() ?? {};
  return retag(cloud, request, (tags) => ({ ...tags, ...added }));
}

export function untagResource(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const removed = new Set(request.query.getAll('tagKeys'));
  return retag(cloud, request, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))));
}

export function checkTags(tags: CloudFunction['tags']): CloudFunction['tags'] {
  if (Object.keys(tags).length > 50) throw invalidParameter('Number of tags exceeds resource tag limit.');
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > 128 || value.length > 256)
      throw invalidParameter(`The tag ${key} is too long: keys have 1 to 128 characters, values 256.`);
    if (key.startsWith('aws:')) throw invalidParameter('Tag keys starting with aws: are reserved for system use.');
  }
  return tags;
}

/** Tagging gives the function another revision, as on AWS. */
async function retag(
  cloud: Cloud,
  request: ApiRequest,
  change: (tags: CloudFunction['tags']) => CloudFunction['tags'],
): Promise<ApiResponse> {
  const name = resourceOf(request);
  return cloud.functions.exclusive(name, async () => {
    const { fn } = findFunction(cloud, name);
    const tags = checkTags(change(fn.tags));
    const settled = fn.latest.lastUpdate === 'Successful';
    await cloud.functions.put({ ...fn, tags, latest: settled ? { ...fn.latest, revisionId: randomUUID() } : fn.latest });
    return { status: 204 };
  });
}

function resourceOf(request: ApiRequest): string {
  const { name, qualifier } = parseFunctionName(request.params['arn'] ?? '');
  if (qualifier !== undefined)
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  return name;
}
