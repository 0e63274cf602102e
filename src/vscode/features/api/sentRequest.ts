import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { WorkbenchError } from '../../../core/errors.ts';
import { type Asked, requestOf } from '../../../core/http/asking.ts';
import type { HttpResponse } from '../../../core/http/model.ts';
import type { Clock } from '../../../core/ports.ts';
import type { ApiDefinition } from '../../../core/project/apis/model.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { patient } from './patient.ts';

export interface SendOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Runs a function by its name. */
  readonly run: (functionName: string, event: Uint8Array) => Promise<InvocationResult>;
  /** The function that the request is for, and not its authorizer. */
  readonly functionName: string;
}

/**
 * The result of the function behind a request, as the API hands it the event, with a note on the response that becomes of it. Rejects
 * with `request-refused` where the API answers without it, and with what `run` rejects with.
 */
export async function sendRequest(api: ApiDefinition, asked: Asked, options: SendOptions): Promise<InvocationResult> {
  const { clock, signal, run, functionName } = options;
  const { createFront } = await import('../../../core/http/front.ts');
  const said: string[] = [];
  let result: InvocationResult | undefined;
  let failure: { readonly error: unknown } | undefined;
  const answer = createFront(
    patient(api),
    {
      clock,
      logger: { debug() {}, info() {}, warn: (message) => said.push(message), error: (message) => said.push(message) },
      async invoke(name, event) {
        try {
          const ended = await run(name, event);
          if (name === functionName) result = ended;
          return { payload: ended.payload, ...(ended.status === 'success' ? {} : { functionError: 'Unhandled' }) };
        } catch (error) {
          failure = { error };
          throw error;
        }
      },
    },
    signal,
  );
  const response = await answer(requestOf(asked, port), { requestId: randomUUID(), time: clock.now(), sourceIp: '127.0.0.1', port });
  if (failure !== undefined) throw failure.error;
  if (result === undefined) throw refused(asked, response);
  const outcome = { kind: 'http', status: response.status } as const;
  return { ...result, outcome, notes: [...result.notes, ...said, responseNote(response)] };
}

/** Nobody listens: it only stands in the event. */
const port = 80;

function responseNote({ status, headers, body }: HttpResponse): string {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'no content type';
  const size = body instanceof Readable ? 'streamed' : `${body.byteLength} bytes`;
  return `As HTTP: ${status}, ${type}, ${size}.`;
}

function refused({ method, target }: Asked, { status, body }: HttpResponse): WorkbenchError {
  const text = body instanceof Readable ? '' : Buffer.from(body).toString('utf8').slice(0, 200);
  return new WorkbenchError(
    'request-refused',
    `${method} ${target} is answered with ${status} before the function is asked: ${text}`,
    'The route’s authorizer decides that: its own lines are among the logs.',
  );
}
