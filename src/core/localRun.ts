import { functionsOf } from './analysis/lastKnown.ts';
import type { AnalysedFunction, FolderSnapshot } from './analysis/model.ts';
import { type AsynchronousPolicy, DEFAULT_POLICY, invokeAsynchronously } from './asynchronous.ts';
import { batchFate } from './batchFailures.ts';
import type { CallDebugger } from './debuggedCalls.ts';
import { WorkbenchError } from './errors.ts';
import { localAccount, localRegion } from './localAccount.ts';
import { type CalledParts, callNotes, type Neighbour, variablesBeside } from './localCalls.ts';
import type { LayerFinder, LocalLayers } from './localLayers.ts';
import type { BuildOptions } from './package/index.ts';
import type { Artifact } from './package/model.ts';
import type { Ports } from './ports.ts';
import { assumptionNote, valueForRuns } from './project/assumptions.ts';
import type { FunctionDefinition, Value } from './project/model.ts';
import type { InvocationResult, InvokeOptions, RunnableFunction, Runner } from './runner/model.ts';
import { isSystemLevel } from './runner/platformEvents.ts';

/** Runs functions of the workspace as they would deploy: the package is built (or found fresh), then invoked in the runner. */
export interface LocalRuns {
  /** Rejects with WorkbenchError where it can't be built or run here; what the function does is in the result. */
  run(fn: AnalysedFunction, event: Uint8Array, options?: LocalRunOptions): Promise<InvocationResult>;
}

export interface LocalRunOptions extends InvokeOptions {
  /** Called when the package is ready and the invocation begins. */
  readonly onBuilt?: (artifact: Artifact) => void;
  /** Called once it ended, where it called others of the folder: with what those are made of. */
  readonly onCalled?: (parts: CalledParts) => void;
  /** As an event that nobody waits for: tried again where it fails. The result is that of the last attempt, with notes on all. */
  readonly asynchronous?: boolean;
  /** A line of what a compiler says before that. */
  readonly onOutput?: (line: string) => void;
  /** The folder whose functions it can call by Lambda's API. Left out: none. */
  readonly among?: FolderSnapshot;
  /** Has the debugger of those. Left out: they run without. */
  readonly callDebugger?: CallDebugger;
}

/** The part of the packager that a run needs. */
export interface Builder {
  build(definition: FunctionDefinition, resolution: AnalysedFunction['resolution'], options?: BuildOptions): Promise<Artifact>;
}

export interface LocalRunsOptions extends Pick<Ports, 'clock'> {
  readonly builder: Builder;
  readonly runner: Runner;
  readonly layers: Pick<LayerFinder, 'layersOf'>;
  readonly neighbours: { of(folder: FolderSnapshot, callDebugger?: CallDebugger): Promise<Neighbour> };
}

export function createLocalRuns({ builder, runner, layers, neighbours, clock }: LocalRunsOptions): LocalRuns {
  return {
    async run(fn, event, options = {}) {
      const { onBuilt, onCalled, onOutput, asynchronous = false, among, callDebugger, ...invokeOptions } = options;
      const { signal } = options;
      const debuggable = options.debug !== undefined;
      const buildOptions = {
        purpose: 'run',
        ...(debuggable && { debuggable }),
        ...(signal && { signal }),
        ...(onOutput && { onOutput }),
      } as const;
      const artifact = await builder.build(fn.definition, fn.resolution, buildOptions);
      if (options.signal?.aborted === true)
        throw new WorkbenchError('cancelled', 'The run was cancelled while it was being built.', 'Run it again.');
      onBuilt?.(artifact);
      const others = (among?.templates ?? []).flatMap((template) => functionsOf(template).map(({ definition }) => definition));
      const building = { ...(signal && { signal }), ...(onOutput && { onOutput }) };
      const { runnable, notes } = runnableFrom(fn.definition, artifact, await layers.layersOf(fn.definition, building), others);
      const neighbour = among && (await neighbours.of(among, callDebugger));
      const placed =
        neighbour === undefined ? runnable : { ...runnable, fallbackVariables: variablesBeside(runnable.environment, neighbour.variables) };
      const attempt = (requestId: string | undefined): Promise<InvocationResult> =>
        runner.invoke(placed, event, requestId === undefined ? invokeOptions : { ...invokeOptions, requestId });
      const { result, ...after } = asynchronous
        ? await invokeAsynchronously(attempt, event, runnable.arn, { clock, policy: policyOf(fn.definition), ...(signal && { signal }) })
        : { result: await attempt(undefined), notes: [] };
      const called = neighbour === undefined ? [] : callNotes(placed, neighbour);
      const parts = neighbour?.called() ?? [];
      if (parts.length > 0) onCalled?.(parts);
      const batch = batchFate(event, result, fn.definition.triggers);
      const all = [...artifact.warnings, ...notes, ...result.notes, ...called, ...after.notes, ...batch.notes];
      return { ...result, ...(batch.outcome && { outcome: batch.outcome }), notes: all };
    },
  };
}

