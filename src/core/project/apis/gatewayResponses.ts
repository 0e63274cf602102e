import type { GatewayResponse } from './model.ts';
import { numberIn, type Settings, settingsIn, textIn, textMapIn } from './settings.ts';

/** Of one type of response, in the words of OpenAPI documents and CloudFormation: `gatewayresponse.header.X: "'*'"`. */
export function gatewayResponseOf(status: unknown, parameters: unknown, templates: unknown): GatewayResponse {
  const headers = Object.entries(textMapIn(parameters)).flatMap(([name, value]) => {
    const header = /^gatewayresponse\.header\.(.+)$/.exec(name)?.[1];
    return header === undefined ? [] : [[header, value] as const];
  });
  const body = textIn(settingsIn(templates)['application/json']);
  const code = numberIn(status);
  return { headers: Object.fromEntries(headers), ...(code !== undefined && { status: code }), ...(body !== undefined && { body }) };
}

/** By type; undefined where there are none. */
export function byType(responses: readonly (readonly [type: unknown, response: GatewayResponse])[]) {
  const known = responses.flatMap(([type, response]) => (typeof type === 'string' ? [[type, response] as const] : []));
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** `x-amazon-apigateway-gateway-responses` of a document. */
export function documentResponses(root: Settings): Readonly<Record<string, GatewayResponse>> | undefined {
  return byType(
    Object.entries(settingsIn(root['x-amazon-apigateway-gateway-responses'])).map(([type, value]) => {
      const { statusCode, responseParameters, responseTemplates } = settingsIn(value);
      return [type, gatewayResponseOf(statusCode, responseParameters, responseTemplates)];
    }),
  );
}
