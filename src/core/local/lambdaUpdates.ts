import { randomUUID } from 'node:crypto';
import type { ApiRequest, ApiResponse } from './api.ts';
import { type Cloud, findFunction, settleLater } from './cloud.ts';
import { configurationOf } from './configuration.ts';
import { readFields } from './fields.ts';
import type { CloudFunction, FunctionVersion } from './functionModel.ts';
import { parseFunctionName } from './functionName.ts';
import { publish } from './lambdaVersions.ts';
import { packLinked } from './linkedFunctions.ts';
import { zipOf } from './packageSource.ts';
import { checkReady, checkRevision, refuseUnpacked } from './preconditions.ts';
import { readSettings } from './settings.ts';

export async function updateFunctionCode(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { name } = parseFunctionName(request.params['name'] ?? '');
  const fields = readFields(request.body);
  const { architecture } = readSettings(fields);
  return cloud.functions.exclusive(name, async () => {
    const { fn } = findFunction(cloud, name);
    const zip = zipOf(fields);
    checkReady(fn);
    checkRevision(fn.latest, fields.text('RevisionId'));
    if (fields.flag('DryRun') === true) {
      const code = await cloud.code.check(zip);
      return { status: 200, body: configurationOf(fn, { ...fn.latest, code }) };
    }
    const code = await cloud.code.save(name, zip);
    const { problem: _, ...latest } = fn.latest;
    const settings = architecture === undefined ? latest.settings : { ...latest.settings, architecture };
    detach(cloud, name);
    const updated = await beginUpdate(cloud, fn, { ...latest, code, settings });
    // The package before this one stays: environments that are busy still run from it.
    await cloud.code.prune(name, [code, fn.latest.code, ...fn.versions.map((version) => version.code)]);
    if (fields.flag('Publish') !== true) return { status: 200, body: configurationOf(updated, updated.latest) };
    const published = await publish(cloud, name, undefined);
    return { status: 200, body: configurationOf(published.fn, published.version) };
  });
}

export async function updateFunctionConfiguration(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { name } = parseFunctionName(request.params['name'] ?? '');
  const fields = readFields(request.body);
  // Its settings are its own from then on, so its code is, too.
  await packLinked(cloud, name);
  return cloud.functions.exclusive(name, async () => {
    const { fn } = findFunction(cloud, name);
    const given = readSettings(fields);
    checkReady(fn);
    checkRevision(fn.latest, fields.text('RevisionId'));
    refuseUnpacked(fn);
    detach(cloud, name);
    const updated = await beginUpdate(cloud, fn, { ...fn.latest, settings: { ...fn.latest.settings, ...given } });
    return { status: 200, body: configurationOf(updated, updated.latest) };
  });
}

function detach(cloud: Cloud, name: string): void {
  if (!cloud.links.detach(name)) return;
  cloud.logger.warn(`${name} was updated over Lambda’s API: it runs that from now on, and edits of its folder don’t reach it any more.`);
}

async function beginUpdate(cloud: Cloud, fn: CloudFunction, changed: FunctionVersion): Promise<CloudFunction> {
  const latest: FunctionVersion = { ...changed, lastModified: cloud.clock.now(), revisionId: randomUUID(), lastUpdate: 'InProgress' };
  const updated: CloudFunction = { ...fn, latest };
  await cloud.functions.put(updated);
  settleLater(cloud, fn.name, latest.revisionId);
  return updated;
}
