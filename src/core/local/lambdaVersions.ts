import { randomUUID } from 'node:crypto';
import type { ApiRequest, ApiResponse } from './api.ts';
import { invalidParameter } from './awsError.ts';
import { type Cloud, findFunction } from './cloud.ts';
import { configurationOf, listedConfigurationOf } from './configuration.ts';
import { readFields } from './fields.ts';
import type { CloudFunction, FunctionVersion } from './functionModel.ts';
import { parseFunctionName } from './functionName.ts';
import { packLinked } from './linkedFunctions.ts';
import { pageOf } from './paging.ts';
import { checkReady, checkRevision, refuseUnpacked } from './preconditions.ts';

export async function publishVersion(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { name } = parseFunctionName(request.params['name'] ?? '');
  const fields = readFields(request.body);
  await packLinked(cloud, name);
  return cloud.functions.exclusive(name, async () => {
    const { fn } = findFunction(cloud, name);
    checkReady(fn);
    refuseUnpacked(fn);
    checkRevision(fn.latest, fields.text('RevisionId'));
    const expected = fields.text('CodeSha256');
    if (expected !== undefined && expected !== fn.latest.code.sha256) {
      throw invalidParameter(
        `CodeSHA256 (${expected}) is different from current CodeSHA256 in $LATEST (${fn.latest.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    }
    const { fn: changed, version } = await publish(cloud, name, fields.text('Description'));
    return { status: 201, body: configurationOf(changed, version) };
  });
}

export function listVersions(cloud: Cloud, request: ApiRequest): ApiResponse {
  const { fn } = findFunction(cloud, request.params['name'] ?? '');
  const { page, nextMarker } = pageOf([fn.latest, ...fn.versions], request);
  return { status: 200, body: { Versions: page.map((version) => listedConfigurationOf(fn, version, '$LATEST')), NextMarker: nextMarker } };
}

/** Freezes `$LATEST` under the next number; where nothing changed since the last one, that is the answer. Within `exclusive`. */
export async function publish(
  cloud: Cloud,
  name: string,
  description: string | undefined,
): Promise<{ readonly fn: CloudFunction; readonly version: FunctionVersion }> {
  const { fn } = findFunction(cloud, name);
  const settings = description === undefined ? fn.latest.settings : { ...fn.latest.settings, description };
  const newest = fn.versions.at(-1);
  if (newest?.code.sha256 === fn.latest.code.sha256 && JSON.stringify(newest.settings) === JSON.stringify(settings))
    return { fn, version: newest };
  const version: FunctionVersion = {
    version: String(fn.lastVersion + 1),
    settings,
    code: fn.latest.code,
    lastModified: cloud.clock.now(),
    revisionId: randomUUID(),
    state: 'Active',
  };
  const changed: CloudFunction = { ...fn, versions: [...fn.versions, version], lastVersion: fn.lastVersion + 1 };
  await cloud.functions.put(changed);
  return { fn: changed, version };
}
