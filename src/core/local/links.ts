import { randomBytes, randomUUID } from 'node:crypto';
import { type AsynchronousPolicy, DEFAULT_POLICY } from '../asynchronous.ts';
import { describeError } from '../errors.ts';
import { variablesBeside } from '../localCalls.ts';
import { mapLimited } from '../mapLimited.ts';
import type { RunnableFunction } from '../runner/model.ts';
import type { Cloud } from './cloud.ts';
import { type CloudFunction, type FunctionSettings, type FunctionVersion, functionArn } from './functionModel.ts';

/** A function that wasn't sent here: its code is in a folder of this machine, and is looked at whenever it is called. */
export interface LinkedFunction {
  readonly name: string;
  /** As CreateFunction would be told them. */
  readonly settings: FunctionSettings;
  readonly asynchronous: AsynchronousPolicy;
  /** What runs now, built where its sources changed. Rejects with WorkbenchError. */
  runnable(): Promise<RunnableFunction>;
  /** What a deployment would send. Rejects with WorkbenchError. */
  deployable(): Promise<{ readonly zip: Uint8Array; readonly handler: string; readonly runtime: string }>;
}

/** The linked functions of a cloud. One that is given code over Lambda's API runs that from then on, and is linked no longer. */
export class Links {
  readonly #linked = new Map<string, LinkedFunction>();
  /** By what was built, how it was run last: the same object as long as it is the same, which the runner tells at a glance. */
  readonly latest = new WeakMap<RunnableFunction, { readonly variables: unknown; readonly runnable: RunnableFunction }>();
  /** Of the folder, but changed or deleted over the API since. */
  readonly #detached = new Set<string>();

  get(name: string): LinkedFunction | undefined {
    return this.#linked.get(name);
  }

  policyOf(name: string): AsynchronousPolicy {
    return this.#linked.get(name)?.asynchronous ?? DEFAULT_POLICY;
  }

  /** Whether it was linked. */
  detach(name: string): boolean {
    if (!this.#linked.delete(name)) return false;
    this.#detached.add(name);
    return true;
  }

  /** Has all of these and no others. */
  async replace(cloud: Cloud, wanted: readonly LinkedFunction[]): Promise<void> {
    const names = new Set(wanted.map(({ name }) => name));
    for (const name of this.#detached) if (!names.has(name)) this.#detached.delete(name);
    const gone = [...this.#linked.keys()].filter((name) => !names.has(name));
    await mapLimited(gone, ATONCE, async (name) => {
      this.#linked.delete(name);
      cloud.runner.retire(name);
      await cloud.functions.exclusive(name, () => cloud.functions.remove(name));
    });
    await mapLimited(wanted, ATONCE, (link) => cloud.functions.exclusive(link.name, () => this.#put(cloud, link)));
  }

  async #put(cloud: Cloud, link: LinkedFunction): Promise<void> {
    const known = cloud.functions.get(link.name);
    // What was created over the API stands, as it does in AWS.
    if (this.#detached.has(link.name) || (known !== undefined && !this.#linked.has(link.name))) return;
    this.#linked.set(link.name, link);
    await cloud.functions.put(withLatest(known, link.name, latestOf(cloud, link.settings, known?.latest)));
  }
}

/** Functions that are changed at the same time. */
const ATONCE = 8;

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
