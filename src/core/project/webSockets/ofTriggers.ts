import { dirname } from 'node:path';
import { identitySources, type Settings, settingsIn, textIn, textMapIn } from '../apis/settings.ts';
import { unknownAuthorizer } from '../apis/unknownAuthorizer.ts';
import type { FunctionDefinition } from '../model.ts';
import { USUAL_ROUTE_SELECTION, type WebSocketApi, type WebSocketAuthorizer, type WebSocketRoute } from './model.ts';

export interface WebSocketSettings {
  readonly name: string;
  readonly stage: string;
  readonly routeSelection: string | undefined;
  readonly variables?: unknown;
}

/**
 * The WebSocket API that events of functions make together, as the Serverless Framework has it. Undefined where there is none.
 * @param of the API that events have to name, in formats that have several
 */
export function webSocketOfTriggers(
  functions: readonly FunctionDefinition[],
  { name, stage, routeSelection, variables }: WebSocketSettings,
  of?: string,
): WebSocketApi | undefined {
  const notes: string[] = [];
  const routes = new Map<string, WebSocketRoute>();
  for (const fn of functions) {
    for (const { type, properties } of fn.triggers) {
      const key = type === 'WebSocket' && apiOf(fn, properties) === of ? textIn(properties['route']) : undefined;
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

/** WebSocket APIs as far as functions tell of them, in formats whose APIs aren't read whole: Terraform, and what the CDK made. */
export function webSocketsOfTriggers(functions: readonly FunctionDefinition[]): readonly WebSocketApi[] {
  const apis = new Map<string, WebSocketSettings>();
  for (const fn of functions) {
    for (const { type, properties } of fn.triggers) {
      const of = type === 'WebSocket' ? apiOf(fn, properties) : undefined;
      if (of === undefined || apis.has(of)) continue;
      const name = textIn(properties['ApiId']) ?? '';
      const { name: stage, variables } = settingsIn([properties['Stages']].flat()[0]);
      apis.set(of, { name, stage: textIn(stage) ?? 'prod', routeSelection: textIn(properties['routeSelection']), variables });
    }
  }
  return [...apis].flatMap(([of, settings]) => webSocketOfTriggers(functions, settings, of) ?? []);
}

/** What tells APIs of one name apart; undefined of the Serverless Framework's, which has one. */
function apiOf({ templatePath }: FunctionDefinition, { ApiId, Owner }: Settings): string | undefined {
  const name = textIn(ApiId);
  return name === undefined ? undefined : JSON.stringify([textIn(Owner) ?? dirname(templatePath), name]);
}

/** The name of a function, its ARN, or settings with one of them. */
function authorizerOf(value: unknown, functions: readonly FunctionDefinition[], notes: string[]): WebSocketAuthorizer | undefined {
  if (value === undefined) return undefined;
  const settings = typeof value === 'string' ? { name: value } : settingsIn(value);
  const given = textIn(settings['name']) ?? textIn(settings['arn']) ?? '';
  if (given.toLowerCase() === 'aws_iam') return { kind: 'iam' };
  const named = /:function:([\w-]+)/.exec(given)?.[1] ?? given;
  const fn = functions.find(({ logicalId, name }) => logicalId === named || name === named || logicalId.startsWith(`${named}.`));
  if (fn === undefined) {
    notes.push(unknownAuthorizer(given));
    return undefined;
  }
  const sources = settings['identitySource'] === undefined ? [USUAL_SOURCE] : identitySources(settings['identitySource']);
  return { kind: 'function', id: given, name: fn.name, sources };
}

/** What the Framework asks for without being told. */
const USUAL_SOURCE = { in: 'header', name: 'Auth' } as const;
