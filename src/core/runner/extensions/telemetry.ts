import type { Clock } from '../../ports.ts';
import type { PlatformEvent } from '../platformEvents.ts';
import { asLogsApi, type TelemetryRecord } from './logsApi.ts';
import { Subscriber } from './subscriber.ts';
import type { Subscription } from './subscription.ts';

/** Early records that are kept for those who subscribe during initialization. */
const MOST_EARLY = 1000;

type Entry =
  | { readonly time: string; readonly source: 'platform'; readonly event: PlatformEvent }
  | { readonly time: string; readonly source: 'function' | 'extension'; readonly record: unknown };

/** Delivers what an environment's function, extensions and platform say to the extensions that subscribed to it. */
export class Telemetry {
  readonly #clock: Clock;
  readonly #onDropped: (event: PlatformEvent) => void;
  /** One a name and API: asking again replaces what was asked. */
  readonly #subscribers = new Map<string, Subscriber>();
  /** What was said before anybody subscribed; nothing is kept once nobody can any more. */
  #early: Entry[] | undefined = [];

  constructor(clock: Clock, onDropped: (event: PlatformEvent) => void) {
    this.#clock = clock;
    this.#onDropped = onDropped;
  }

  get isOpen(): boolean {
    return this.#early !== undefined;
  }

  subscribe(name: string, subscription: Subscription): void {
    const key = `${subscription.api} ${name}`;
    this.#subscribers.get(key)?.close();
    const subscriber = new Subscriber(subscription, this.#clock, (record) => this.#onDropped({ type: 'platform.logsDropped', record }));
    this.#subscribers.set(key, subscriber);
    for (const entry of this.#early ?? []) deliver(subscriber, entry);
  }

  /** The environment is initialized: who hasn't subscribed never will. */
  closeSubscriptions(): void {
    this.#early = undefined;
  }

  platform(event: PlatformEvent): void {
    if (this.#isHeard) this.#add({ time: this.#time(), source: 'platform', event });
  }

  /** A line that a process wrote. One that is a JSON object, where the log format is JSON, is delivered as one. */
  line(source: 'function' | 'extension', text: string, isJson: boolean): void {
    if (this.#isHeard) this.#add({ time: this.#time(), source, record: isJson ? (objectOf(text) ?? text) : text });
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#subscribers.values()].map((subscriber) => subscriber.flush()));
  }

  close(): void {
    this.#early = undefined;
    for (const subscriber of this.#subscribers.values()) subscriber.close();
  }

  get #isHeard(): boolean {
    return this.#subscribers.size > 0 || (this.#early !== undefined && this.#early.length < MOST_EARLY);
  }

  #add(entry: Entry): void {
    if (this.#early !== undefined && this.#early.length < MOST_EARLY) this.#early.push(entry);
    for (const subscriber of this.#subscribers.values()) deliver(subscriber, entry);
  }

  #time(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

function deliver(subscriber: Subscriber, entry: Entry): void {
  const { types, api, schemaVersion } = subscriber.subscription;
  if (!types.includes(entry.source)) return;
  for (const record of recordsOf(entry, api, schemaVersion)) subscriber.add(JSON.stringify({ time: entry.time, ...record }));
}

function recordsOf(entry: Entry, api: Subscription['api'], schemaVersion: string): readonly TelemetryRecord[] {
  if (entry.source !== 'platform') return [{ type: entry.source, record: entry.record }];
  return api === 'logs' ? asLogsApi(entry.event, schemaVersion) : [entry.event];
}

function objectOf(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
