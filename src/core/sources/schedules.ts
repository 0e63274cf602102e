import { describeError } from '../errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { nextRuns } from '../schedule/index.ts';
import type { ScheduleSource } from './model.ts';
import { scheduledEvent } from './scheduledEvent.ts';

/** Runs a function and resolves with its result: what failed in it included. */
export type RunFunction = (
  name: string,
  event: Uint8Array,
  caller: string,
) => Promise<{ readonly functionError?: string; readonly payload: Uint8Array; readonly requestId?: string }>;

export interface SourcePorts {
  readonly run: RunFunction;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The schedules of a folder: each fires when it is asked to, and on time once that is started. */
export class Schedules {
  #sources: readonly ScheduleSource[];
  #isOnTime = false;
  readonly #ports: SourcePorts;
  readonly #timers = new Map<string, () => void>();

  constructor(ports: SourcePorts, sources: readonly ScheduleSource[] = []) {
    this.#ports = ports;
    this.#sources = sources;
  }

  get sources(): readonly ScheduleSource[] {
    return this.#sources;
  }

  /** Has these from now on, and no others. */
  replace(sources: readonly ScheduleSource[]): void {
    this.#sources = sources;
    if (this.#isOnTime) this.start();
  }

  /** Milliseconds since 1970; undefined where it isn't going to run. */
  nextRun({ expression }: ScheduleSource): number | undefined {
    return nextRuns(expression, this.#ports.clock.now(), 1)[0];
  }

  /** Runs the function of a schedule now. Resolves when it is done; false where there is no such schedule. */
  async fire(id: string): Promise<boolean> {
    const source = this.#sources.find((each) => each.id === id);
    if (source === undefined) return false;
    const { run, clock, logger } = this.#ports;
    try {
      await run(source.functionName, scheduledEvent(source, clock.now()), `schedule ${source.expression}`);
    } catch (error) {
      const { message, advice = '' } = describeError(error);
      logger.warn(`The schedule ${id} could not run ${source.functionName}: ${message} ${advice}`.trim());
    }
    return true;
  }

  /** From now on each fires on time, until `stop`. */
  start(): void {
    this.stop();
    this.#isOnTime = true;
    for (const source of this.#sources) this.#wait(source);
  }

  stop(): void {
    this.#isOnTime = false;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #wait(source: ScheduleSource): void {
    const at = this.nextRun(source);
    if (at === undefined) return;
    const delay = at - this.#ports.clock.now();
    // Timers can't wait longer than some weeks: those are looked at again in between.
    const [wait, fires] = delay > longestWaitMs ? [longestWaitMs, false] : [delay, true];
    const cancel = this.#ports.clock.schedule(wait, () => {
      this.#wait(source);
      if (fires) void this.fire(source.id);
    });
    this.#timers.set(source.id, cancel);
  }
}

const longestWaitMs = 24 * 60 * 60 * 1000;
