import { WorkbenchError } from '../errors.ts';
import type { RunnableFunction } from './model.ts';

/** Counts the invocations that are under way, and refuses more than there may be. */
export class Concurrency {
  readonly #busy = new Map<string, number>();
  #total = 0;

  /** Lets one in, and returns what lets it out again. Throws `throttled`. */
  enter(fn: Pick<RunnableFunction, 'name' | 'target' | 'reservedConcurrency'>, most: number): () => void {
    // All versions of a function share what is reserved for it.
    const key = `${fn.target} ${fn.name}`;
    const busy = this.#busy.get(key) ?? 0;
    const { reservedConcurrency } = fn;
    if (reservedConcurrency !== undefined && busy >= reservedConcurrency) throw reservedIsUsed(fn.name, reservedConcurrency);
    if (this.#total >= most) throw allIsUsed(most);
    this.#add(key, 1);
    return () => this.#add(key, -1);
  }

  #add(key: string, change: number): void {
    this.#total += change;
    const busy = (this.#busy.get(key) ?? 0) + change;
    if (busy === 0) this.#busy.delete(key);
    else this.#busy.set(key, busy);
  }
}

function reservedIsUsed(name: string, reserved: number): WorkbenchError {
  const message =
    reserved === 0
      ? `${name} isn’t invoked: no concurrency is reserved for it.`
      : `${name} isn’t invoked: ${reserved === 1 ? 'an invocation is' : `${reserved} invocations are`} under way, as many as are reserved for it.`;
  return new WorkbenchError('throttled', message, 'Raise its reserved concurrency in the template, or invoke it later.');
}

function allIsUsed(most: number): WorkbenchError {
  const message = `${most} invocations are under way, as many as are allowed at the same time.`;
  return new WorkbenchError('throttled', message, 'Invoke it later, or raise the setting lambdaWorkbench.run.maxConcurrency.');
}
