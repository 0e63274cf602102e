import { ownApisOf } from '../analysis/lastKnown.ts';
import type { AnalysedFunction } from '../analysis/model.ts';
import type { ApiDefinition, ApiRoute } from '../project/apis/model.ts';
import { apisOfTriggers } from '../project/apis/ofTriggers.ts';
import type { Messaging } from '../project/messaging/model.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { WebSocketApi } from '../project/webSockets/model.ts';
import { webSocketsOfTriggers } from '../project/webSockets/ofTriggers.ts';
import type { SourcesOf } from '../sources/read.ts';
import type { GoodTemplate } from './lastGood.ts';

/** What a folder's templates define together. */
export interface Defined {
  readonly functions: readonly AnalysedFunction[];
  readonly apis: readonly ApiDefinition[];
  readonly webSockets: readonly WebSocketApi[];
  /** By template. */
  readonly sources: readonly SourcesOf[];
}

/** Lambda's rule for names. */
const NAME = /^[a-zA-Z0-9-_]{1,64}$/;

/**
 * Gives functions names that Lambda takes, wherever they are named: without one of their own they are listed by what a program or a
 * module calls them, `Api.GET /orders` or `aws_lambda_function.orders`.
 */
export class ServableNames {
  /** Renamed ones: the same function gives the same object. */
  readonly #renamed = new WeakMap<AnalysedFunction, AnalysedFunction>();

  of(templates: readonly GoodTemplate[]): Defined {
    const others = templates.filter((template) => ownApisOf(template) === undefined);
    const told = apisOfTriggers(others.flatMap(definitionsOf));
    const sockets = [
      ...templates.flatMap((template) => ownSocketsOf(template) ?? []),
      ...webSocketsOfTriggers(templates.flatMap((template) => (ownSocketsOf(template) === undefined ? definitionsOf(template) : []))),
    ];
    const nameOf = namesOf(templates.flatMap(({ functions }) => functions.map(({ definition }) => definition.name)));
    const functions = templates.map((template) => template.functions.map((fn) => this.#named(fn, nameOf(fn.definition.name))));
    return {
      functions: functions.flat(),
      apis: [...templates.flatMap((template) => ownApisOf(template) ?? []), ...told].map((api) => renamedApi(api, nameOf)),
      webSockets: sockets.map((api) => renamedWebSocket(api, nameOf)),
      sources: templates.map(({ messaging }, index) => ({
        functions: (functions[index] ?? []).map(({ definition }) => definition),
        ...(messaging && { messaging: renamedMessaging(messaging, nameOf) }),
      })),
    };
  }

  #named(fn: AnalysedFunction, name: string): AnalysedFunction {
    if (fn.definition.name === name) return fn;
    const known = this.#renamed.get(fn);
    if (known?.definition.name === name) return known;
    const renamed = { ...fn, definition: { ...fn.definition, name } };
    this.#renamed.set(fn, renamed);
    return renamed;
  }
}

/** Undefined where a template says of its functions' routes alone what is in front of them, or less than those do. */
function ownSocketsOf(template: GoodTemplate): readonly WebSocketApi[] | undefined {
  const { webSockets } = template;
  const isOpen = webSockets?.some(({ notes }) => notes.length > 0) ?? false;
  return isOpen && webSocketsOfTriggers(definitionsOf(template)).length > 0 ? undefined : webSockets;
}

function definitionsOf({ functions }: GoodTemplate): readonly FunctionDefinition[] {
  return functions.map(({ definition }) => definition);
}

type NameOf = (name: string) => string;

/** What each of these names is served under. */
function namesOf(names: readonly string[]): NameOf {
  const taken = new Set(names.filter((name) => NAME.test(name)));
  const given = new Map<string, string>();
  for (const name of names) {
    if (NAME.test(name) || given.has(name)) continue;
    const plain =
      name
        .replace(/[^a-zA-Z0-9-_]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(-60) || 'function';
    let own = plain;
    for (let number = 2; taken.has(own); number++) own = `${plain}-${number}`;
    taken.add(own);
    given.set(name, own);
  }
  return (name) => given.get(name) ?? name;
}

function renamedMessaging(messaging: Messaging, nameOf: NameOf): Messaging {
  return {
    ...messaging,
    mappings: messaging.mappings.map((each) => ({ ...each, functionName: nameOf(each.functionName) })),
    subscriptions: messaging.subscriptions.map(({ to, trigger }) => ({
      to: to.kind === 'function' ? { ...to, name: nameOf(to.name) } : to,
      trigger,
    })),
  };
}

function renamedApi(api: ApiDefinition, nameOf: NameOf): ApiDefinition {
  const name = api.type === 'FunctionUrl' ? nameOf(api.name) : api.name;
  return { ...api, name, routes: api.routes.map((route) => renamedRoute(route, nameOf)) };
}

function renamedRoute(route: ApiRoute, nameOf: NameOf): ApiRoute {
  const { target, authorizer } = route;
  return {
    ...route,
    target: target.kind === 'function' ? { ...target, name: nameOf(target.name) } : target,
    ...(authorizer?.kind === 'function' ? { authorizer: { ...authorizer, name: nameOf(authorizer.name) } } : {}),
  };
}

function renamedWebSocket(api: WebSocketApi, nameOf: NameOf): WebSocketApi {
  return {
    ...api,
    routes: api.routes.map(({ authorizer, ...route }) => ({
      ...route,
      functionName: nameOf(route.functionName),
      ...(authorizer && { authorizer: authorizer.kind === 'function' ? { ...authorizer, name: nameOf(authorizer.name) } : authorizer }),
    })),
  };
}
