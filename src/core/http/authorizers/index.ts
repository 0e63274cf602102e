import type { Authorizer } from '../../project/apis/model.ts';
import { headerOf } from '../cors.ts';
import type { Call } from '../model.ts';
import type { FrontPorts } from '../ports.ts';
import { admitted, type Decision, refused } from './decision.ts';
import { AuthorizerCache, askFunction } from './function.ts';
import { signedCaller } from './signature.ts';
import { claimsOf, claimTexts, isExpired, scopesOf } from './token.ts';

export type Doorkeeper = (call: Call, closing: AbortSignal) => Promise<Decision>;

/** Asks the authorizer of a request's route, and remembers what functions decided as long as it holds. */
export function createDoorkeeper(ports: FrontPorts): Doorkeeper {
  const cache = new AuthorizerCache(ports.clock);
  return async (call, closing) => {
    const { authorizer, apiKeyRequired } = call.route;
    const decision = authorizer === undefined ? admitted({}) : await ask(authorizer, call, ports, cache, closing);
    if (decision.kind === 'refused' || apiKeyRequired !== true) return decision;
    // Which keys there are is only known in AWS: any one will do.
    const apiKey = headerOf(call.request, 'x-api-key');
    if (apiKey === undefined || apiKey === '') return refused('forbidden');
    const { admission } = decision;
    return admitted({ ...admission, identity: { ...admission.identity, apiKey, apiKeyId: 'local' } });
  };
}

async function ask(authorizer: Authorizer, call: Call, ports: FrontPorts, cache: AuthorizerCache, closing: AbortSignal): Promise<Decision> {
  switch (authorizer.kind) {
    case 'function':
      return await askFunction(authorizer, call, ports, cache, closing);
    case 'iam': {
      const caller = signedCaller(call);
      return caller === undefined ? refused('unsigned') : admitted(caller);
    }
    case 'jwt':
      return checkJwt(authorizer, call, ports.clock.now());
    case 'cognito':
      return checkCognito(authorizer, call, ports.clock.now());
  }
}

/** An HTTP API's way: its own checks, but for the signature. */
function checkJwt({ source, issuer, audience, scopes }: Extract<Authorizer, { kind: 'jwt' }>, call: Call, now: number): Decision {
  const claims = claimsOf(tokenOf(call, source.in, source.name));
  if (claims === undefined || isExpired(claims, now)) return refused('unauthorized');
  if (typeof claims['nbf'] === 'number' && claims['nbf'] * 1000 > now) return refused('unauthorized');
  if (issuer !== undefined && claims['iss'] !== issuer) return refused('unauthorized');
  const meant = [claims['aud'] ?? claims['client_id']].flat();
  if (audience.length > 0 && !meant.some((each) => audience.includes(String(each)))) return refused('unauthorized');
  const granted = scopesOf(claims);
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) return refused('forbidden');
  const texts = claimTexts(claims, (items) => `[${items.join(' ')}]`);
  const jwt = { claims: texts, scopes: scopes.length > 0 ? granted : null };
  const { target } = call.route;
  return admitted({ authorizer: target.kind === 'function' && target.payloadFormat === '1.0' ? jwt : { jwt } });
}

/** A REST API's way with the tokens of a user pool. */
function checkCognito({ source, scopes }: Extract<Authorizer, { kind: 'cognito' }>, call: Call, now: number): Decision {
  const claims = claimsOf(tokenOf(call, source.in, source.name));
  if (claims === undefined) return refused('unauthorized');
  if (isExpired(claims, now)) return refused('expired');
  const granted = scopesOf(claims);
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) return refused('unauthorized');
  return admitted({ authorizer: { claims: claimTexts(claims, (items) => items.join(',')) } });
}

function tokenOf({ request }: Call, where: string, name: string): string {
  return (where === 'querystring' ? new URLSearchParams(request.query).get(name) : headerOf(request, name)) ?? '';
}
