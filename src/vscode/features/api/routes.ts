import * as vscode from 'vscode';
import type { TestEvent } from '../../../core/events/model.ts';
import { type Asked, credentialsOf, eventOfRequest, exampleOf, takesBody } from '../../../core/http/asking.ts';
import type { ApiDefinition, ApiRoute } from '../../../core/project/apis/model.ts';
import { apiTypeName, routeName } from '../../platform/apis.ts';
import type { CommandHandler } from '../../platform/commands.ts';
import { requireTrust } from '../../platform/trust.ts';
import { saveAllOf } from '../../platform/unsaved.ts';
import { isFunctionsNode } from '../functionsView/nodes.ts';
import { execute } from '../run/execution.ts';
import { type PickedApi, pickApi } from './apiPicker.ts';
import type { ApiServers } from './apiServers.ts';
import { curlCommand } from './curl.ts';
import { type ApiDependencies, functionBehind, invokerFor } from './dependencies.ts';
import { RequestQuestions } from './requestQuestions.ts';
import { savedRequest } from './savedRequests.ts';
import { sendRequest } from './sentRequest.ts';

interface PickedRoute extends PickedApi {
  readonly route: ApiRoute;
}

/** The commands of this file, for those who register them before it is loaded. */
export type RouteCommand = 'sendRequest' | 'openApi' | 'copyApiUrl' | 'copyCurl' | 'newRouteEvent';

/** What can be done with the routes of APIs, and with function URLs: send a request, call it from elsewhere, keep an event of it. */
export function routeActions(deps: ApiDependencies, servers: ApiServers): Readonly<Record<RouteCommand, CommandHandler>> {
  const questions = new RequestQuestions();
  const address = async ({ key }: PickedApi) => {
    requireTrust();
    const state = servers.stateOf(key);
    return state.kind === 'running' ? state.url : await servers.start(key, 'run', invokerFor(deps, key));
  };
  return {
    async sendRequest(argument, asked) {
      requireTrust();
      const picked = await pickRoute(deps, argument);
      if (picked === undefined) return undefined;
      const request = isAsked(asked) ? asked : await questions.ask(picked.api, picked.route, titleOf(picked), await savedFor(deps, picked));
      return request === undefined ? undefined : await send(deps, picked, request, 'run');
    },
    async openApi(argument) {
      const picked = await pickApi(deps.functions, argument);
      if (picked === undefined) return;
      const { target } = exampleOf(routeOf(argument, picked.api) ?? landing(picked.api));
      await vscode.env.openExternal(vscode.Uri.parse(`${await address(picked)}${target}`));
    },
    async copyApiUrl(argument) {
      const picked = await pickApi(deps.functions, argument);
      if (picked === undefined) return;
      const route = routeOf(argument, picked.api);
      await copy(`${await address(picked)}${route === undefined ? '/' : exampleOf(route).target}`, 'URL copied');
    },
    async copyCurl(argument) {
      const picked = await pickRoute(deps, argument);
      if (picked === undefined) return;
      const example = exampleOf(picked.route);
      const { given, wanted } = credentialsOf(picked.route);
      const asked = { ...example, headers: given, ...(takesBody(example.method) && { body: '{}' }) };
      await copy(curlCommand(await address(picked), asked, wanted), 'curl command copied');
    },
    async newRouteEvent(argument) {
      const picked = await pickRoute(deps, argument);
      return picked === undefined ? undefined : await createEvent(deps, picked);
    },
  };
}

async function savedFor(deps: ApiDependencies, { key, api, route }: PickedRoute): Promise<Asked | undefined> {
  if (route.target.kind !== 'function') return undefined;
  const saved = await deps.events.saved(functionBehind(deps, key, route.target.name));
  const texts = await Promise.all(saved.map(({ path }) => deps.ports.files.readText(path)));
  return savedRequest(api, route, texts.map(parsed));
}

/** What can't be read is no request. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

async function send(deps: ApiDependencies, picked: PickedRoute, asked: Asked, mode: 'run' | 'debug'): Promise<unknown> {
  requireTrust();
  const { key, api, route } = picked;
  if (route.target.kind !== 'function') return undefined;
  const functionName = route.target.name;
  return await deps.invocations.start({
    functionName,
    target: 'local',
    eventName: `${asked.method} ${asked.target}`,
    again: (debug) => send(deps, picked, asked, debug ? 'debug' : 'run'),
    carryOut: async (stage) => {
      await saveAllOf(functionBehind(deps, key, functionName));
      return await sendRequest(api, asked, {
        ...{ clock: deps.ports.clock, signal: stage.signal, functionName },
        run: (name, event) =>
          execute(deps, functionBehind(deps, key, name), event, {
            signal: stage.signal,
            onOutput: (line) => stage.tell(line),
            onBuilt: () => stage.enter(mode === 'run' ? 'running' : 'debugging'),
            ...(mode === 'debug' && { debug: { stopsInHandler: name === functionName } }),
          }),
      });
    },
  });
}

/** Opens it: what of it matters is for the person to fill in. */
async function createEvent(deps: ApiDependencies, { key, api, route }: PickedRoute): Promise<TestEvent | undefined> {
  if (route.target.kind !== 'function') return undefined;
  const fn = functionBehind(deps, key, route.target.name);
  const example = exampleOf(route);
  const asked = takesBody(example.method) ? { ...example, body: '{}' } : example;
  const arrival = { requestId: '11111111-2222-3333-4444-555555555555', time: deps.ports.clock.now(), sourceIp: '127.0.0.1', port: 80 };
  const name = `${example.method} ${example.target}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
  return await deps.events.keep(fn, name, eventOfRequest(api, asked, arrival));
}

/** The route of the view's node, the only one of a function URL, or the one that the person picks. */
async function pickRoute(deps: ApiDependencies, argument: unknown): Promise<PickedRoute | undefined> {
  const picked = await pickApi(deps.functions, argument);
  if (picked === undefined) return undefined;
  const routes = picked.api.routes.filter(({ target }) => target.kind === 'function');
  const named = routeOf(argument, picked.api) ?? (routes.length === 1 ? routes[0] : undefined);
  if (named !== undefined) return { ...picked, route: named };
  const items = routes.map((route) => ({
    label: routeName(route),
    description: route.target.kind === 'function' ? route.target.name : '',
    route,
  }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: `Which route of ${picked.api.name}?`, matchOnDescription: true });
  return choice && { ...picked, route: choice.route };
}

function routeOf(argument: unknown, api: ApiDefinition): ApiRoute | undefined {
  if (!isFunctionsNode(argument) || argument.kind !== 'route') return undefined;
  return api.routes.find(({ method, path }) => method === argument.method && path === argument.path);
}

/** What a browser shows first: a page without variables, where there is one. */
function landing({ routes }: ApiDefinition): Pick<ApiRoute, 'method' | 'path'> {
  const isPage = ({ method, path }: ApiRoute) => (method === 'GET' || method === 'ANY') && !path.includes('{');
  return routes.find(isPage) ?? { method: 'GET', path: '/' };
}

function titleOf({ api, route }: PickedRoute): string {
  return api.type === 'FunctionUrl'
    ? `Send a request to the URL of ${api.name}`
    : `Send a request to ${routeName(route)} (${apiTypeName(api.type)})`;
}

async function copy(text: string, said: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(`$(check) ${said}`, 3000);
}

/** Tests that drive the command from inside the editor say what to send: an input box can't be filled in there. */
function isAsked(value: unknown): value is Asked {
  return typeof value === 'object' && value !== null && 'method' in value && 'target' in value;
}
