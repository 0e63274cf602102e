import type { RawLogEvent, UnderstoodLine } from '../logs/model.ts';
import type { Clock } from '../ports.ts';
import { MAX_KEPT_EVENTS } from './limits.ts';
import type { LoggingConfig, RunnableFunction } from './model.ts';
import { isShown, type PlatformEvent } from './platformEvents.ts';
import { platformLines } from './platformLines.ts';
import { RecentEvents } from './recentEvents.ts';

/** The log stream of one environment: what its processes write, and what Lambda says in between, in the function's log format. */
export class EnvironmentLog {
  /** 32 hexadecimal digits. */
  readonly #streamId: string;
  readonly #name: string;
  readonly #clock: Clock;
  readonly #source: RawLogEvent['source'];
  readonly #config: LoggingConfig;
  readonly #early = new RecentEvents(MAX_KEPT_EVENTS);
  #sink: ((event: RawLogEvent) => void) | undefined;
  #lastTimestamp = 0;
  #count = 0;

  constructor(fn: RunnableFunction, name: string, streamId: string, clock: Clock, isDebugged: boolean) {
    this.#name = name;
    this.#streamId = streamId;
    this.#clock = clock;
    this.#source = { target: fn.target, functionName: fn.name, ...(isDebugged && { isDebugged }) };
    this.#config = fn.logging ?? { format: 'Text' };
  }

  get isJson(): boolean {
    return this.#config.format === 'JSON';
  }

  /** `timestamp`: where the writer told it. */
  line(text: string, timestamp = this.#clock.now(), understood?: UnderstoodLine): void {
    // A stream's events are in order, though two clocks may have told their time.
    this.#lastTimestamp = Math.max(this.#lastTimestamp, Math.floor(timestamp));
    const id = `${this.#streamId}-${this.#count++}`;
    const event: RawLogEvent = {
      ...{ id, source: this.#source, logStream: this.#name, timestamp: this.#lastTimestamp, text },
      ...(understood && { understood }),
    };
    if (this.#sink) this.#sink(event);
    else this.#early.add(event);
  }

  platform(event: PlatformEvent): void {
    if (!this.isJson) for (const line of platformLines(event)) this.line(line.message, undefined, line);
    else if (isShown(event, this.#config.systemLevel ?? 'INFO')) {
      const now = this.#clock.now();
      this.line(JSON.stringify({ time: new Date(now).toISOString(), ...event }), now);
    }
  }

  /** Lambda's words about a failure, which the JSON format has as the status of its events. */
  platformText(text: string): void {
    if (!this.isJson) this.line(text);
  }

  /** Hands each event to `sink` as it comes, until `detach`; what comes between two invocations belongs to the later one. */
  attach(sink: (event: RawLogEvent) => void): void {
    this.#sink = sink;
    for (const event of this.#early.take()) sink(event);
  }

  detach(): void {
    this.#sink = undefined;
  }
}
