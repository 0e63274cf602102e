import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { TextRange } from '../../../core/text.ts';
import { commands } from '../../contributions.ts';
import type { CommandId } from '../../platform/commands.ts';
import { type FunctionKey, keyOf } from '../../platform/functionIndex.ts';

/** One clickable word above a line. */
export interface Lens {
  readonly range: TextRange;
  readonly action: 'run' | 'debug' | 'deploy' | 'logs';
  readonly fn: FunctionKey;
  /** Named where one line has lenses of several functions. */
  readonly name: string | undefined;
}

/** Above the export that handles: of one function or of several. */
export function sourceLenses(handled: readonly AnalysedFunction[]): readonly Lens[] {
  return handled.flatMap((fn) => {
    if (fn.resolution.kind !== 'resolved') return [];
    const { range } = fn.resolution.at;
    const shared = handled.some(
      (other) => other !== fn && other.resolution.kind === 'resolved' && other.resolution.at.range.start.line === range.start.line,
    );
    const name = shared ? fn.definition.name : undefined;
    return (['run', 'debug', 'deploy'] as const).map((action): Lens => ({ range, action, fn: keyOf(fn), name }));
  });
}

/** Above the function's resource in its template. */
export function templateLenses(functions: readonly AnalysedFunction[]): readonly Lens[] {
  return functions.flatMap((fn) => {
    const { range, packageType } = fn.definition;
    const actions = packageType === 'Image' ? (['logs'] as const) : (['run', 'debug', 'deploy', 'logs'] as const);
    return actions.map((action): Lens => ({ range, action, fn: keyOf(fn), name: undefined }));
  });
}

/** `lastEvent`: the name of the test event that Run takes by itself, where there is one. */
export function lensCommand(
  { action, name }: Lens,
  lastEvent: string | undefined,
): { readonly command: CommandId; readonly title: string } {
  const of = name === undefined ? '' : ` ${name}`;
  switch (action) {
    case 'run':
      if (lastEvent === undefined) return { command: commands.runWith, title: `$(play) Run${of} with…` };
      return { command: commands.run, title: `$(play) Run${of} ${lastEvent}` };
    case 'debug':
      return { command: commands.debug, title: `Debug${of}` };
    case 'deploy':
      return { command: commands.deploy, title: `Deploy${of}` };
    case 'logs':
      return { command: commands.showLogs, title: `Logs${of}` };
  }
}
