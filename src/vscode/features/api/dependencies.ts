import { isBehind } from '../../../core/analysis/apis.ts';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import type { Invoke } from '../../../core/http/ports.ts';
import type { Ports } from '../../../core/ports.ts';
import type { ApiKey } from '../../platform/apis.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { ErrorReporter } from '../../platform/errorReporting.ts';
import type { SettingsReader } from '../../platform/settings.ts';
import type { DebugOptions } from '../debug/index.ts';
import type { EventPicker } from '../run/eventPicker.ts';
import { type ExecutionDependencies, execute } from '../run/execution.ts';
import type { Invocations } from '../run/invocations.ts';

/** What serving APIs, and asking their routes, stand on. */
export interface ApiDependencies extends ExecutionDependencies {
  readonly ports: Ports;
  readonly settings: SettingsReader;
  readonly registry: CommandRegistry;
  readonly reporter: ErrorReporter;
  readonly invocations: Invocations;
  readonly events: EventPicker;
}

/** Throws `function-not-found`. */
export function functionBehind({ functions }: Pick<ApiDependencies, 'functions'>, api: ApiKey, name: string): AnalysedFunction {
  const isIt = (fn: AnalysedFunction) => fn.definition.folder === api.folder && fn.definition.name === name && isBehind(fn, api);
  const fn = functions.all().find(isIt);
  if (fn !== undefined) return fn;
  throw new WorkbenchError(
    'function-not-found',
    `${name}, which ${api.name} calls, is not in this workspace.`,
    'Correct the name where the route is defined.',
  );
}

/**
 * Runs the functions behind an API as their sources are on disk at each request.
 *
 * @param debugOf by the name of a function, how it is debugged; undefined where it isn't
 */
export function invokerFor(
  deps: Pick<ApiDependencies, 'reporter' | keyof ExecutionDependencies>,
  api: ApiKey,
  debugOf: (name: string) => DebugOptions | undefined = () => undefined,
): Invoke {
  return async (name, payload, { closing, onChunk }) => {
    try {
      const debug = debugOf(name);
      const options = { signal: closing, ...(onChunk && { onChunk }), ...(debug && { debug }) };
      const { status, payload: answer } = await execute(deps, functionBehind(deps, api, name), payload, options);
      if (status === 'cancelled')
        throw new WorkbenchError('cancelled', `The invocation of ${name} was cancelled.`, 'Send the request again.');
      return { payload: answer, ...(status === 'success' ? {} : { functionError: 'Unhandled' }) };
    } catch (error) {
      // The response, as in AWS, doesn't tell why.
      deps.reporter.report(error, `A request to ${api.name}`);
      throw error;
    }
  };
}
