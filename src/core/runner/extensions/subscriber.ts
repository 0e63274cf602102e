import { Agent, request } from 'node:http';
import type { Clock } from '../../ports.ts';
import type { Subscription } from './subscription.ts';

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

/** Sends records in batches to one subscriber, one request after the other, as a JSON array each. */
export class Subscriber {
  readonly subscription: Subscription;
  readonly #clock: Clock;
  readonly #onDropped: (dropped: Dropped) => void;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #records: string[] = [];
  #bytes = 0;
  #stopTimer: (() => void) | undefined;
  readonly #waiting: Batch[] = [];
  #sending: Promise<void> | undefined;
  #isClosed = false;

  constructor(subscription: Subscription, clock: Clock, onDropped: (dropped: Dropped) => void) {
    this.subscription = subscription;
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
    this.#agent.destroy();
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
      const refused = await this.#sendOrRetry(`[${batch.records.join(',')}]`);
      if (refused !== undefined && !this.#isClosed) this.#drop(batch, `The subscriber didn't take them: ${refused}`);
    }
  }

  /** Resolves with why nobody took it. */
  async #sendOrRetry(body: string): Promise<string | undefined> {
    let refused: string | undefined;
    for (let tries = 0; tries < MOST_TRIES && !this.#isClosed; tries += 1) {
      if (tries > 0) await new Promise<void>((resolve) => this.#clock.schedule(RETRY_MS, resolve));
      refused = await this.#send(body);
      if (refused === undefined) return undefined;
    }
    return refused;
  }

  #send(body: string): Promise<string | undefined> {
    const { port, path } = this.subscription;
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), Host: `sandbox.localdomain:${port}` };
    return new Promise((resolve) => {
      const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: this.#agent }, (reply) => {
        const { statusCode = 0 } = reply;
        reply.on('error', (error) => resolve(error.message));
        reply.on('end', () => resolve(statusCode >= 200 && statusCode < 300 ? undefined : `status ${statusCode}`));
        reply.resume();
      });
      sent.on('error', (error) => resolve(error.message));
      sent.end(body);
    });
  }

  #drop({ records, bytes }: Batch, reason: string): void {
    this.#onDropped({ reason, droppedRecords: records.length, droppedBytes: bytes });
  }
}
