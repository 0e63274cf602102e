import { identitySources, USUAL_SOURCES } from '../../apis/settings.ts';
import {
  argumentOf,
  type CallValue,
  callOption,
  type Evaluator,
  isNothing,
  libraryCalls,
  type Module,
  optionOf,
  type ProgramValue,
} from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { USUAL_ROUTE_SELECTION, type WebSocketApi, type WebSocketAuthorizer, type WebSocketRoute } from '../../webSockets/model.ts';
import { cdkCallee } from '../names.ts';
import { lastName, methodOf, partsOf, plainOf, textOf } from './plain.ts';

/** The WebSocket APIs that a program makes with the CDK, as far as its own text tells. */
export function readWebSockets(module: Module, evaluator: Evaluator, functions: NamedFunctions): readonly WebSocketApi[] {
  if (!module.program.calls.some(({ call }) => lastName(call.callee) === 'WebSocketApi')) return [];
  const calls = libraryCalls(module, evaluator, { matches: isAbout, names: (call) => [call.arguments[1]], parts: partsOf });
  const apis = new Map<string, FoundApi>();
  for (const { call } of calls) if (isApi(call)) apis.set(keyOf(call), open(call, functions));
  for (const { call } of calls) {
    if (isApi(call)) continue;
    const of = methodOf(call) === 'addRoute' && call.callee.kind === 'part' ? call.callee.of : callOption(call, 2, 'webSocketApi');
    const api = of?.kind === 'call' ? apis.get(keyOf(of)) : undefined;
    if (api === undefined) continue;
    if (isStage(call)) api.stages.push(textOf(callOption(call, 2, 'stageName')) ?? USUAL_STAGE);
    else addRoute(textOf(argumentOf(call, 0, 'routeKey')), call.keywords ?? call.arguments[1], api, functions);
  }
  return [...apis.values()].map(({ name, stages: [stage = USUAL_STAGE], routeSelection, routes, notes }) => ({
    name,
    stage: { name: stage, variables: {} },
    routeSelection,
    routes: [...routes.values()],
    notes,
  }));
}

interface FoundApi {
  readonly name: string;
  readonly routeSelection: string;
  readonly stages: string[];
  readonly routes: Map<string, WebSocketRoute>;
  readonly notes: string[];
}

const USUAL_STAGE = 'prod';

function isApi(call: CallValue): boolean {
  return cdkCallee(call) === 'aws-apigatewayv2.WebSocketApi';
}

function isStage(call: CallValue): boolean {
  return cdkCallee(call) === 'aws-apigatewayv2.WebSocketStage';
}

function isAbout(call: CallValue): boolean {
  return isApi(call) || isStage(call) || methodOf(call) === 'addRoute';
}

function keyOf({ place, arguments: args }: CallValue): string {
  return `${place.source.path} ${place.span.start} ${textOf(args[1]) ?? ''}`;
}

function open(call: CallValue, functions: NamedFunctions): FoundApi {
  const option = (name: string) => callOption(call, 2, name);
  const api: FoundApi = {
    name: textOf(argumentOf(call, 1, 'id')) ?? 'WebSocketApi',
    routeSelection: textOf(option('routeSelectionExpression')) ?? USUAL_ROUTE_SELECTION,
    stages: [],
    routes: new Map(),
    notes: [],
  };
  for (const [key, name] of Object.entries(OWN_ROUTES)) {
    const options = option(name);
    if (!isNothing(options)) addRoute(key, options, api, functions);
  }
  return api;
}

const OWN_ROUTES = { $connect: 'connectRouteOptions', $disconnect: 'disconnectRouteOptions', $default: 'defaultRouteOptions' };

function addRoute(key: string | undefined, options: ProgramValue | undefined, api: FoundApi, functions: NamedFunctions): void {
  if (key === undefined) return void api.notes.push(`A route of ${api.name} is not served: its key must be written out.`);
  const functionName = functionOf(optionOf(options, 'integration'), functions);
  if (functionName === undefined) {
    api.notes.push(`The route ${key} of ${api.name} is not served: which function it calls can't be told from this file.`);
    return;
  }
  const guard = optionOf(options, 'authorizer');
  const authorizer = key === '$connect' ? authorizerOf(guard, functions) : undefined;
  if (authorizer === 'unknown') api.notes.push(`${api.name} is open here: who is asked before it can't be told from the program.`);
  const answers = plainOf(optionOf(options, 'returnResponse')) === true;
  api.routes.set(key, { key, functionName, answers, ...(typeof authorizer === 'object' && { authorizer }) });
}

/** `new WebSocketLambdaIntegration('X', fn)`, or version 1's `LambdaWebSocketIntegration({ handler })`. */
function functionOf(integration: ProgramValue | undefined, functions: NamedFunctions): string | undefined {
  const kind = cdkCallee(integration)?.split('.').at(-1);
  if (integration?.kind !== 'call') return undefined;
  if (kind === 'LambdaWebSocketIntegration') return functions.nameOf(callOption(integration, 0, 'handler'));
  return kind === 'WebSocketLambdaIntegration' ? functions.nameOf(argumentOf(integration, 1, 'handler')) : undefined;
}

function authorizerOf(value: ProgramValue | undefined, functions: NamedFunctions): WebSocketAuthorizer | 'unknown' | undefined {
  if (isNothing(value)) return undefined;
  const kind = cdkCallee(value)?.split('.').at(-1);
  if (value.kind !== 'call' || kind === undefined) return 'unknown';
  if (kind === 'WebSocketNoneAuthorizer') return undefined;
  if (kind === 'WebSocketIamAuthorizer') return { kind: 'iam' };
  const name = kind === 'WebSocketLambdaAuthorizer' ? functions.nameOf(argumentOf(value, 1, 'handler')) : undefined;
  if (name === undefined) return 'unknown';
  const sources = callOption(value, 2, 'identitySource');
  return {
    kind: 'function',
    id: textOf(argumentOf(value, 0, 'id')) ?? name,
    name,
    sources: isNothing(sources) ? USUAL_SOURCES : identitySources(plainOf(sources)),
  };
}
