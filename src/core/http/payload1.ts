import { localAccount } from '../localAccount.ts';
import { clfTime } from './clfTime.ts';
import { decoded, queryValues } from './decoded.ts';
import type { AdmittedCall } from './model.ts';
import { withStage } from './place.ts';
import { byMediaTypes, textOrBase64 } from './requestBody.ts';
import { eventHeaders, headerValue } from './requestHeaders.ts';

/** The event of payload format 1.0: of a REST API, or of an HTTP API that is told to send it. What there is none of is null. */
export function payload1({ front, stage, route, path: below, parameters, request, arrival, admission }: AdmittedCall) {
  const isRest = front.type === 'Api';
  // A REST API hands paths on as they came, an HTTP API decodes them; and it leaves a stage in them.
  const plain = isRest ? (text: string) => text : decoded;
  const whole = withStage(stage, plain(below));
  const path = isRest ? below : whole;
  const headers = eventHeaders(request, arrival);
  const all = [...headers.entries()].flatMap(([key, header]) => (isRest && key === 'content-length' ? [] : [header]));
  const query = queryValues(request.query);
  const { body, isBase64Encoded } = isRest
    ? byMediaTypes(request.body, headerValue(headers, 'content-type'), front.binaryMediaTypes ?? [])
    : textOrBase64(request.body, headers);
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
    stageVariables: Object.keys(stage.variables).length === 0 ? null : stage.variables,
    requestContext: {
      accountId: localAccount,
      apiId: front.name,
      ...(admission?.authorizer === undefined ? {} : { authorizer: admission.authorizer }),
      domainName: headerValue(headers, 'host'),
      domainPrefix: front.name,
      extendedRequestId: arrival.requestId,
      httpMethod: request.method,
      identity: { ...NOBODY, sourceIp: arrival.sourceIp, userAgent: headerValue(headers, 'user-agent') ?? null, ...admission?.identity },
      path: whole,
      protocol: 'HTTP/1.1',
      requestId: arrival.requestId,
      requestTime: clfTime(arrival.time),
      requestTimeEpoch: arrival.time,
      resourcePath: route.path,
      stage: stage.name,
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
