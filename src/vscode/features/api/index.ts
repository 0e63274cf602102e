import * as vscode from 'vscode';
import { commands } from '../../contributions.ts';
import { type ApiKey, apiId } from '../../platform/apis.ts';
import type { Platform } from '../../platform/platform.ts';
import { requireTrust } from '../../platform/trust.ts';
import { registerApiDebugging } from './apiDebugging.ts';
import { pickApi } from './apiPicker.ts';
import { ApiServers } from './apiServers.ts';
import { ApiStatus } from './apiStatus.ts';
import { type ApiDependencies, invokerFor } from './dependencies.ts';
import { registerRoutes } from './routes.ts';

/** The HTTP fronts of the workspace's APIs. */
export function createApiServers({ ports, functions, settings }: Platform, memory: vscode.Memento): ApiServers {
  return new ApiServers({
    ...{ functions, memory, clock: ports.clock, logger: ports.logger },
    firstPort: () => settings.get('lambdaWorkbench.api.port'),
  });
}

/** Start, stop and open an API or a function URL, and what can be done with its routes. */
export function registerApis(deps: ApiDependencies, servers: ApiServers): vscode.Disposable {
  const { registry, functions } = deps;
  const isRunning = (key: ApiKey) => servers.running().some((each) => apiId(each) === apiId(key));
  return vscode.Disposable.from(
    new ApiStatus(servers),
    registerRoutes(deps, servers),
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
