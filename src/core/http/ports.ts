import type { Clock, Logger } from '../ports.ts';

/** Runs a function as Lambda's Invoke does. Rejects where it can't be run at all, and once `closing` aborts. */
export type Invoke = (functionName: string, payload: Uint8Array, options: FrontInvokeOptions) => Promise<Invoked>;

export interface FrontInvokeOptions {
  /** What calls, in words: `GET /orders/{id}`. */
  readonly caller: string;
  readonly closing: AbortSignal;
  /** Given what the function streams, as it comes. The next chunk waits until this one is taken. */
  readonly onChunk?: (chunk: Uint8Array, contentType: string) => Promise<void>;
}

export interface Invoked {
  readonly payload: Uint8Array;
  /** There where the function failed; the payload is then its error. */
  readonly functionError?: string;
}

export interface FrontPorts {
  readonly invoke: Invoke;
  readonly clock: Clock;
  /** Hears why a request failed: the response, as in AWS, doesn't tell. */
  readonly logger: Logger;
}
