import { randomBytes, randomUUID } from 'node:crypto';
import { describeError } from '../errors.ts';
import { variablesBeside } from '../localCalls.ts';
import { mapLimited } from '../mapLimited.ts';
import type { RunnableFunction } from '../runner/model.ts';
import type { Cloud } from './cloud.ts';
import { type CloudFunction, type FunctionSettings, type FunctionVersion, functionArn } from './functionModel.ts';
import type { LinkedFunction } from './links.ts';

/** Functions that are changed at the same time. */
const ATONCE = 8;

/** Has the cloud link all of these functions and no others. */
export async function linkAll(cloud: Cloud, wanted: readonly LinkedFunction[]): Promise<void> {
  const gone = cloud.links.keepOnly(new Set(wanted.map(({ name }) => name)));
  await mapLimited(gone, ATONCE, async (name) => {
    cloud.runner.retire(name);
    await cloud.functions.exclusive(name, () => cloud.functions.remove(name));
  });
  await mapLimited(wanted, ATONCE, (link) => cloud.functions.exclusive(link.name, () => put(cloud, link)));
}

async function put(cloud: Cloud, link: LinkedFunction): Promise<void> {
  const known = cloud.functions.get(link.name);
  if (!cloud.links.attach(link, known !== undefined)) return;
  await cloud.functions.put(withLatest(known, link.name, latestOf(cloud, link.settings, known?.latest)));
}

function latestOf(cloud: Cloud, settings: FunctionSettings, before: FunctionVersion | undefined): FunctionVersion {
  const { problem: _, ...known } = before ?? { version: '$LATEST', code: { sha256: '', size: 0 } };
  return { ...known, settings, lastModified: cloud.clock.now(), revisionId: randomUUID(), state: 'Active', lastUpdate: 'Successful' };
}

function withLatest(known: CloudFunction | undefined, name: string, latest: FunctionVersion): CloudFunction {
  const fresh = { name, versions: [], lastVersion: 0, tags: {}, downloadToken: randomBytes(24).toString('base64url') };
  return { ...(known ?? fresh), latest, serving: latest };
}

/** Packs a linked function, so that what is told of its code is true of the sources of now. What stands in the way is told as its state. */
export async function packLinked(cloud: Cloud, name: string): Promise<void> {
  const link = cloud.links.get(name);
  if (link === undefined) return;
  const packed = await link.deployable().catch((error: unknown) => error);
  await cloud.functions.exclusive(name, async () => {
    const fn = cloud.functions.get(name);
    if (fn === undefined || cloud.links.get(name) !== link) return;
    const latest = await packedVersion(cloud, fn, packed);
    if (latest !== undefined) await cloud.functions.put(withLatest(fn, name, latest));
  });
}

type Packed = Awaited<ReturnType<LinkedFunction['deployable']>>;

/** Undefined where it is as it was. */
async function packedVersion(
  cloud: Cloud,
  { name, latest, versions }: CloudFunction,
  packed: unknown,
): Promise<FunctionVersion | undefined> {
  if (!isPacked(packed)) {
    const { message, advice = '' } = describeError(packed);
    const problem = `${message} ${advice}`.trim();
    return latest.problem === problem ? undefined : { ...latest, problem };
  }
  const { zip, handler, runtime } = packed;
  const code = await cloud.code.save(name, zip);
  const isSame = code.sha256 === latest.code.sha256 && latest.settings.handler === handler && latest.settings.runtime === runtime;
  if (isSame && latest.problem === undefined) return undefined;
  await cloud.code.prune(name, [code, ...versions.map((version) => version.code)]);
  return { ...latestOf(cloud, { ...latest.settings, handler, runtime }, latest), code };
}

function isPacked(packed: unknown): packed is Packed {
  return typeof packed === 'object' && packed !== null && 'zip' in packed;
}

/** What a linked function runs as, for a caller that named it by `qualifier`. */
export async function linkedRunnable(
  cloud: Cloud,
  fn: CloudFunction,
  link: LinkedFunction,
  qualifier: string | undefined,
): Promise<RunnableFunction> {
  const { reservedConcurrency } = fn;
  const variables = cloud.functionVariables();
  const built = await link.runnable();
  const arn = functionArn(fn.name, qualifier);
  const known = cloud.links.latest.get(built);
  if (known?.variables === variables && known.runnable.arn === arn && known.runnable.reservedConcurrency === reservedConcurrency)
    return known.runnable;
  const runnable: RunnableFunction = {
    ...built,
    arn,
    fallbackVariables: variablesBeside(built.environment, variables),
    target: 'local-cloud',
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
  };
  cloud.links.latest.set(built, { variables, runnable });
  return runnable;
}
