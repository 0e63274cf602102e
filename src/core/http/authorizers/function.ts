import { Buffer } from 'node:buffer';
import { describeError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { FunctionAuthorizer, IdentitySource } from '../../project/apis/model.ts';
import { headerOf } from '../cors.ts';
import type { Admission, Call } from '../model.ts';
import type { FrontPorts } from '../ports.ts';
import { isObject, isScalar, parsed } from '../result.ts';
import { admitted, type Decision, refused } from './decision.ts';
import { authorizerEvent, methodArn } from './event.ts';
import { evaluatePolicy } from './policy.ts';

/** What a function said, by authorizer and identity. A policy is held against each method anew: it may allow one and not another. */
export class AuthorizerCache {
  readonly #clock: Clock;
  readonly #answers = new Map<string, { readonly until: number; readonly answer: unknown }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): unknown {
    const known = this.#answers.get(key);
    return known !== undefined && known.until > this.#clock.now() ? known.answer : undefined;
  }

  set(key: string, answer: unknown, ttlSeconds: number): void {
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= mostAnswers && oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.delete(key);
    this.#answers.set(key, { until: this.#clock.now() + ttlSeconds * 1000, answer });
  }
}

const mostAnswers = 1000;

/** Runs the authorizer's function, unless its last answer still holds, and reads what it decided. */
export async function askFunction(
  authorizer: FunctionAuthorizer,
  call: Call,
  ports: FrontPorts,
  cache: AuthorizerCache,
  closing: AbortSignal,
): Promise<Decision> {
  const { id, name, sources, ttlSeconds, validation } = authorizer;
  const identity = sources.map((source) => identityIn(call, source));
  const found = identity.flatMap((value) => (value === undefined || value === '' ? [] : [value]));
  // Without its sources nobody is asked.
  if (found.length < identity.length) return refused('unauthorized');
  const isKept = ttlSeconds > 0 && identity.length > 0;
  const warn = (what: string) => ports.logger.warn(`${call.request.method} ${call.request.path}: ${what}`);
  if (authorizer.event === 'TOKEN' && validation !== undefined && !isValid(validation, found[0] ?? '', warn))
    return refused('unauthorized');
  const key = JSON.stringify([id, ...found]);
  const known = isKept ? cache.get(key) : undefined;
  if (known !== undefined) return decisionOf(authorizer, call, known, warn);
  const event = Buffer.from(JSON.stringify(authorizerEvent(authorizer, call, found)));
  try {
    const { payload, functionError } = await ports.invoke(name, event, {
      caller: `authorizer of ${call.route.method} ${call.route.path}`,
      closing,
    });
    const answer = parsed(payload)?.value;
    if (functionError !== undefined) {
      return refused(isObject(answer) && answer['errorMessage'] === 'Unauthorized' ? 'unauthorized' : 'authorizer-failed');
    }
    const decision = decisionOf(authorizer, call, answer, warn);
    if (isKept && !(decision.kind === 'refused' && decision.why === 'authorizer-failed')) cache.set(key, answer, ttlSeconds);
    return decision;
  } catch (error) {
    const { message, advice = '' } = describeError(error);
    if (!closing.aborted) warn(`${message} ${advice}`.trim());
    return refused('authorizer-failed');
  }
}

function isValid(expression: string, token: string, warn: (what: string) => void): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(token);
  } catch {
    warn(`the validation expression ${expression} can’t be read: it is overlooked.`);
    return true;
  }
}

/** What a function's answer means for this method. */
function decisionOf(authorizer: FunctionAuthorizer, call: Call, answer: unknown, warn: (what: string) => void): Decision {
  const isRest = call.front.type === 'Api';
  const fail = (what: string): Decision => {
    warn(`the answer of the authorizer ${authorizer.name} can’t be used: ${what}.`);
    return refused('authorizer-failed');
  };
  if (!isObject(answer)) return fail('it must be an object');
  const { context = {}, principalId } = answer;
  if (!isObject(context)) return fail('context must be an object');
  if (!isRest && authorizer.simpleResponses) {
    if (typeof answer['isAuthorized'] !== 'boolean') return fail('isAuthorized must be true or false');
    return answer['isAuthorized'] ? admitted(admissionOf(call, context, undefined)) : refused('forbidden');
  }
  if (isRest && typeof principalId !== 'string') return fail('principalId must be a text');
  const nested = Object.entries(context).find(([, value]) => isRest && value !== null && !isScalar(value));
  if (nested !== undefined) return fail(`${nested[0]} of context must be a text, a number or a boolean`);
  const verdict = evaluatePolicy(answer['policyDocument'], methodArn(call));
  if (verdict === undefined) return fail('policyDocument must be a policy with a list of statements');
  return verdict === 'allowed' ? admitted(admissionOf(call, context, principalId)) : refused(verdict);
}

/** REST APIs hand all of a context on as texts, HTTP APIs as it is. */
function admissionOf({ front, route }: Call, context: Readonly<Record<string, unknown>>, principalId: unknown): Admission {
  const named = principalId === undefined ? {} : { principalId };
  if (front.type === 'Api') {
    const texts = Object.entries(context).map(([name, value]) => [name, value === null ? null : String(value)]);
    return { authorizer: { ...named, ...Object.fromEntries(texts), integrationLatency: 0 } };
  }
  const isOld = route.target.kind === 'function' && route.target.payloadFormat === '1.0';
  return { authorizer: isOld ? { ...named, ...context } : { lambda: context } };
}

function identityIn({ request, stage, arrival }: Call, source: IdentitySource): string | undefined {
  switch (source.in) {
    case 'header':
      return headerOf(request, source.name);
    case 'querystring':
      return new URLSearchParams(request.query).get(source.name) ?? undefined;
    case 'stageVariables':
      return stage.variables[source.name];
    case 'context':
      return { sourceIp: arrival.sourceIp, httpMethod: request.method, path: request.path, stage: stage.name }[
        source.name.split('.').at(-1) ?? ''
      ];
  }
}
