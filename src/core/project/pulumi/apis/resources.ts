/** CloudFormation's resources that say the same as those of Pulumi, and where each property of theirs is found. */
export const RESOURCES: Readonly<Record<string, { readonly type: string; readonly properties: Readonly<Record<string, string>> }>> = {
  'aws.apigatewayv2.Api': {
    type: 'AWS::ApiGatewayV2::Api',
    properties: {
      ...same('protocolType', 'routeKey', 'target', 'corsConfiguration', 'routeSelectionExpression', 'body'),
    },
  },
  'aws.apigatewayv2.Route': {
    type: 'AWS::ApiGatewayV2::Route',
    properties: {
      ...same(
        'apiId',
        'routeKey',
        'target',
        'authorizationType',
        'authorizerId',
        'authorizationScopes',
        'routeResponseSelectionExpression',
      ),
    },
  },
  'aws.apigatewayv2.Integration': {
    type: 'AWS::ApiGatewayV2::Integration',
    properties: {
      ...same('apiId', 'integrationType', 'integrationUri', 'payloadFormatVersion'),
      TimeoutInMillis: 'timeoutMilliseconds',
    },
  },
  'aws.apigatewayv2.Stage': {
    type: 'AWS::ApiGatewayV2::Stage',
    properties: { ...same('apiId', 'stageVariables'), StageName: 'name' },
  },
  'aws.apigatewayv2.Authorizer': {
    type: 'AWS::ApiGatewayV2::Authorizer',
    properties: {
      ...same('apiId', 'authorizerType', 'authorizerUri', 'authorizerPayloadFormatVersion', 'enableSimpleResponses', 'jwtConfiguration'),
      IdentitySource: 'identitySources',
      AuthorizerResultTtlInSeconds: 'authorizerResultTtlInSeconds',
    },
  },
  'aws.apigateway.RestApi': {
    type: 'AWS::ApiGateway::RestApi',
    properties: same('body', 'binaryMediaTypes'),
  },
  'aws.apigateway.Resource': {
    type: 'AWS::ApiGateway::Resource',
    properties: { ...same('parentId', 'pathPart'), RestApiId: 'restApi' },
  },
  'aws.apigateway.Method': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      ...same('resourceId', 'httpMethod', 'authorizerId', 'authorizationScopes', 'apiKeyRequired'),
      ...same('requestValidatorId', 'requestModels', 'requestParameters'),
      RestApiId: 'restApi',
      AuthorizationType: 'authorization',
    },
  },
  'aws.apigateway.RequestValidator': {
    type: 'AWS::ApiGateway::RequestValidator',
    properties: same('validateRequestBody', 'validateRequestParameters'),
  },
  'aws.apigateway.Response': {
    type: 'AWS::ApiGateway::GatewayResponse',
    properties: same('restApiId', 'responseType', 'statusCode', 'responseParameters', 'responseTemplates'),
  },
  'aws.apigateway.Model': {
    type: 'AWS::ApiGateway::Model',
    properties: same('name', 'schema'),
  },
  'aws.apigateway.Integration': {
    type: 'Integration',
    properties: { ...same('resourceId', 'httpMethod', 'type', 'uri'), RestApiId: 'restApi', TimeoutInMillis: 'timeoutMilliseconds' },
  },
  'aws.apigateway.IntegrationResponse': {
    type: 'IntegrationResponse',
    properties: { ...same('resourceId', 'httpMethod', 'statusCode', 'responseParameters', 'responseTemplates'), RestApiId: 'restApi' },
  },
  'aws.apigateway.Stage': {
    type: 'AWS::ApiGateway::Stage',
    properties: { ...same('stageName', 'variables'), RestApiId: 'restApi' },
  },
  'aws.apigateway.Deployment': {
    type: 'AWS::ApiGateway::Deployment',
    properties: { ...same('stageName'), RestApiId: 'restApi' },
  },
  'aws.apigateway.Authorizer': {
    type: 'AWS::ApiGateway::Authorizer',
    properties: {
      ...same('type', 'authorizerUri', 'identitySource', 'identityValidationExpression', 'authorizerResultTtlInSeconds'),
      RestApiId: 'restApi',
    },
  },
  'aws.lambda.Alias': { type: 'AWS::Lambda::Alias', properties: same('functionName') },
  'aws.lambda.FunctionUrl': {
    type: 'AWS::Lambda::Url',
    properties: { ...same('cors', 'invokeMode'), TargetFunctionArn: 'functionName', AuthType: 'authorizationType' },
  },
};

/** Called alike but for their first letter. */
function same(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name.charAt(0).toUpperCase() + name.slice(1), name]));
}
