import type { AnalysedFunction } from './analysis/model.ts';
import { WorkbenchError } from './errors.ts';
import type { Artifact } from './package/model.ts';
import type { FunctionDefinition, Value } from './project/model.ts';
import type { InvocationResult, InvokeOptions, RunnableFunction, Runner } from './runner/model.ts';

/** Runs functions of the workspace as they would deploy: the package is built (or found fresh), then invoked in the runner. */
export interface LocalRuns {
  /** Rejects with WorkbenchError where it can't be built or run here; what the function does is in the result. */
  run(fn: AnalysedFunction, event: Uint8Array, options?: LocalRunOptions): Promise<InvocationResult>;
}

export interface LocalRunOptions extends InvokeOptions {
  /** Called when the package is ready and the invocation begins. */
  readonly onBuilt?: (artifact: Artifact) => void;
}

/** The part of the packager that a run needs. */
export interface Builder {
  build(
    definition: FunctionDefinition,
    resolution: AnalysedFunction['resolution'],
    options?: { readonly signal?: AbortSignal },
  ): Promise<Artifact>;
}

export function createLocalRuns(builder: Builder, runner: Runner): LocalRuns {
  return {
    async run(fn, event, options = {}) {
      const { onBuilt, ...invokeOptions } = options;
      const artifact = await builder.build(fn.definition, fn.resolution, options.signal === undefined ? {} : { signal: options.signal });
      if (options.signal?.aborted === true)
        throw new WorkbenchError('cancelled', 'The run was cancelled while it was being built.', 'Run it again.');
      onBuilt?.(artifact);
      const { runnable, notes } = runnableFrom(fn.definition, artifact);
      const result = await runner.invoke(runnable, event, invokeOptions);
      return { ...result, notes: [...artifact.warnings, ...notes, ...result.notes] };
    },
  };
}

/** What stands for the account and region in names that only exist locally. */
const localRegion = 'us-east-1';
const localAccount = '000000000000';

/** The function as an execution environment is to see it; `notes` say what of the template only a deployment can tell. */
export function runnableFrom(
  definition: FunctionDefinition,
  artifact: Artifact,
): { readonly runnable: RunnableFunction; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(definition.environment)) {
    if (value.kind === 'literal') environment[name] = value.value;
    else if (value.kind === 'unknown') notes.push(`${name} isn't set: ${value.reason} is only known when it is deployed.`);
  }
  const known = <T>(value: Value<T>, fallback: T, what: string): T => {
    if (value.kind === 'unknown') notes.push(`${what} is ${String(fallback)} here: ${value.reason} is only known when it is deployed.`);
    return value.kind === 'literal' ? value.value : fallback;
  };
  const runnable: RunnableFunction = {
    name: definition.name,
    version: '$LATEST',
    arn: `arn:aws:lambda:${localRegion}:${localAccount}:function:${definition.name}`,
    runtime: artifact.runtime,
    handler: artifact.handler,
    codeRoot: artifact.root,
    searchPaths: artifact.searchPaths,
    codeDigest: artifact.digest,
    memoryMb: known(definition.memoryMb, 128, 'Memory'),
    timeoutSeconds: known(definition.timeoutSeconds, 3, 'Timeout'),
    environment,
    logGroup: `/aws/lambda/${definition.name}`,
    region: localRegion,
    target: 'local',
  };
  return { runnable, notes };
}
