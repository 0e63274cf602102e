import type { InvokeOptions, RunnableFunction, Runner } from './runner/model.ts';

/** Has a debugger for the functions that a debugged one calls. */
export interface CallDebugger {
  /** Before one of them is run; undefined where it runs without a debugger. */
  begin(fn: RunnableFunction): Promise<DebuggedCall | undefined>;
}

/** A call under the debugger, from before its process starts until the debugger lets go. */
export interface DebuggedCall {
  readonly debug: NonNullable<InvokeOptions['debug']>;
  /** Aborts when the person stops the debugger: the call ends with it. */
  readonly ended: AbortSignal;
  finish(status: 'done' | 'stopped'): void;
}

/** Runs functions under the debugger that `callDebugger` says at each call. */
export function underDebugger(runner: Runner, callDebugger: () => CallDebugger | undefined): Runner {
  return {
    async invoke(fn, event, options = {}) {
      const call = await callDebugger()?.begin(fn);
      if (call === undefined) return await runner.invoke(fn, event, options);
      let status: Parameters<DebuggedCall['finish']>[0] = 'done';
      try {
        const signal = options.signal === undefined ? call.ended : AbortSignal.any([options.signal, call.ended]);
        const result = await runner.invoke(fn, event, { ...options, signal, debug: call.debug });
        if (result.status === 'cancelled') status = 'stopped';
        return result;
      } finally {
        call.finish(status);
      }
    },
    retire: (name) => runner.retire(name),
    dispose: () => runner.dispose(),
  };
}
