import { identitySources, textIn, textMapIn } from '../../apis/settings.ts';
import { unknownAuthorizer } from '../../apis/unknownAuthorizer.ts';
import { USUAL_ROUTE_SELECTION, type WebSocketApi, type WebSocketAuthorizer, type WebSocketRoute } from '../../webSockets/model.ts';
import type { PlainResource, Stack } from './stack.ts';

/** The WebSocket APIs of a template: each `AWS::ApiGatewayV2::Api` of that protocol, with the routes that belong to it. */
export function readWebSockets(stack: Stack): readonly WebSocketApi[] {
  return stack
    .all('AWS::ApiGatewayV2::Api')
    .filter((api) => textIn(api.properties()['ProtocolType']) === 'WEBSOCKET')
    .map((api) => readWebSocket(api, stack));
}

function readWebSocket(api: PlainResource, stack: Stack): WebSocketApi {
  const notes: string[] = [];
  const routes = stack.partsOf(api.id, 'AWS::ApiGatewayV2::Route', 'ApiId').flatMap((route): readonly WebSocketRoute[] => {
    const { RouteKey, Target, RouteResponseSelectionExpression } = route.properties();
    const key = textIn(RouteKey);
    const integration = stack.referenced(Target, 'AWS::ApiGatewayV2::Integration')?.properties() ?? {};
    const functionName = stack.functionNamed(integration['IntegrationUri']);
    if (key === undefined || functionName === undefined) {
      notes.push(`The route ${key ?? route.id} of ${api.id} is not served: which function it calls is only known when it is deployed.`);
      return [];
    }
    const authorizer = key === '$connect' ? authorizerOf(route, stack, notes) : undefined;
    return [{ key, functionName, answers: RouteResponseSelectionExpression !== undefined, ...(authorizer && { authorizer }) }];
  });
  const [stage] = stack.partsOf(api.id, 'AWS::ApiGatewayV2::Stage', 'ApiId').map((each) => each.properties());
  return {
    name: api.id,
    stage: { name: textIn(stage?.['StageName']) ?? 'prod', variables: textMapIn(stage?.['StageVariables']) },
    routeSelection: textIn(api.properties()['RouteSelectionExpression']) ?? USUAL_ROUTE_SELECTION,
    routes,
    notes,
  };
}

function authorizerOf(route: PlainResource, stack: Stack, notes: string[]): WebSocketAuthorizer | undefined {
  const { AuthorizationType, AuthorizerId } = route.properties();
  const type = textIn(AuthorizationType);
  if (type === 'AWS_IAM') return { kind: 'iam' };
  if (type !== 'CUSTOM') return undefined;
  const resource = stack.referenced(AuthorizerId, 'AWS::ApiGatewayV2::Authorizer');
  const { AuthorizerUri, IdentitySource } = resource?.properties() ?? {};
  const name = stack.functionNamed(AuthorizerUri);
  if (resource !== undefined && name !== undefined)
    return { kind: 'function', id: resource.id, name, sources: identitySources(IdentitySource) };
  notes.push(unknownAuthorizer(resource?.id ?? 'of a route'));
  return undefined;
}
