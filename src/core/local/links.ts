import { type AsynchronousPolicy, DEFAULT_POLICY } from '../asynchronous.ts';
import type { RunnableFunction } from '../runner/model.ts';
import type { FunctionSettings } from './functionModel.ts';

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

  /** Whether it is linked now: what was created or changed over the API stands, as it does in AWS. */
  attach(link: LinkedFunction, isThere: boolean): boolean {
    if (this.#detached.has(link.name) || (isThere && !this.#linked.has(link.name))) return false;
    this.#linked.set(link.name, link);
    return true;
  }

  /** Forgets all functions but these, and tells which of them were linked. */
  keepOnly(names: ReadonlySet<string>): readonly string[] {
    for (const name of this.#detached) if (!names.has(name)) this.#detached.delete(name);
    const gone = [...this.#linked.keys()].filter((name) => !names.has(name));
    for (const name of gone) this.#linked.delete(name);
    return gone;
  }
}
