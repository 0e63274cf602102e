import type * as vscode from 'vscode';
import type { CallDebugger, DebuggedCall } from '../../../core/debuggedCalls.ts';
import { describeError } from '../../../core/errors.ts';
import type { RunnableFunction } from '../../../core/runner/model.ts';
import { type DebugDependencies, prepareDebugging } from './index.ts';
import type { KeptSessions } from './keptSessions.ts';

export interface CalledFunctionsOptions {
  /** Absolute path of the workspace folder that they are in. */
  readonly folder: string;
  /** Ends all calls. */
  readonly stopped: AbortSignal;
  /** Takes what a person is to know of those that run without a debugger. */
  readonly say: (line: string) => void;
  /** The session that theirs belong to. */
  readonly parent?: vscode.DebugSession;
  /** Those that stay attached between calls. Left out: each call has a debugger of its own. */
  readonly kept?: KeptSessions;
}

/** Debuggers for what debugged functions call: a function that is called stops at its own breakpoints. */
export class CalledFunctions implements CallDebugger {
  readonly #deps: DebugDependencies;
  readonly #options: CalledFunctionsOptions;
  /** Names of those that can't be debugged, or whose debugger the person has stopped: a caller would try it again. */
  readonly #without = new Set<string>();

  constructor(deps: DebugDependencies, options: CalledFunctionsOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  async begin({ name, codeRoot }: RunnableFunction): Promise<DebuggedCall | undefined> {
    const { folder, stopped, say, parent, kept } = this.#options;
    const fn = this.#deps.functions.all().find(({ definition }) => definition.folder === folder && definition.name === name);
    if (fn === undefined || stopped.aborted || this.#without.has(name)) return undefined;
    try {
      const session = await prepareDebugging(fn, this.#deps, { stopsInHandler: false, ...(parent && { parent }), ...(kept && { kept }) });
      return {
        debug: {
          ...session.options,
          onListening: (port, taskRoot) => session.attach(port, { root: codeRoot, ...(taskRoot !== undefined && { taskRoot }) }),
        },
        ended: AbortSignal.any([session.ended, stopped]),
        finish: (status) => {
          if (status === 'stopped') this.#without.add(name);
          session.finish();
        },
      };
    } catch (error) {
      this.#without.add(name);
      say(`${name}, which was called, ran without a debugger: ${describeError(error).message}`);
      return undefined;
    }
  }
}
