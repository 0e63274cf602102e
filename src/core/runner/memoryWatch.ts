import type { ChildProcess, Clock } from '../ports.ts';

/** How often memory is looked at, ms: a function that allocates gets past its limit for as long. */
const LOOK_MS = 100;
/** In less, ms, a process touches hardly any new memory. */
const BRIEFLY_MS = 2;

/** The memory of the process that runs a function. */
export class MemoryWatch {
  readonly #clock: Clock;
  readonly #process: () => ChildProcess | undefined;
  #peakMb = 0;
  /** By the clock that never goes back, ms. */
  #peakSeenAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, process: () => ChildProcess | undefined) {
    this.#clock = clock;
    this.#process = process;
  }

  /** Another process is started. */
  forget(): void {
    this.#peakMb = 0;
    this.#peakSeenAt = Number.NEGATIVE_INFINITY;
  }

  /**
   * The peak in MB. Of a process that has ended, what was seen last; 0 where the system doesn't tell. `workedMs`: how long it worked
   * since it was asked the last time; what was seen a moment before holds where that was brief.
   */
  async peakMb(workedMs = Number.POSITIVE_INFINITY): Promise<number> {
    const now = this.#clock.monotonic();
    if (workedMs < BRIEFLY_MS && now - this.#peakSeenAt < LOOK_MS) return this.#peakMb;
    this.#peakSeenAt = now;
    const bytes = await this.#process()?.peakMemoryBytes();
    if (bytes !== undefined) this.#peakMb = Math.max(this.#peakMb, Math.ceil(bytes / 1024 / 1024));
    return this.#peakMb;
  }

  /** Looks from time to time whether the function holds more than `limitMb`, until the returned function is called. */
  watch(limitMb: number, onExceeded: () => void): () => void {
    let isWatching = true;
    const look = async (): Promise<void> => {
      const bytes = (await this.#process()?.heldMemoryBytes()) ?? 0;
      if (!isWatching) return;
      if (bytes > limitMb * 1024 * 1024) onExceeded();
      else stopTimer = this.#clock.schedule(LOOK_MS, look);
    };
    let stopTimer = this.#clock.schedule(LOOK_MS, look);
    return () => {
      isWatching = false;
      stopTimer();
    };
  }
}
