import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { packsRuntime } from '../../../core/package/packageable.ts';
import type { TextRange } from '../../../core/text.ts';
import { commands } from '../../contributions.ts';
import type { CommandId } from '../../platform/commands.ts';
import { type FunctionKey, keyOf } from '../../platform/functionIndex.ts';

/** One clickable word above a line. */
export interface Lens {
  readonly range: TextRange;
  readonly action: 'run' | 'debug' | 'deploy' | 'logs' | 'function';
  /** What it is about: a click asks which one where there are several. */
  readonly fns: readonly FunctionKey[];
  /** What `function` says. */
  readonly name: string;
}

/** An export with more functions than this gets one set of words for all of them. */
const mostNamed = 3;

/** Above the export that handles, in the file that declares it: Run, Debug and the function's name, which opens its template. */
export function sourceLenses(path: string, handled: readonly AnalysedFunction[]): readonly Lens[] {
  return [...byPlace(path, handled)].flatMap(([range, fns]) => {
    if (fns.length <= mostNamed) return fns.flatMap((fn) => lensesOf(range, [fn], fn.definition.name));
    return lensesOf(range, fns, `${fns.length} functions`);
  });
}

/** Above the function's resource in its template. */
export function templateLenses(path: string, functions: readonly AnalysedFunction[]): readonly Lens[] {
  return functions.flatMap((fn) => {
    const { range, name, definedIn } = fn.definition;
    if (definedIn !== path) return [];
    const actions = canRun(fn) ? (['run', 'debug', 'deploy', 'logs'] as const) : (['logs'] as const);
    return actions.map((action): Lens => ({ range, action, fns: [keyOf(fn)], name }));
  });
}

/** `lastEvent`: the name of the test event that Run takes by itself, where there is one. */
export function lensCommand(
  { action, name, fns }: Lens,
  lastEvent: string | undefined,
): { readonly command: CommandId; readonly title: string } {
  const which = fns.length > 1 ? '…' : '';
  switch (action) {
    case 'run':
      if (lastEvent === undefined) return { command: commands.runWith, title: '$(play) Run with…' };
      return { command: commands.run, title: `$(play) Run ${lastEvent}${which}` };
    case 'debug':
      return { command: commands.debug, title: `Debug${which}` };
    case 'deploy':
      return { command: commands.deploy, title: `Deploy${which}` };
    case 'logs':
      return { command: commands.showLogs, title: `Logs${which}` };
    case 'function':
      return { command: commands.openTemplate, title: name };
  }
}

function lensesOf(range: TextRange, fns: readonly AnalysedFunction[], name: string): readonly Lens[] {
  const actions = fns.every(canRun) ? (['run', 'debug', 'function'] as const) : (['function'] as const);
  return actions.map((action): Lens => ({ range, action, fns: fns.map(keyOf), name }));
}

function byPlace(path: string, handled: readonly AnalysedFunction[]): ReadonlyMap<TextRange, readonly AnalysedFunction[]> {
  const ranges = new Map<number, TextRange>();
  const result = new Map<TextRange, AnalysedFunction[]>();
  for (const fn of handled) {
    if (fn.resolution.kind !== 'resolved' || fn.resolution.at.path !== path) continue;
    const { range } = fn.resolution.at;
    const known = ranges.get(range.start.line) ?? range;
    ranges.set(range.start.line, known);
    result.set(known, [...(result.get(known) ?? []), fn]);
  }
  return result;
}

/** A runtime that only a deployment knows may be one that runs here. */
function canRun({ definition: { packageType, runtime } }: AnalysedFunction): boolean {
  return packageType !== 'Image' && (runtime.kind !== 'literal' || packsRuntime(runtime.value));
}
