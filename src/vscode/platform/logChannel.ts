import { inspect } from 'node:util';
import * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';

/** The output channel "Lambda Workbench" as the Logger port. Its level is the editor's own command "Set Log Level". */
export class LogChannel implements Logger {
  readonly #channel = vscode.window.createOutputChannel('Lambda Workbench', { log: true });

  debug(message: string, detail?: unknown): void {
    this.#channel.debug(withDetail(message, detail));
  }

  info(message: string, detail?: unknown): void {
    this.#channel.info(withDetail(message, detail));
  }

  warn(message: string, detail?: unknown): void {
    this.#channel.warn(withDetail(message, detail));
  }

  error(message: string, detail?: unknown): void {
    this.#channel.error(withDetail(message, detail));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

/** Errors with their stack and the chain of causes. */
function withDetail(message: string, detail: unknown): string {
  if (detail === undefined) return message;
  return `${message} ${typeof detail === 'string' ? detail : inspect(detail, { depth: 5, breakLength: 120 })}`;
}
