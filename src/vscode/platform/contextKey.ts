import * as vscode from 'vscode';

/** A `when` clause's key; the editor is told only of changes. */
export class ContextKey<T> {
  readonly #name: string;
  #shown: string | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  set(value: T): void {
    const text = JSON.stringify(value);
    if (text === this.#shown) return;
    this.#shown = text;
    void vscode.commands.executeCommand('setContext', this.#name, value);
  }
}
