import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { LocalRunOptions } from '../../../core/localRun.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import type { Workbench } from '../../../core/workbench.ts';
import { CalledFunctions } from '../debug/calledFunctions.ts';
import { type DebugDependencies, type DebugOptions, prepareDebugging } from '../debug/index.ts';
import type { BuildProblems } from './buildProblems.ts';

export interface ExecutionDependencies extends DebugDependencies {
  readonly workbench: Workbench;
  readonly problems: BuildProblems;
}

export interface Execution extends Pick<LocalRunOptions, 'onBuilt' | 'onCalled' | 'onChunk' | 'onOutput'> {
  readonly signal: AbortSignal;
  /** Left out: it runs without a debugger. */
  readonly debug?: DebugOptions;
}

/** Runs a function as its source is on disk; its lines go to the panel, and what a compiler has against it to the editor. */
export async function execute(
  deps: ExecutionDependencies,
  fn: AnalysedFunction,
  event: Uint8Array,
  { signal, debug, onBuilt, ...options }: Execution,
): Promise<InvocationResult> {
  const { workbench, problems } = deps;
  if (debug !== undefined) options.onOutput?.('preparing the debugger');
  const session = debug === undefined ? undefined : await prepareDebugging(fn, deps, debug);
  const notes: string[] = [];
  const stop = new AbortController();
  const { folder } = fn.definition;
  const called = { folder, stopped: stop.signal, say: (line: string) => void notes.push(line) };
  let bundle = '';
  try {
    const among = deps.functions.folders.find((each) => each.folder === folder);
    const result = await workbench.runs.run(fn, event, {
      ...options,
      ...(among && { among }),
      ...(debug && { callDebugger: debug.callDebugger ?? new CalledFunctions(deps, called) }),
      signal: session === undefined ? signal : AbortSignal.any([signal, session.ended]),
      onLog: (line) => workbench.logs.add(line),
      onBuilt(artifact) {
        bundle = artifact.root;
        problems.clear(fn);
        onBuilt?.(artifact);
      },
      ...(session === undefined
        ? {}
        : {
            debug: {
              ...session.options,
              onListening: (port, taskRoot) => session.attach(port, { root: bundle, ...(taskRoot !== undefined && { taskRoot }) }),
            },
          }),
    });
    // What it has called ends with it where it is stopped, and goes on otherwise: it may be an event that nobody waits for.
    if (result.status === 'cancelled') stop.abort();
    return notes.length === 0 ? result : { ...result, notes: [...result.notes, ...notes] };
  } catch (error) {
    problems.show(fn, error);
    throw error;
  } finally {
    session?.finish();
  }
}
