import { localAccount } from '../localAccount.ts';
import { clfTime } from './clfTime.ts';
import { decoded, queryValues } from './decoded.ts';
import type { Call } from './model.ts';
import { asText, textOrBase64 } from './requestBody.ts';
import { eventHeaders, headerValue } from './requestHeaders.ts';

/** The stage of a REST API: the name SAM gives the one it implies. */
const STAGE = 'Prod';

/** The event of payload format 1.0: of a REST API, or of an HTTP API that is told to send it. What there is none of is null. */
export function payload1({ front, route, parameters, request, arrival }: Call) {
  const isRest = front.type === 'Api';
  // A REST API hands paths on as they came, an HTTP API decodes them.
  const plain = isRest ? (text: string) => text : decoded;
  const path = plain(request.path);
  const headers = eventHeaders(request, arrival);
  const all = [...headers.entries()].flatMap(([key, header]) => (isRest && key === 'content-length' ? [] : [header]));
  const query = queryValues(request.query);
  const { body, isBase64Encoded } = isRest ? asText(request.body) : textOrBase64(request.body, headers);
  return {
    ...(isRest ? {} : { version: '1.0' }),
    resource: route.path,
    path,
    httpMethod: request.method,
    headers: Object.fromEntries(all.map(({ name, values }) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(all.map(({ name, values }) => [name, values])),
    queryStringParameters: query.size === 0 ? null : Object.fromEntries([...query].map(([name, values]) => [name, values.at(-1)])),
    multiValueQueryStringParameters: query.size === 0 ? null : Object.fromEntries(query),
    pathParameters: parameters.size === 0 ? null : Object.fromEntries([...parameters].map(([name, value]) => [name, plain(value)])),
    stageVariables: null,
    requestContext: {
      accountId: localAccount,
      apiId: front.name,
      domainName: headerValue(headers, 'host'),
      domainPrefix: front.name,
      extendedRequestId: arrival.requestId,
      httpMethod: request.method,
      identity: { ...NOBODY, sourceIp: arrival.sourceIp, userAgent: headerValue(headers, 'user-agent') ?? null },
      path: isRest ? `/${STAGE}${path}` : path,
      protocol: 'HTTP/1.1',
      requestId: arrival.requestId,
      requestTime: clfTime(arrival.time),
      requestTimeEpoch: arrival.time,
      resourcePath: route.path,
      stage: isRest ? STAGE : '$default',
    },
    body: body ?? null,
    isBase64Encoded,
  };
}

/** A caller without credentials. */
const NOBODY = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};
