import * as vscode from 'vscode';
import type { Ports } from '../../../core/ports.ts';
import { commands } from '../../contributions.ts';
import type { CommandHandler, CommandRegistry } from '../../platform/commands.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import type { ExecutionDependencies } from '../run/execution.ts';
import type { Invocations } from '../run/invocations.ts';
import type { SourceCommand } from './actions.ts';

export interface SourcesDependencies extends ExecutionDependencies {
  readonly ports: Ports;
  readonly functions: WorkspaceFunctions;
  readonly picker: FunctionPicker;
  readonly registry: CommandRegistry;
  readonly invocations: Invocations;
}

/** Send a Message and Fire Schedule Now: loaded when one of them is first used. */
export function registerSources(deps: SourcesDependencies): vscode.Disposable {
  let loaded: Promise<Readonly<Record<SourceCommand, CommandHandler>>> | undefined;
  const actions = () => {
    loaded ??= import('./actions.ts').then(({ sourceActions }) => sourceActions(deps));
    return loaded;
  };
  const ids = ['sendMessage', 'fireSchedule'] as const satisfies readonly SourceCommand[];
  return vscode.Disposable.from(
    ...ids.map((id) => deps.registry.register(commands[id], async (...args) => (await actions())[id](...args))),
  );
}
