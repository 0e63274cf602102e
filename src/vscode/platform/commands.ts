import * as vscode from 'vscode';
import type { commands } from '../contributions.ts';
import type { ErrorReporter } from './errorReporting.ts';

export type CommandId = (typeof commands)[keyof typeof commands];

/** Menus, lenses, key bindings and other extensions pass what they like: a handler narrows its arguments itself. */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** Registers handlers whose failures reach the user through the reporter, and never escape as a rejected command. */
export class CommandRegistry {
  readonly #reporter: ErrorReporter;

  constructor(reporter: ErrorReporter) {
    this.#reporter = reporter;
  }

  register(id: CommandId, handler: CommandHandler): vscode.Disposable {
    return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        this.#reporter.report(error, `The command ${id}`);
        return undefined;
      }
    });
  }
}