/**
 * The function as an execution environment is to see it; `notes` say what of the template only a deployment can tell. `others` can be
 * called, so their names are known.
 */
export function runnableFrom(
  definition: FunctionDefinition,
  artifact: Artifact,
  layers: LocalLayers = { folders: [], searchPaths: [], digest: '', notes: [] },
  others: readonly FunctionDefinition[] = [],
): { readonly runnable: RunnableFunction; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const environment: Record<string, string> = { ...artifact.environment };
  for (const [name, value] of Object.entries(definition.environment)) {
    const text = likely(asCalledHere(value, definition, others), name, notes, (reason) => `${name} isn’t set: ${reason}`);
    if (text !== undefined) environment[name] = text;
  }
  if (definition.environmentGap !== undefined)
    notes.push(`There may be more environment variables: they can’t be told from what is written (${definition.environmentGap}).`);
  const known = <T>(value: Value<T>, fallback: T, what: string): T =>
    likely(value, what, notes, (reason) => `${what} is ${String(fallback)} here: ${reason}`) ?? fallback;
  const runnable: RunnableFunction = {
    name: definition.name,
    version: '$LATEST',
    arn: arnOf(definition),
    runtime: artifact.runtime,
    handler: artifact.handler,
    codeRoot: artifact.root,
    ...(artifact.container && { container: artifact.container }),
    searchPaths: [...artifact.searchPaths, ...layers.searchPaths],
    codeDigest: `${artifact.digest}${layers.digest}`,
    memoryMb: known(definition.memoryMb, 128, 'Memory'),
    timeoutSeconds: known(definition.timeoutSeconds, 3, 'Timeout'),
    environment,
    region: localRegion,
    target: 'local',
    ...executionOf(definition, layers),
  };
  return { runnable, notes: [...notes, ...layers.notes] };
}

function arnOf({ name }: FunctionDefinition): string {
  return `arn:aws:lambda:${localRegion}:${localAccount}:function:${name}`;
}

/** The name or ARN of a function of the same template, by which it answers on this machine. */
function asCalledHere(value: Value<string>, { templatePath }: FunctionDefinition, others: readonly FunctionDefinition[]): Value<string> {
  if (value.kind !== 'unknown' || value.refersTo === undefined) return value;
  const { logicalId, attribute } = value.refersTo;
  const other = others.find((each) => each.logicalId === logicalId && each.templatePath === templatePath);
  if (other === undefined) return value;
  const text = attribute === 'arn' ? arnOf(other) : other.name;
  return {
    ...value,
    assumed: { value: text, because: `the ${attribute === 'arn' ? 'ARN' : 'name'} of the function ${logicalId} on this machine` },
  };
}

/** How Lambda deals with a function's asynchronous events, by its template. */
export function policyOf({ execution }: FunctionDefinition): AsynchronousPolicy {
  const { maximumRetryAttempts, maximumEventAgeSeconds, ...targets } = execution?.asynchronous ?? {};
  return {
    maximumRetryAttempts: (maximumRetryAttempts && valueForRuns(maximumRetryAttempts)) ?? DEFAULT_POLICY.maximumRetryAttempts,
    maximumEventAgeSeconds: (maximumEventAgeSeconds && valueForRuns(maximumEventAgeSeconds)) ?? DEFAULT_POLICY.maximumEventAgeSeconds,
    ...targets,
  };
}

function executionOf(
  { name, execution, ephemeralStorageMb }: FunctionDefinition,
  { folders }: LocalLayers,
): Pick<RunnableFunction, 'logGroup'> & Partial<RunnableFunction> {
  const written = <T>(value: Value<T> | undefined): T | undefined => value && valueForRuns(value);
  const logging = execution?.logging;
  const reservedConcurrency = written(execution?.reservedConcurrency);
  const size = written(ephemeralStorageMb);
  const systemLevel = written(logging?.systemLevel);
  const applicationLevel = written(logging?.applicationLevel);
  return {
    logGroup: written(logging?.group) ?? `/aws/lambda/${name}`,
    ...(folders.length > 0 && { layers: folders }),
    ...(size !== undefined && { ephemeralStorageMb: size }),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(execution?.snapStart === true && { initializationType: 'snap-start' }),
    ...(written(logging?.format) === 'JSON' && {
      logging: {
        format: 'JSON',
        ...(isSystemLevel(systemLevel) && { systemLevel }),
        ...(applicationLevel !== undefined && { applicationLevel }),
      },
    }),
  };
}

/** What a value is, or is with the defaults of the template's parameters; notes tell where it isn't certain. */
function likely<T>(value: Value<T>, what: string, notes: string[], without: (reason: string) => string): T | undefined {
  if (value.kind === 'unknown') {
    const { assumed, reason } = value;
    notes.push(
      assumed === undefined ? without(`its value can’t be told from what is written (${reason}).`) : assumptionNote(what, assumed),
    );
  }
  return valueForRuns(value);
}
