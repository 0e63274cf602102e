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

  /** Without records it is the last of the window. */
  event(records: readonly StreamRecord[]) {
    const text = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
    return {
      Records: records.map(({ record }) => record),
      window: { start: text(this.time.start), end: text(this.time.end) },
      state: this.#state,
      shardId: this.#shardId,
      eventSourceARN: this.#streamArn,
      isFinalInvokeForWindow: records.length === 0,
      isWindowTerminatedEarly: false,
    };
  }

  /** What the function returned. Without a state it has none from then on. */
  took(payload: Uint8Array): void {
    this.#state = stateIn(payload) ?? {};
  }
}

function stateIn(payload: Uint8Array): unknown {
  try {
    return (JSON.parse(new TextDecoder().decode(payload)) as { readonly state?: unknown } | null)?.state;
  } catch {
    return undefined;
  }
}
