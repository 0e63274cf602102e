import * as vscode from 'vscode';
import { commands } from '../../contributions.ts';
import { type ApiKey, apiId } from '../../platform/apis.ts';
import type { CommandHandler } from '../../platform/commands.ts';
import type { Platform } from '../../platform/platform.ts';
import { requireTrust } from '../../platform/trust.ts';
import { registerApiDebugging } from './apiDebugging.ts';
import { pickApi } from './apiPicker.ts';
import { ApiServers } from './apiServers.ts';
import { ApiStatus } from './apiStatus.ts';
import { type ApiDependencies, invokerFor } from './dependencies.ts';
import type { RouteCommand } from './routes.ts';

/** The HTTP fronts of the workspace's APIs. */
export function createApiServers({ ports, functions, settings }: Platform, memory: vscode.Memento): ApiServers {
  return new ApiServers({
    ...{ functions, memory, clock: ports.clock, logger: ports.logger },
    firstPort: () => settings.get('lambdaWorkbench.api.port'),
  });
}

/** Theirs is a part that most windows never need: it is loaded when one of them is first used. */
const routeCommands = ['sendRequest', 'openApi', 'copyApiUrl', 'copyCurl', 'newRouteEvent'] as const satisfies readonly RouteCommand[];

/** Start, stop and open an API or a function URL, and what can be done with its routes. */
export function registerApis(deps: ApiDependencies, servers: ApiServers): vscode.Disposable {
  const { registry, functions } = deps;
  let loaded: Promise<Readonly<Record<RouteCommand, CommandHandler>>> | undefined;
  const routes = () => {
    loaded ??= import('./routes.ts').then(({ routeActions }) => routeActions(deps, servers));
    return loaded;
  };
  const isRunning = (key: ApiKey) => servers.running().some((each) => apiId(each) === apiId(key));
  return vscode.Disposable.from(
    new ApiStatus(servers),
    ...routeCommands.map((id) => registry.register(commands[id], async (...args) => (await routes())[id](...args))),
    registerApiDebugging(deps, servers),
    registry.register(commands.startApi, async (argument) => {
      requireTrust();
      const picked = await pickApi(functions, argument);
      return picked === undefined ? undefined : await servers.start(picked.key, 'run', invokerFor(deps, picked.key));
    }),
    registry.register(commands.stopApi, async (argument) => {
      const picked = await pickApi(functions, argument, isRunning);
      if (picked !== undefined) await servers.stop(picked.key);
    }),
  );
}
