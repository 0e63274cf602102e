import type { AnalysedFunction, FolderSnapshot } from '../core/analysis/model.ts';
import { describeError, WorkbenchError } from '../core/errors.ts';
import { differences, listTestEvents, readExpectation, readTestEvent } from '../core/events/index.ts';
import type { TestEvent } from '../core/events/model.ts';
import type { Workbench } from '../core/workbench.ts';
import type { CommandContext } from './command.ts';
import { functionsOf } from './folder.ts';

export interface Outcome {
  readonly function: string;
  readonly event: string;
  readonly passed: boolean;
  readonly durationMs: number | null;
  readonly differences: readonly string[];
}

/** An event that ran, and what it was made of. */
interface Ran {
  readonly outcome: Outcome;
  readonly fn: AnalysedFunction;
  /** Absolute paths, also of what it called. Undefined where something could not be built: any file may mend that. */
  readonly parts: ReadonlySet<string> | undefined;
}

/** The saved events of a folder, each run when what it is made of has changed. */
export class TestRuns {
  readonly #context: CommandContext;
  readonly #workbench: Workbench;
  #ran: ReadonlyMap<string, Ran> = new Map();

  constructor(context: CommandContext, workbench: Workbench) {
    this.#context = context;
    this.#workbench = workbench;
  }

  /** How each ended that is there now. */
  get outcomes(): readonly Outcome[] {
    return [...this.#ran.values()].map(({ outcome }) => outcome);
  }

  /** Runs what was never run, and what these paths are a part of. Throws `cancelled`. */
  async run(snapshot: FolderSnapshot, changed: ReadonlySet<string>): Promise<readonly Outcome[]> {
    const ran = new Map<string, Ran>();
    const fresh: Outcome[] = [];
    for (const fn of functionsOf(snapshot)) {
      for (const event of await listTestEvents(fn.definition, this.#context.files)) {
        if (event.expectationPath === undefined && this.#context.options['all'] !== true) continue;
        const key = `${fn.definition.id} ${event.name}`;
        const known = this.#ran.get(key);
        const now = known !== undefined && isCurrent(known, fn, changed) ? known : await this.#once(snapshot, fn, event);
        ran.set(key, now);
        if (now !== known) fresh.push(now.outcome);
        if (this.#context.signal.aborted) throw new WorkbenchError('cancelled', 'The tests were cancelled.', 'Run them again.');
      }
    }
    this.#ran = ran;
    return fresh;
  }

  async #once(among: FolderSnapshot, fn: AnalysedFunction, event: TestEvent): Promise<Ran> {
    const { files, signal } = this.#context;
    const name = { function: fn.definition.id, event: event.name };
    let parts: ReadonlySet<string> | undefined;
    try {
      const { path, expectationPath } = event;
      const text = expectationPath === undefined ? undefined : await files.readText(expectationPath);
      const expectation = text === undefined ? undefined : await readExpectation(text, expectationPath ?? '');
      const result = await this.#workbench.runs.run(fn, await readTestEvent(path, files), {
        signal,
        among,
        onBuilt({ inputs }) {
          parts = new Set([...inputs, path, expectationPath ?? path]);
        },
        onCalled(called) {
          parts = parts === undefined || called === 'unknown' ? undefined : new Set([...parts, ...called]);
        },
      });
      const found = differences(expectation, result);
      return { fn, parts, outcome: { ...name, passed: found.length === 0, durationMs: result.report.durationMs, differences: found } };
    } catch (error) {
      // One function that can't be built doesn't keep the others from being tested.
      const { message, advice } = describeError(error);
      return { fn, parts, outcome: { ...name, passed: false, durationMs: null, differences: [`${message} ${advice ?? ''}`.trim()] } };
    }
  }
}

function isCurrent(ran: Ran, { definition, resolution }: AnalysedFunction, changed: ReadonlySet<string>): boolean {
  const { parts, fn } = ran;
  if (parts === undefined) return changed.size === 0;
  const isSame = fn.definition === definition || JSON.stringify(fn.definition) === JSON.stringify(definition);
  return isSame && fn.resolution.kind === resolution.kind && [...changed].every((path) => !parts.has(path));
}
