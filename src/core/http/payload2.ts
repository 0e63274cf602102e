import { localAccount } from '../localAccount.ts';
import { clfTime } from './clfTime.ts';
import { decoded, queryValues } from './decoded.ts';
import type { AdmittedCall } from './model.ts';
import { withStage } from './place.ts';
import { textOrBase64 } from './requestBody.ts';
import { eventHeaders, type HeaderValues, headerValue } from './requestHeaders.ts';

/** The event of payload format 2.0, of an HTTP API or a function URL. Members that are undefined aren't in its JSON. */
export function payload2({ front, stage, route, path: below, parameters, request, arrival, admission }: AdmittedCall) {
  const isUrl = front.type === 'FunctionUrl';
  // An HTTP API decodes what a function URL hands on as it came.
  const path = isUrl ? below : withStage(stage, decoded(below));
  const routeKey = route.path === '$default' ? route.path : `${route.method} ${route.path}`;
  const headers = eventHeaders(request, arrival);
  const cookies = headers.get('cookie')?.values.flatMap((value) => value.split(/; */).filter((cookie) => cookie !== ''));
  const query = queryValues(request.query);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.query,
    cookies,
    headers: joined(headers),
    queryStringParameters: query.size === 0 ? undefined : Object.fromEntries([...query].map(([name, values]) => [name, values.join(',')])),
    requestContext: {
      accountId: isUrl ? 'anonymous' : localAccount,
      apiId: front.name,
      authorizer: admission?.authorizer,
      domainName: headerValue(headers, 'host'),
      domainPrefix: front.name,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: arrival.sourceIp,
        userAgent: headerValue(headers, 'user-agent'),
      },
      requestId: arrival.requestId,
      routeKey,
      stage: stage.name,
      time: clfTime(arrival.time),
      timeEpoch: arrival.time,
    },
    pathParameters: parameters.size === 0 ? undefined : Object.fromEntries([...parameters].map(([name, value]) => [name, decoded(value)])),
    stageVariables: Object.keys(stage.variables).length === 0 ? undefined : stage.variables,
    ...textOrBase64(request.body, headers),
  };
}

function joined(headers: ReadonlyMap<string, HeaderValues>): Readonly<Record<string, string>> {
  const texts: (readonly [string, string])[] = [];
  for (const [name, { values }] of headers) if (name !== 'cookie') texts.push([name, values.join(',')]);
  return Object.fromEntries(texts);
}
