import * as vscode from 'vscode';
import { describeError, WorkbenchError } from '../../core/errors.ts';
import type { LogChannel } from './logChannel.ts';

/** The one place that turns an error into what the user sees. */
export class ErrorReporter {
  readonly #log: LogChannel;

  constructor(log: LogChannel) {
    this.#log = log;
  }

  /** For what somebody only looked at in passing: a hover that fails is no message's worth. */
  log(error: unknown, doing: string): void {
    if (!isCancellation(error)) this.#log.error(`${doing} failed:`, error);
  }

  /** `doing` goes into the log: what was under way. Returns at once: the message stays until somebody closes it. */
  report(error: unknown, doing: string): void {
    if (isCancellation(error)) return;
    this.log(error, doing);
    const { message, advice } = describeError(error);
    const showLog = vscode.l10n.t('Show Log');
    void vscode.window.showErrorMessage(advice === undefined ? message : `${message} ${advice}`, showLog).then((choice) => {
      if (choice === showLog) this.#log.show();
    });
  }
}

/** The user's own decision, which needs no message. */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof WorkbenchError && error.code === 'cancelled');
}
