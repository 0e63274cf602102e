import type { Clock } from '../../ports.ts';
import type { Subscription } from './subscription.ts';
import { type Transport, transportTo } from './transport.ts';

export interface Dropped {
  readonly reason: string;
  readonly droppedRecords: number;
  readonly droppedBytes: number;
}

interface Batch {
  readonly records: readonly string[];
  readonly bytes: number;
}

/** Batches that may wait while the subscriber takes one: a slow one doesn't fill the memory. */
const MOST_WAITING = 16;

/** Milliseconds before a batch that nobody took is sent again, and how often: a subscriber may start listening late. */
const RETRY_MS = 100;
const MOST_TRIES = 5;

/** Sends records in batches to one subscriber, one after the other. */
export class Subscriber {
  readonly subscription: Subscription;
  readonly #clock: Clock;
  readonly #onDropped: (dropped: Dropped) => void;
  readonly #transport: Transport;
  #records: string[] = [];
  #bytes = 0;
  #stopTimer: (() => void) | undefined;
  readonly #waiting: Batch[] = [];
  #sending: Promise<void> | undefined;
  #isClosed = false;

  constructor(subscription: Subscription, clock: Clock, onDropped: (dropped: Dropped) => void) {
    this.subscription = subscription;
    this.#transport = transportTo(subscription.destination);
    this.#clock = clock;
    this.#onDropped = onDropped;
  }

  /** `record`: JSON. */
  add(record: string): void {
    const { maxItems, maxBytes, timeoutMs } = this.subscription.buffering;
    const bytes = Buffer.byteLength(record);
    if (this.#records.length > 0 && this.#bytes + bytes > maxBytes) this.#closeBatch();
    this.#records.push(record);
    this.#bytes += bytes;
    if (this.#records.length >= maxItems || this.#bytes >= maxBytes) this.#closeBatch();
    else this.#stopTimer ??= this.#clock.schedule(timeoutMs, () => this.#closeBatch());
  }

  /** Sends what there is, and resolves when all of it is taken or given up. */
  async flush(): Promise<void> {
    this.#closeBatch();
    await this.#sending;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer?.();
    this.#transport.close();
  }

  #closeBatch(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#records.length === 0 || this.#isClosed) return;
    const batch = { records: this.#records, bytes: this.#bytes };
    this.#records = [];
    this.#bytes = 0;
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(batch);
    else this.#drop(batch, 'The subscriber takes records more slowly than they are written');
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  async #sendAll(): Promise<void> {
    for (let batch = this.#waiting.shift(); batch && !this.#isClosed; batch = this.#waiting.shift()) {
      const refused = await this.#sendOrRetry(batch.records);
      if (refused !== undefined && !this.#isClosed) this.#drop(batch, `The subscriber didn’t take them: ${refused}`);
    }
  }

  /** Resolves with why nobody took it. */
  async #sendOrRetry(records: readonly string[]): Promise<string | undefined> {
    let refused: string | undefined;
    for (let tries = 0; tries < MOST_TRIES && !this.#isClosed; tries += 1) {
      if (tries > 0) await new Promise<void>((resolve) => this.#clock.schedule(RETRY_MS, resolve));
      refused = await this.#transport.send(records);
      if (refused === undefined) return undefined;
    }
    return refused;
  }

  #drop({ records, bytes }: Batch, reason: string): void {
    this.#onDropped({ reason, droppedRecords: records.length, droppedBytes: bytes });
  }
}
