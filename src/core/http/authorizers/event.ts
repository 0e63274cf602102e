import { localAccount, localRegion } from '../../localAccount.ts';
import type { FunctionAuthorizer } from '../../project/apis/model.ts';
import type { Call } from '../model.ts';
import { payload1 } from '../payload1.ts';
import { payload2 } from '../payload2.ts';
import { withStage } from '../place.ts';

/** What a policy names: `arn:aws:execute-api:us-east-1:000000000000:Shop/Prod/GET/orders/1`. */
export function methodArn({ front, stage, path, request }: Call): string {
  return `arn:aws:execute-api:${localRegion}:${localAccount}:${front.name}/${stage.name}/${request.method}${path}`;
}

/** The event of an authorizer. `identity`: what its sources have in this request. */
export function authorizerEvent(authorizer: FunctionAuthorizer, call: Call, identity: readonly string[]): unknown {
  const arn = methodArn(call);
  const isRest = call.front.type === 'Api';
  if (authorizer.event === 'TOKEN') return { type: 'TOKEN', methodArn: arn, authorizationToken: identity[0] ?? '' };
  if (!isRest && authorizer.payloadFormat === '2.0') {
    const { body: _body, isBase64Encoded: _isBase64Encoded, version, ...event } = payload2(call);
    return { version, type: 'REQUEST', routeArn: arn, identitySource: identity, ...event };
  }
  const { body: _body, isBase64Encoded: _isBase64Encoded, version, path: _path, ...event } = payload1(call);
  return {
    ...(isRest ? {} : { version }),
    type: 'REQUEST',
    methodArn: arn,
    ...(isRest ? {} : { identitySource: identity.join(','), authorizationToken: identity.join(',') }),
    path: isRest ? call.path : withStage(call.stage, call.path),
    ...event,
    // Authorizers are given empty ones where functions are given null.
    queryStringParameters: event.queryStringParameters ?? {},
    multiValueQueryStringParameters: event.multiValueQueryStringParameters ?? {},
    pathParameters: event.pathParameters ?? {},
    stageVariables: event.stageVariables ?? {},
  };
}
