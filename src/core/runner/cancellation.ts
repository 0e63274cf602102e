/**
 * Hears a signal for one who is called again and again: most calls of a function come with the same one, and a listener that is added and
 * removed for each would take longer than all else that is done about them.
 */
export class Cancellation {
  readonly #onAbort: () => void;
  #signal: AbortSignal | undefined;

  constructor(onAbort: () => void) {
    this.#onAbort = onAbort;
  }

  /** Hears this one alone from now on. */
  hear(signal: AbortSignal | undefined): void {
    if (this.#signal === signal) return;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#signal = signal;
  }
}
