import * as vscode from 'vscode';
import { commands } from '../../contributions.ts';
import type { CommandHandler, CommandRegistry } from '../../platform/commands.ts';
import type { SourceActionsDependencies, SourceCommand } from './actions.ts';

export interface SourcesDependencies extends SourceActionsDependencies {
  readonly registry: CommandRegistry;
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
