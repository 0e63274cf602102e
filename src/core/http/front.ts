import { Buffer } from 'node:buffer';
import { describeError, WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { ApiDefinition, FunctionTarget, MockTarget } from '../project/apis/model.ts';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import { createDoorkeeper } from './authorizers/index.ts';
import { headerOf, preflight, withCors } from './cors.ts';
import { refuse } from './gatewayResponses.ts';
import { createRouter } from './match.ts';
import type { Admission, Arrival, Call, HttpRequest, HttpResponse, Mapped } from './model.ts';
import { payload1 } from './payload1.ts';
import { payload2 } from './payload2.ts';
import { placeOf } from './place.ts';
import type { FrontPorts } from './ports.ts';
import { unusable } from './refusals.ts';
import { matchesMedia } from './requestBody.ts';
import { response1 } from './response1.ts';
import { response2 } from './response2.ts';
import { streamed } from './streamed.ts';
import { StreamedResponse } from './streaming.ts';
import { refuseInvalid } from './validation.ts';

export type AnswerRequest = (request: HttpRequest, arrival: Arrival) => Promise<HttpResponse>;

/**
 * What a front does with a request: stage, route, authorizer, event, function, response. Never rejects; what `closing` ends isn't
 * spoken of.
 */
export function createFront(front: ApiDefinition, ports: FrontPorts, closing: AbortSignal): AnswerRequest {
  const find = createRouter(front);
  const admit = createDoorkeeper(ports);
  const answer = async (call: Call): Promise<HttpResponse> => {
    const decision = await admit(call, closing);
    if (decision.kind === 'refused') return refuse(call, decision.why);
    const { target, validation } = call.route;
    const invalid = validation && (await refuseInvalid(validation, call));
    if (invalid) return invalid;
    return target.kind === 'mock' ? mockResponse(target) : await callFunction(call, target, decision.admission, ports, closing);
  };
  return async (request, arrival) => {
    const place = placeOf(front, request.path);
    const match = find(request.method, place.path);
    // The default route of an HTTP API guards what nobody else takes, the browser's questions among it.
    const isGuarded = match?.route.path === '$default' && match.route.authorizer !== undefined && front.type === 'HttpApi';
    const permission = isGuarded ? undefined : preflight(front, request);
    if (permission !== undefined) return permission;
    if (match === undefined) return withCors(front, request, refuse({ front, request, arrival }, 'not-found'));
    return withCors(front, request, await answer({ front, ...place, ...match, request, arrival }));
  };
}

function mockResponse({ status, headers, body }: MockTarget): HttpResponse {
  return { status, headers: [['content-type', 'application/json'], ...Object.entries(headers)], body: Buffer.from(body) };
}

async function callFunction(
  call: Call,
  target: FunctionTarget,
  admission: Admission,
  ports: FrontPorts,
  closing: AbortSignal,
): Promise<HttpResponse> {
  const { front, request } = call;
  const event = Buffer.from(JSON.stringify((target.payloadFormat === '1.0' ? payload1 : payload2)({ ...call, admission })));
  if (event.byteLength > MAX_PAYLOAD_BYTES) return refuse(call, 'too-large');
  const warn = (what: string) => ports.logger.warn(`${request.method} ${request.path}: ${what}`);
  try {
    const work = target.streams === true ? stream(call, target, event, ports, closing) : invokeWhole(call, target, event, ports, closing);
    const mapped = await inTime(work, target.timeoutMs, ports.clock);
    if (mapped === undefined) {
      warn(`${target.name} took longer than the API waits, ${target.timeoutMs} ms.`);
      return refuse(call, 'timed-out');
    }
    if (mapped.kind === 'response') return mapped.response;
    if (mapped.kind === 'malformed') warn(`the result of ${target.name} can’t be sent: ${mapped.reason}.`);
  } catch (error) {
    const { message, advice = '' } = describeError(error);
    const words = `${message} ${advice}`.trim();
    if (!closing.aborted) warn(words);
    // In AWS it would not have been deployed: there is no answer of AWS's to be like.
    if (error instanceof WorkbenchError && error.code !== 'throttled') return refuse(call, 'failed', unusable(front.type, words));
  }
  return refuse(call, 'failed');
}

/** `failed`: the function's own lines tell what went wrong. */
type Outcome = Mapped | { readonly kind: 'response'; readonly response: HttpResponse } | { readonly kind: 'failed' };

async function invokeWhole(
  call: Call,
  target: FunctionTarget,
  event: Uint8Array,
  ports: FrontPorts,
  closing: AbortSignal,
): Promise<Outcome> {
  const { payload, functionError } = await ports.invoke(target.name, event, { caller: callerOf(call), closing });
  return functionError === undefined ? responseFor(call, target, payload) : { kind: 'failed' };
}

/** Answers as soon as the function has written its first bytes. */
async function stream(call: Call, target: FunctionTarget, event: Uint8Array, ports: FrontPorts, closing: AbortSignal): Promise<Outcome> {
  const response = new StreamedResponse();
  const onChunk = (chunk: Uint8Array, contentType: string) => response.push(chunk, contentType);
  const whole = ports.invoke(target.name, event, { caller: callerOf(call), closing, onChunk }).then(
    ({ payload, functionError }): Outcome => {
      response.end(functionError !== undefined);
      return functionError === undefined ? streamed(payload) : { kind: 'failed' };
    },
    (error: unknown) => {
      response.end(true);
      // Once the head is sent nobody waits for this.
      if (response.hasBegun) return { kind: 'failed' } as const;
      throw error;
    },
  );
  return await Promise.race([response.head, whole]);
}

/** A function URL has no routes to name. */
function callerOf({ front, route, request, path }: Call): string {
  return front.type === 'FunctionUrl' ? `${request.method} ${path}` : `${route.method} ${route.path}`;
}

function responseFor({ front, request }: Call, { payloadFormat }: FunctionTarget, payload: Uint8Array): Mapped {
  if (payloadFormat === '1.0') return response1(payload, front.type, acceptsBinary(front, request));
  const mapped = response2(payload);
  // A handler may stream behind a URL that isn't set up for it, too.
  return mapped.kind === 'malformed' && front.type === 'FunctionUrl' && payload.includes(0) ? streamed(payload) : mapped;
}

/** Whether a REST API decodes what a function returns for this caller: by the first type that it accepts. */
function acceptsBinary({ binaryMediaTypes = [] }: ApiDefinition, request: HttpRequest): boolean {
  return binaryMediaTypes.length > 0 && matchesMedia(headerOf(request, 'accept') ?? '', binaryMediaTypes);
}

/** Undefined where it takes longer; the function goes on then, as in AWS. */
async function inTime<T>(work: Promise<T>, timeoutMs: number | undefined, clock: Clock): Promise<T | undefined> {
  if (timeoutMs === undefined) return await work;
  return await new Promise((resolve, reject) => {
    const cancel = clock.schedule(timeoutMs, () => resolve(undefined));
    work.then(resolve, reject).finally(cancel);
  });
}
