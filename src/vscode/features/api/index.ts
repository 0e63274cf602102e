import * as vscode from 'vscode';
import { WorkbenchError } from '../../../core/errors.ts';
import type { Invoke } from '../../../core/http/ports.ts';
import { commands } from '../../contributions.ts';
import { type ApiKey, type ApiMode, apiId } from '../../platform/apis.ts';
import { requireTrust } from '../../platform/trust.ts';
import { type ExecutionDependencies, execute } from '../run/execution.ts';
import { pickApi } from './apiPicker.ts';
import { ApiServers } from './apiServers.ts';
import { ApiStatus } from './apiStatus.ts';
import { type ApiDependencies, functionBehind } from './dependencies.ts';
import { registerRoutes } from './routes.ts';

/** The HTTP front of the workspace: with the functions as their sources are on disk at each request. */
export function createApiServers(
  deps: Pick<ApiDependencies, 'ports' | 'settings' | 'reporter' | keyof ExecutionDependencies>,
  memory: vscode.Memento,
): ApiServers {
  const { ports, functions, settings } = deps;
  return new ApiServers({
    ...{ functions, memory, clock: ports.clock, logger: ports.logger },
    firstPort: () => settings.get('lambdaWorkbench.api.port'),
    invoke: (api, mode) => invokerFor(deps, api, mode),
  });
}

/** Start, stop and open an API or a function URL, and what can be done with its routes. */
export function registerApis(deps: ApiDependencies, servers: ApiServers): vscode.Disposable {
  const { registry, functions } = deps;
  const isRunning = (key: ApiKey) => servers.running().some((each) => apiId(each) === apiId(key));
  const start = async (argument: unknown, mode: ApiMode) => {
    requireTrust();
    const picked = await pickApi(functions, argument);
    return picked === undefined ? undefined : await servers.start(picked.key, mode);
  };
  return vscode.Disposable.from(
    new ApiStatus(servers),
    registerRoutes(deps, servers),
    registry.register(commands.startApi, (argument) => start(argument, 'run')),
    registry.register(commands.stopApi, async (argument) => {
      const picked = await pickApi(functions, argument, isRunning);
      if (picked !== undefined) await servers.stop(picked.key);
    }),
  );
}

function invokerFor(
  deps: Pick<ApiDependencies, 'functions' | 'reporter' | keyof ExecutionDependencies>,
  api: ApiKey,
  mode: ApiMode,
): Invoke {
  return async (name, payload, { closing, onChunk }) => {
    try {
      const result = await execute(deps, functionBehind(deps, api, name), payload, {
        signal: closing,
        ...(onChunk && { onChunk }),
        ...(mode === 'debug' && { debug: { stopsInHandler: false } }),
      });
      if (result.status === 'cancelled')
        throw new WorkbenchError('cancelled', `The invocation of ${name} was cancelled.`, 'Send the request again.');
      return { payload: result.payload, ...(result.status === 'success' ? {} : { functionError: 'Unhandled' }) };
    } catch (error) {
      // The response, as in AWS, doesn't tell why.
      deps.reporter.report(error, `A request to ${api.name}`);
      throw error;
    }
  };
}
