import { Buffer } from 'node:buffer';
import { describeError } from '../../errors.ts';
import { localAccount, localRegion } from '../../localAccount.ts';
import type { IdentitySource } from '../../project/apis/model.ts';
import type { WebSocketApi, WebSocketAuthorizer } from '../../project/webSockets/model.ts';
import { evaluatePolicy } from '../authorizers/policy.ts';
import { headerOf } from '../cors.ts';
import type { FrontPorts } from '../ports.ts';
import { isObject, parsed } from '../result.ts';
import { type Client, connectEvent } from './events.ts';

/** Whether a client may connect; `status` is what it is refused with. */
export type Admittance =
  | { readonly kind: 'admitted'; readonly authorizer?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 500 };

export async function admit(
  api: WebSocketApi,
  client: Client,
  authorizer: WebSocketAuthorizer | undefined,
  ports: FrontPorts,
  closing: AbortSignal,
): Promise<Admittance> {
  if (authorizer === undefined) return { kind: 'admitted' };
  if (authorizer.kind === 'iam') return isSigned(client) ? { kind: 'admitted' } : { kind: 'refused', status: 403 };
  const found = authorizer.sources.map((source) => identityIn(api, client, source));
  if (found.some((value) => value === undefined || value === '')) return { kind: 'refused', status: 401 };
  const methodArn = `arn:aws:execute-api:${localRegion}:${localAccount}:${api.name}/${api.stage.name}/$connect`;
  const event = Buffer.from(JSON.stringify({ type: 'REQUEST', methodArn, ...connectEvent(api, client) }));
  try {
    const { payload, functionError } = await ports.invoke(authorizer.name, event, { caller: 'authorizer of $connect', closing });
    const answer = parsed(payload)?.value;
    if (functionError !== undefined)
      return { kind: 'refused', status: isObject(answer) && answer['errorMessage'] === 'Unauthorized' ? 401 : 500 };
    return decisionOf(answer, methodArn, authorizer.name, ports);
  } catch (error) {
    const { message, advice = '' } = describeError(error);
    if (!closing.aborted) ports.logger.warn(`$connect of ${api.name}: ${message} ${advice}`.trim());
    return { kind: 'refused', status: 500 };
  }
}

function decisionOf(answer: unknown, methodArn: string, name: string, { logger }: FrontPorts): Admittance {
  const verdict = isObject(answer) ? evaluatePolicy(answer['policyDocument'], methodArn) : undefined;
  if (!isObject(answer) || verdict === undefined) {
    logger.warn(`The answer of the authorizer ${name} can’t be used: it must be an object with a policyDocument.`);
    return { kind: 'refused', status: 500 };
  }
  if (verdict !== 'allowed') return { kind: 'refused', status: 403 };
  const { context, principalId } = answer;
  const texts = Object.entries(isObject(context) ? context : {}).map(([key, value]) => [key, value === null ? null : String(value)]);
  return { kind: 'admitted', authorizer: { principalId, ...Object.fromEntries(texts), integrationLatency: 0 } };
}

function isSigned({ request }: Client): boolean {
  return /^AWS4-/.test(headerOf(request, 'authorization') ?? '') || /(?:^|&)X-Amz-Credential=/i.test(request.query);
}

function identityIn({ stage }: WebSocketApi, { request, arrival }: Client, { in: where, name }: IdentitySource): string | undefined {
  switch (where) {
    case 'header':
      return headerOf(request, name);
    case 'querystring':
      return new URLSearchParams(request.query).get(name) ?? undefined;
    case 'stageVariables':
      return stage.variables[name];
    case 'context':
      return { sourceIp: arrival.sourceIp, stage: stage.name, routeKey: '$connect' }[name.split('.').at(-1) ?? ''];
  }
}
