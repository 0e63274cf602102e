import { Buffer } from 'node:buffer';
import { describeError } from '../errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import { createRouter } from './match.ts';
import type { Arrival, Call, Front, HttpRequest, HttpResponse, Mapped, Route } from './model.ts';
import { payload1 } from './payload1.ts';
import { payload2 } from './payload2.ts';
import { refusal } from './refusals.ts';
import { response1 } from './response1.ts';
import { response2 } from './response2.ts';
import { streamed } from './streamed.ts';

/** Runs a function as Lambda's Invoke does. Rejects where it can't be run at all, and once `closing` aborts. */
export type Invoke = (functionName: string, payload: Uint8Array, closing: AbortSignal) => Promise<Invoked>;

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

export type AnswerRequest = (request: HttpRequest, arrival: Arrival) => Promise<HttpResponse>;

/** What a front does with a request: route, event, function, response. Never rejects; what `closing` ends isn't spoken of. */
export function createFront(front: Front, ports: FrontPorts, closing: AbortSignal): AnswerRequest {
  const find = createRouter(front);
  return async (request, arrival) => {
    const match = find(request.method, request.path);
    if (match === undefined) return refusal(front.type, 'not-found');
    const { route } = match;
    const event = eventOf({ front, request, arrival, ...match });
    if (event.byteLength > MAX_PAYLOAD_BYTES) return refusal(front.type, 'too-large');
    const warn = (what: string) => ports.logger.warn(`${request.method} ${request.path}: ${what}`);
    try {
      const invoked = await inTime(ports.invoke(route.functionName, event, closing), route.timeoutMs, ports.clock);
      if (invoked === undefined) {
        warn(`${route.functionName} took longer than the API waits, ${route.timeoutMs} ms.`);
        return refusal(front.type, 'timed-out');
      }
      // The function's own lines tell what went wrong.
      if (invoked.functionError !== undefined) return refusal(front.type, 'failed');
      const mapped = responseFor(front, route, invoked.payload);
      if (mapped.kind === 'response') return mapped.response;
      warn(`the result of ${route.functionName} can't be sent: ${mapped.reason}.`);
    } catch (error) {
      const { message, advice = '' } = describeError(error);
      if (!closing.aborted) warn(`${message} ${advice}`.trim());
    }
    return refusal(front.type, 'failed');
  };
}

function eventOf(call: Call): Uint8Array {
  return Buffer.from(JSON.stringify(call.route.payloadFormat === '1.0' ? payload1(call) : payload2(call)));
}

function responseFor({ type }: Front, route: Route, payload: Uint8Array): Mapped {
  if (route.payloadFormat === '1.0') return response1(payload, type);
  if (route.streams) return streamed(payload);
  const mapped = response2(payload);
  // A handler may stream behind a URL that isn't set up for it, too.
  return mapped.kind === 'malformed' && type === 'FunctionUrl' && payload.includes(0) ? streamed(payload) : mapped;
}

/** Undefined where it takes longer; the function goes on then, as in AWS. */
async function inTime<T>(work: Promise<T>, timeoutMs: number | undefined, clock: Clock): Promise<T | undefined> {
  if (timeoutMs === undefined) return await work;
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.schedule(timeoutMs, () => resolve(undefined));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
