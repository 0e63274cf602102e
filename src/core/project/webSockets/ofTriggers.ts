import { unknownAuthorizer } from '../apis/openapi.ts';
import { identitySources, settingsIn, textIn, textMapIn } from '../apis/settings.ts';
import type { FunctionDefinition } from '../model.ts';
import { USUAL_ROUTE_SELECTION, type WebSocketApi, type WebSocketAuthorizer, type WebSocketRoute } from './model.ts';

export interface WebSocketSettings {
  readonly name: string;
  readonly stage: string;
  readonly routeSelection: string | undefined;
  readonly variables?: unknown;
}

/** The WebSocket API that events of functions make together, as the Serverless Framework has it. Undefined where there is none. */
export function webSocketOfTriggers(
  functions: readonly FunctionDefinition[],
  { name, stage, routeSelection, variables }: WebSocketSettings,
): WebSocketApi | undefined {
  const notes: string[] = [];
  const routes = new Map<string, WebSocketRoute>();
  for (const fn of functions) {
    for (const { type, properties } of fn.triggers) {
      const key = type === 'WebSocket' ? textIn(properties['route']) : undefined;
      if (key === undefined) continue;
      const authorizer = key === '$connect' ? authorizerOf(properties['authorizer'], functions, notes) : undefined;
      const answers = properties['routeResponseSelectionExpression'] !== undefined;
      routes.set(key, { key, functionName: fn.name, answers, ...(authorizer && { authorizer }) });
    }
  }
  if (routes.size === 0) return undefined;
  return {
    name,
    stage: { name: stage, variables: textMapIn(variables) },
    routeSelection: routeSelection ?? USUAL_ROUTE_SELECTION,
    routes: [...routes.values()],
    notes,
  };
}

/** The name of a function, its ARN, or settings with one of them. */
function authorizerOf(value: unknown, functions: readonly FunctionDefinition[], notes: string[]): WebSocketAuthorizer | undefined {
  if (value === undefined) return undefined;
  const settings = typeof value === 'string' ? { name: value } : settingsIn(value);
  const given = textIn(settings['name']) ?? textIn(settings['arn']) ?? '';
  if (given.toLowerCase() === 'aws_iam') return { kind: 'iam' };
  const named = /:function:([\w-]+)/.exec(given)?.[1] ?? given;
  const fn = functions.find(({ logicalId, name }) => logicalId === named || name === named);
  if (fn === undefined) {
    notes.push(unknownAuthorizer(given));
    return undefined;
  }
  const sources = settings['identitySource'] === undefined ? [USUAL_SOURCE] : identitySources(settings['identitySource']);
  return { kind: 'function', id: given, name: fn.name, sources };
}

/** What the Framework asks for without being told. */
const USUAL_SOURCE = { in: 'header', name: 'Auth' } as const;
