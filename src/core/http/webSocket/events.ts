import { randomBytes } from 'node:crypto';
import type { WebSocketApi } from '../../project/webSockets/model.ts';
import { clfTime } from '../clfTime.ts';
import { queryValues } from '../decoded.ts';
import type { Arrival, HttpRequest } from '../model.ts';
import { eventHeaders, headerValue } from '../requestHeaders.ts';

/** A client that is connected, or about to be. */
export interface Client {
  /** As API Gateway makes them: 16 characters of base64. */
  readonly connectionId: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly request: HttpRequest;
  readonly arrival: Arrival;
  /** What the authorizer said of it. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

export function newConnectionId(): string {
  return randomBytes(11).toString('base64');
}

/** The event of `$connect`, also that of its authorizer but for the beginning. */
export function connectEvent(api: WebSocketApi, client: Client) {
  return {
    ...headersOf(client),
    ...queryOf(client.request),
    ...stageVariables(api),
    requestContext: { ...contextOf(api, client, '$connect', 'CONNECT', client.connectedAt) },
    isBase64Encoded: false,
  };
}

export function messageEvent(api: WebSocketApi, client: Client, routeKey: string, body: string, time: number) {
  return {
    ...stageVariables(api),
    requestContext: { ...contextOf(api, client, routeKey, 'MESSAGE', time), messageId: newConnectionId() },
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(api: WebSocketApi, client: Client, code: number, reason: string, time: number) {
  const host = headerValue(eventHeaders(client.request, client.arrival), 'host') ?? '';
  const headers = { Host: host, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...stageVariables(api),
    requestContext: {
      ...contextOf(api, client, '$disconnect', 'DISCONNECT', time),
      disconnectStatusCode: code,
      disconnectReason: reason,
    },
    isBase64Encoded: false,
  };
}

function contextOf(api: WebSocketApi, client: Client, routeKey: string, eventType: string, time: number) {
  const { request, arrival, connectionId, connectedAt, authorizer } = client;
  const headers = eventHeaders(request, arrival);
  const requestId = newConnectionId();
  return {
    routeKey,
    ...(authorizer === undefined ? {} : { authorizer }),
    eventType,
    extendedRequestId: requestId,
    requestTime: clfTime(time),
    messageDirection: 'IN',
    stage: api.stage.name,
    connectedAt,
    requestTimeEpoch: time,
    identity: { userAgent: headerValue(headers, 'user-agent'), sourceIp: arrival.sourceIp },
    requestId,
    domainName: headerValue(headers, 'host'),
    connectionId,
    apiId: api.name,
  };
}

function headersOf({ request, arrival }: Client) {
  const all = [...eventHeaders(request, arrival).values()];
  return {
    headers: Object.fromEntries(all.map(({ name, values }) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(all.map(({ name, values }) => [name, values])),
  };
}

function queryOf({ query }: HttpRequest) {
  const values = queryValues(query);
  if (values.size === 0) return {};
  return {
    queryStringParameters: Object.fromEntries([...values].map(([name, each]) => [name, each.at(-1)])),
    multiValueQueryStringParameters: Object.fromEntries(values),
  };
}

function stageVariables({ stage }: WebSocketApi) {
  return Object.keys(stage.variables).length === 0 ? {} : { stageVariables: stage.variables };
}
