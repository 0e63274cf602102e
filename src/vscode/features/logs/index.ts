import * as vscode from 'vscode';
import type { LogHub } from '../../../core/logs/index.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import type { Targets } from '../deploy/targets.ts';
import type { Panel } from '../panel/index.ts';
import type { LogTails } from './tails.ts';

export interface LogsDependencies {
  readonly hub: LogHub;
  readonly panel: Panel;
  readonly tails: LogTails;
  readonly targets: Targets;
  readonly picker: FunctionPicker;
  readonly registry: CommandRegistry;
}

/**
 * Show Logs: the panel, on one function. Lines of local runs and of the local cloud come by themselves; the log group of a function whose
 * target is AWS is followed, until the logs are cleared or the window closes.
 */
export function registerLogs({ hub, panel, tails, targets, picker, registry }: LogsDependencies): vscode.Disposable {
  const stopListening = hub.onClear(() => tails.stop());
  return vscode.Disposable.from(
    new vscode.Disposable(stopListening),
    registry.register(commands.showLogs, async (arg) => {
      const fn = arg === undefined ? undefined : await picker.pick(arg);
      await panel.show(fn?.definition.name);
      if (fn !== undefined) tails.follow(fn, targets.remembered(fn));
    }),
    registry.register(commands.clearLogs, () => hub.clear()),
  );
}
