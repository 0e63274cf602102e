import type { Clock } from './ports.ts';
import type { InvocationResult } from './runner/model.ts';

/** How Lambda deals with an event that nobody waits for. */
export interface AsynchronousPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  /** ARNs, or names of resources. */
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
  readonly deadLetterTarget?: string | undefined;
}

/** What holds where a function says nothing. */
export const DEFAULT_POLICY: AsynchronousPolicy = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 6 * 60 * 60 };

export interface AsynchronousResult {
  /** Of the last attempt. */
  readonly result: InvocationResult;
  readonly attempts: number;
  readonly delivery?: Delivery;
  readonly notes: readonly string[];
}

/** What is sent on after the last attempt; it isn't sent here. */
export interface Delivery {
  readonly kind: 'on-success destination' | 'on-failure destination' | 'dead-letter queue';
  readonly target: string;
  /** The message, as Lambda writes it. */
  readonly message: string;
}

/** Milliseconds between attempts: a second for each minute that Lambda waits. */
const BACK_OFF_MS = [1000, 2000];

/** How much shorter waiting is here. */
const SHORTENED = 60;

/** Runs an event as an asynchronous invocation: again where it fails, with the same request id, and then on to its destination. */
export async function invokeAsynchronously(
  attempt: (requestId: string | undefined) => Promise<InvocationResult>,
  event: Uint8Array,
  arn: string,
  { clock, policy, signal }: { readonly clock: Clock; readonly policy: AsynchronousPolicy; readonly signal?: AbortSignal },
): Promise<AsynchronousResult> {
  const notes: string[] = [];
  let result = await attempt(undefined);
  let attempts = 1;
  let waitedMs = 0;
  let condition = 'RetriesExhausted';
  while (isFailure(result) && attempts <= policy.maximumRetryAttempts && signal?.aborted !== true) {
    const waitMs = BACK_OFF_MS[attempts - 1] ?? BACK_OFF_MS.at(-1) ?? 0;
    if ((waitedMs + waitMs) * SHORTENED > policy.maximumEventAgeSeconds * 1000) {
      condition = 'EventAgeExceeded';
      break;
    }
    notes.push(
      `Attempt ${attempts} failed (${result.error?.errorType}); the next came after ${waitMs / 1000} s, in Lambda after ${waitMs / 1000} min.`,
    );
    await wait(waitMs, clock, signal);
    waitedMs += waitMs;
    result = await attempt(result.requestId);
    attempts += 1;
  }
  if (result.status === 'cancelled') return { result, attempts, notes };
  const delivery = deliveryOf(result, { event, arn, attempts, condition, policy, now: clock.now() });
  if (condition === 'EventAgeExceeded') notes.push('The event is too old to be tried again: see MaximumEventAgeInSeconds.');
  if (delivery) notes.push(`Lambda sends it to the ${delivery.kind} ${delivery.target} now.`);
  else if (isFailure(result))
    notes.push('The event is lost now: the function has neither an on-failure destination nor a dead-letter queue.');
  return { result, attempts, notes, ...(delivery && { delivery }) };
}

function isFailure({ status }: InvocationResult): boolean {
  return status !== 'success' && status !== 'cancelled';
}

interface Circumstances {
  readonly event: Uint8Array;
  readonly arn: string;
  readonly attempts: number;
  readonly condition: string;
  readonly policy: AsynchronousPolicy;
  readonly now: number;
}

function deliveryOf(result: InvocationResult, circumstances: Circumstances): Delivery | undefined {
  const { onSuccess, onFailure, deadLetterTarget } = circumstances.policy;
  if (!isFailure(result)) {
    return onSuccess === undefined
      ? undefined
      : { kind: 'on-success destination', target: onSuccess, message: recordOf(result, circumstances) };
  }
  // A destination wins: the dead-letter queue is what was there before.
  if (onFailure !== undefined) return { kind: 'on-failure destination', target: onFailure, message: recordOf(result, circumstances) };
  if (deadLetterTarget === undefined) return undefined;
  return { kind: 'dead-letter queue', target: deadLetterTarget, message: textOf(circumstances.event) };
}

function recordOf(result: InvocationResult, { event, arn, attempts, condition, now }: Circumstances): string {
  const failed = isFailure(result);
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: result.requestId,
      functionArn: /:function:[^:]+$/.test(arn) ? `${arn}:$LATEST` : arn,
      condition: failed ? condition : 'Success',
      approximateInvokeCount: attempts,
    },
    requestPayload: jsonOf(event),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(failed && { functionError: 'Unhandled' }) },
    responsePayload: jsonOf(result.payload),
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    return textOf(bytes);
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function wait(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stopTimer = clock.schedule(milliseconds, done);
    function done(): void {
      stopTimer();
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}
