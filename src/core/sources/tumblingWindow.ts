import { Buffer } from 'node:buffer';
import type { StreamRecord } from './stream.ts';

/** Of the clock: each begins where the one before ended. Milliseconds since 1970; `end` is the first moment after it. */
export interface WindowTime {
  readonly start: number;
  readonly end: number;
}

export function windowAt(time: number, lengthMs: number): WindowTime {
  const start = Math.floor(time / lengthMs) * lengthMs;
  return { start, end: start + lengthMs };
}

/** What the function is told of, without records: the window's time is over, or its state is too large for it to go on with. */
export type WindowEnd = 'final' | 'early';

/** The records of a shard that came in one stretch of time: what the function says of some is given to it with the next. */
export class TumblingWindow {
  readonly time: WindowTime;
  readonly #shardId: string;
  readonly #streamArn: string;
  #state: unknown = {};

  constructor(time: WindowTime, shardId: string, streamArn: string) {
    this.time = time;
    this.#shardId = shardId;
    this.#streamArn = streamArn;
  }

  has({ arrivedAt }: StreamRecord): boolean {
    return arrivedAt < this.time.end;
  }

  event(records: readonly StreamRecord[], end?: WindowEnd) {
    const text = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
    return {
      Records: records.map(({ record }) => record),
      window: { start: text(this.time.start), end: text(this.time.end) },
      state: this.#state,
      shardId: this.#shardId,
      eventSourceARN: this.#streamArn,
      isFinalInvokeForWindow: end === 'final',
      isWindowTerminatedEarly: end === 'early',
    };
  }

  /** What the function returned for records. A result without a state is a failure, and changes nothing. */
  took(payload: Uint8Array): 'kept' | 'too-large' | 'without-state' {
    const result = resultIn(payload);
    if (result === undefined || !Object.hasOwn(result, 'state')) return 'without-state';
    this.#state = result['state'] ?? {};
    return Buffer.byteLength(JSON.stringify(this.#state)) > MAX_STATE_BYTES ? 'too-large' : 'kept';
  }

  /** It goes on, with nothing in its state. */
  startAnew(): void {
    this.#state = {};
  }
}

/** Bytes of a state that a shard may hand on. */
const MAX_STATE_BYTES = 1_048_576;

function resultIn(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const result = JSON.parse(new TextDecoder().decode(payload)) as unknown;
    return typeof result === 'object' && result !== null ? (result as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
