import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { describeError, WorkbenchError } from '../../../core/errors.ts';
import type { ApiDefinition } from '../../../core/project/apis/model.ts';
import { commands, debugType } from '../../contributions.ts';
import { type ApiKey, allApis, apiId, isApiKey } from '../../platform/apis.ts';
import { requireTrust } from '../../platform/trust.ts';
import { CalledFunctions } from '../debug/calledFunctions.ts';
import type { DebugOptions } from '../debug/index.ts';
import { KeptSessions } from '../debug/keptSessions.ts';
import { debugLanguageOf } from '../debug/languages.ts';
import { ApiDebugAdapter, type ApiDebugging } from './apiDebugAdapter.ts';
import { goneApi, pickApi } from './apiPicker.ts';
import type { ApiServers } from './apiServers.ts';
import { type ApiDependencies, functionBehind, invokerFor } from './dependencies.ts';

/** Member of a session's configuration: the API that it stands for. */
const apiMember = '__lambdaWorkbenchApi';

/** Debug API: one session that serves it, below which every request has the session of its function. */
export function registerApiDebugging(deps: ApiDependencies, servers: ApiServers): vscode.Disposable {
  return vscode.Disposable.from(
    deps.registry.register(commands.debugApi, async (argument) => {
      requireTrust();
      const picked = await pickApi(deps.functions, argument);
      if (picked === undefined) return;
      const { key } = picked;
      const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(key.folder));
      const configuration = { type: debugType, request: 'launch', name: `Debug ${key.name}`, api: key.name, [apiMember]: key };
      await vscode.debug.startDebugging(folder, configuration);
    }),
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor(session) {
        return new vscode.DebugAdapterInlineImplementation(new ApiDebugAdapter(debuggingOf(deps, servers, session)));
      },
    }),
  );
}

/** The API that a session or a launch configuration names. Throws `function-not-found`. */
function apiOf({ functions }: Pick<ApiDependencies, 'functions'>, { configuration, workspaceFolder }: vscode.DebugSession): ApiKey {
  const known: unknown = configuration[apiMember];
  if (isApiKey(known)) return known;
  const wanted = String(configuration['api']);
  const here = allApis(functions.folders).filter(({ key }) => workspaceFolder === undefined || key.folder === workspaceFolder.uri.fsPath);
  const found = here.find(({ key }) => key.name === wanted);
  if (found !== undefined) return found.key;
  const names = here.map(({ key }) => key.name).join(', ') || 'none was found';
  throw new WorkbenchError('function-not-found', `There is no API "${wanted}".`, `"api" names one of: ${names}.`);
}

function debuggingOf(deps: ApiDependencies, servers: ApiServers, session: vscode.DebugSession): ApiDebugging {
  const kept = new KeptSessions();
  // A function is another one where it is called: it has other variables there.
  const keptCalls = new KeptSessions();
  const stopping = new AbortController();
  let key: ApiKey | undefined;
  const isOurs = () => key !== undefined && servers.stateOf(key).kind === 'running';
  return {
    async start(say) {
      requireTrust();
      await deps.functions.settled();
      const api = apiOf(deps, session);
      const debugged = await prepareFunctions(deps, api, say);
      const { folder } = api;
      const callDebugger = new CalledFunctions(deps, { folder, stopped: stopping.signal, say, parent: session, kept: keptCalls });
      const debugOf = (name: string): DebugOptions | undefined =>
        debugged.has(name) ? { stopsInHandler: false, parent: session, kept, callDebugger } : undefined;
      const url = await servers.start(api, 'debug', invokerFor(deps, api, debugOf));
      key = api;
      const stops = debugged.size === 0 ? 'no function' : `${[...debugged].join(', ')}, and of functions that those call`;
      say(`${api.name} answers at ${url}. Requests stop at breakpoints of ${stops}.`);
    },
    async stop() {
      if (key !== undefined) await servers.stop(key);
      stopping.abort();
      kept.end();
      keptCalls.end();
    },
    onDidStop: (listener) => servers.onDidChange(() => key !== undefined && !isOurs() && listener()),
  };
}

/** Asks all there is to ask before the first request; the names of those that can be debugged, and why the others can't, said. */
async function prepareFunctions(deps: ApiDependencies, key: ApiKey, say: (line: string) => void): Promise<ReadonlySet<string>> {
  const api = allApis(deps.functions.folders).find((each) => apiId(each.key) === apiId(key))?.api;
  if (api === undefined) throw goneApi(key);
  const debugged = new Set<string>();
  for (const fn of functionsOf(deps, key, api)) {
    const { name } = fn.definition;
    try {
      await debugLanguageOf(fn, deps.workbench);
      debugged.add(name);
    } catch (error) {
      say(`${name} runs without a debugger: ${describeError(error).message}`);
    }
  }
  return debugged;
}

/** Those behind its routes, and its authorizers; each once. */
function functionsOf(deps: ApiDependencies, key: ApiKey, { routes }: ApiDefinition): readonly AnalysedFunction[] {
  const names = routes.flatMap(({ target, authorizer }) => [
    ...(target.kind === 'function' ? [target.name] : []),
    ...(authorizer?.kind === 'function' ? [authorizer.name] : []),
  ]);
  return [...new Set(names)].flatMap((name) => {
    try {
      return [functionBehind(deps, key, name)];
    } catch {
      // A request that needs it says that it isn't there.
      return [];
    }
  });
}
