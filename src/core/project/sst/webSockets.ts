import { identitySources, USUAL_SOURCES } from '../apis/settings.ts';
import { plainOf } from '../cdk/apis/plain.ts';
import { type CallValue, isNothing, memberOf, type ProgramValue } from '../program/index.ts';
import type { NamedFunctions } from '../program/named.ts';
import { USUAL_ROUTE_SELECTION, type WebSocketApi, type WebSocketAuthorizer, type WebSocketRoute } from '../webSockets/model.ts';
import { idOf, isConstruct, kindOf, makingOf, placesIn, propertiesOf } from './calls.ts';

/** The WebSocket APIs that a program makes with SST: `WebSocketApi` of version 2, `ApiGatewayWebSocket` of version 3. */
export function readWebSockets(calls: readonly CallValue[], named: NamedFunctions): readonly WebSocketApi[] {
  const apis = new Map<string, FoundApi>();
  for (const call of calls) {
    const making = makingOf(call);
    if (making === undefined || !/^(?:WebSocketApi|ApiGatewayWebSocket)$/.test(kindOf(making))) continue;
    const key = `${making.place.source.path} ${making.place.span.start}`;
    const api = apis.get(key) ?? { making, routes: new Map(), notes: [] };
    apis.set(key, api);
    addRoutes(call, api, named);
  }
  return [...apis.values()].map(({ making, routes, notes }) => ({
    name: nameOf(making),
    stage: { name: isConstruct(making) ? 'prod' : '$default', variables: {} },
    routeSelection: USUAL_ROUTE_SELECTION,
    routes: [...routes.values()],
    notes,
  }));
}

interface FoundApi {
  readonly making: CallValue;
  readonly routes: Map<string, WebSocketRoute>;
  readonly notes: string[];
}

function nameOf(making: CallValue): string {
  const id = idOf(making);
  return id?.kind === 'text' ? id.text : kindOf(making);
}

function addRoutes(call: CallValue, { making, routes, notes }: FoundApi, named: NamedFunctions): void {
  for (const { label, value } of placesIn(call)) {
    const key = label?.text;
    const functionName = named.nameOf(value) ?? named.nameOf(memberOf(value, 'function'));
    if (key === undefined || functionName === undefined) {
      const why = key === undefined ? 'its key must be written out' : 'which function it calls can’t be told from this file';
      notes.push(`The route ${key ?? ''} of ${nameOf(making)} is not served: ${why}.`.replace('  ', ' '));
      continue;
    }
    const authorizer = key === '$connect' ? authorizerOf(call, making, named) : undefined;
    if (authorizer === 'unknown') notes.push(`${nameOf(making)} is open here: who is asked before it can’t be told from the program.`);
    routes.set(key, { key, functionName, answers: false, ...(typeof authorizer === 'object' && { authorizer }) });
  }
}

/** Version 2 has one for the API, version 3 tells it after the function. */
function authorizerOf(call: CallValue, making: CallValue, named: NamedFunctions): WebSocketAuthorizer | 'unknown' | undefined {
  if (!isConstruct(making)) {
    const auth = memberOf(call.arguments[2], 'auth');
    if (isNothing(auth)) return undefined;
    return plainOf(memberOf(auth, 'iam')) === true ? { kind: 'iam' } : 'unknown';
  }
  const authorizer = memberOf(propertiesOf(making), 'authorizer');
  if (isNothing(authorizer) || plainOf(authorizer) === 'none') return undefined;
  return plainOf(authorizer) === 'iam' ? { kind: 'iam' } : functionAuthorizer(authorizer, named);
}

function functionAuthorizer(authorizer: ProgramValue, named: NamedFunctions): WebSocketAuthorizer | 'unknown' {
  const name = named.nameOf(memberOf(authorizer, 'function'));
  if (name === undefined) return 'unknown';
  const sources = memberOf(authorizer, 'identitySource');
  return { kind: 'function', id: name, name, sources: isNothing(sources) ? USUAL_SOURCES : identitySources(plainOf(sources)) };
}
