import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { packsRuntime } from '../../../core/package/packsRuntime.ts';
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
    return (fns.length <= mostNamed ? fns.map((fn) => [fn]) : [fns]).flatMap((those) => {
      const actions = those.every(canRun) ? (['run', 'debug', 'function'] as const) : (['function'] as const);
      return lensesOf(range, actions, those);
    });
  });
}

/** Above the function's resource in its template; one set of words for all that a `for_each` or a loop makes. */
export function templateLenses(path: string, functions: readonly AnalysedFunction[]): readonly Lens[] {
  const here = functions.filter((fn) => fn.definition.definedIn === path).map((fn) => ({ range: fn.definition.range, fn }));
  return [...byLine(here)].flatMap(([range, fns]) => {
    const actions = actionsOf(fns);
    return lensesOf(range, actions, fns);
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

function lensesOf(range: TextRange, actions: readonly Lens['action'][], fns: readonly AnalysedFunction[]): readonly Lens[] {
  const [first] = fns;
  const name = fns.length === 1 && first !== undefined ? first.definition.name : `${fns.length} functions`;
  return actions.map((action): Lens => ({ range, action, fns: fns.map(keyOf), name }));
}

function byPlace(path: string, handled: readonly AnalysedFunction[]): ReadonlyMap<TextRange, readonly AnalysedFunction[]> {
  return byLine(
    handled.flatMap((fn) => {
      const { resolution } = fn;
      return resolution.kind === 'resolved' && resolution.at.path === path ? [{ range: resolution.at.range, fn }] : [];
    }),
  );
}

/** Each line's functions, by the first range of the line. */
function byLine(
  placed: readonly { readonly range: TextRange; readonly fn: AnalysedFunction }[],
): ReadonlyMap<TextRange, readonly AnalysedFunction[]> {
  const ranges = new Map<number, TextRange>();
  const result = new Map<TextRange, AnalysedFunction[]>();
  for (const { range, fn } of placed) {
    const known = ranges.get(range.start.line) ?? range;
    ranges.set(range.start.line, known);
    result.set(known, [...(result.get(known) ?? []), fn]);
  }
  return result;
}

function actionsOf(fns: readonly AnalysedFunction[]): readonly Lens['action'][] {
  if (!fns.every(canRun)) return ['logs'];
  // An image is built and pushed elsewhere.
  return fns.some(({ definition }) => definition.packageType === 'Image') ? ['run', 'logs'] : ['run', 'debug', 'deploy', 'logs'];
}

/** A runtime that only a deployment knows may be one that runs here. */
function canRun({ definition: { packageType, runtime, code } }: AnalysedFunction): boolean {
  if (packageType === 'Image') return code.kind === 'image' && code.dockerfile !== undefined;
  return runtime.kind !== 'literal' || packsRuntime(runtime.value);
}
