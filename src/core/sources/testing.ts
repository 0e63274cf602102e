import { Buffer } from 'node:buffer';
import type { Clock } from '../ports.ts';
import type { QueueCarrier } from '../project/messaging/model.ts';
import type { SourcePorts } from './schedules.ts';

// biome-ignore lint/suspicious/noExplicitAny: an event's members are what the tests look at.
export type Event = any;

type Result = Awaited<ReturnType<SourcePorts['run']>>;

/** A clock that stands still until it is told to go on, and functions that do what the test says. */
export class TestWorld {
  readonly runs: [name: string, event: Event, caller: string][] = [];
  readonly warnings: string[] = [];
  now = 0;
  /** How far timers are ahead of the clock, ms. */
  earlyMs = 0;
  /** What a function answers; `null` at first. */
  result: (name: string, event: Event) => Result | Promise<Result> = () => ({ payload: Buffer.from('null') });
  #due: { at: number; callback: () => void }[] = [];

  readonly clock: Clock = {
    now: () => this.now,
    monotonic: () => this.now,
    schedule: (delayMs, callback) => {
      const entry = { at: this.now + Math.max(0, delayMs - this.earlyMs), callback };
      this.#due.push(entry);
      return () => {
        this.#due = this.#due.filter((each) => each !== entry);
      };
    },
  };

  readonly ports: SourcePorts = {
    clock: this.clock,
    logger: { debug() {}, info() {}, warn: (message) => this.warnings.push(message), error() {} },
    run: async (name, bytes, caller) => {
      const event: Event = JSON.parse(Buffer.from(bytes).toString());
      this.runs.push([name, event, caller]);
      return await this.result(name, event);
    },
  };

  get isIdle(): boolean {
    return this.#due.length === 0;
  }

  /** Lets a time pass, in ms, with all that is due in it. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (;;) {
      const [next] = this.#due.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      this.now = Math.max(this.now, next.at);
      this.#due = this.#due.filter((each) => each !== next);
      next.callback();
      await settled();
    }
    this.now = end;
  }
}

/** Until what was called has answered. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const failure: Result = { payload: Buffer.from('{}'), functionError: 'Unhandled', requestId: 'r-1' };

/** What a function returns that failed with some of a batch. */
export function failedWith(...ids: readonly string[]): Result {
  return { payload: Buffer.from(JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) })) };
}

export function queueCarrier(name: string, more: Partial<QueueCarrier> = {}): QueueCarrier {
  return { kind: 'queue', id: `${name}Id`, name, isFifo: false, deduplicatesByContent: false, visibilitySeconds: 30, ...more };
}
