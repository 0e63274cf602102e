import * as vscode from 'vscode';
import { commands, contextKeys } from '../../contributions.ts';
import { ContextKey } from '../../platform/contextKey.ts';
import type { ApiServers } from './apiServers.ts';

/** Says in the status bar which APIs answer on this machine; a click stops them. */
export class ApiStatus implements vscode.Disposable {
  readonly #servers: ApiServers;
  readonly #item = vscode.window.createStatusBarItem('lambdaWorkbench.api', vscode.StatusBarAlignment.Left);
  readonly #isRunning = new ContextKey<boolean>(contextKeys.apiRunning);
  readonly #listening: vscode.Disposable;

  constructor(servers: ApiServers) {
    this.#servers = servers;
    this.#item.name = 'Lambda APIs';
    this.#item.command = commands.stopApi;
    this.#listening = servers.onDidChange(() => this.#show());
  }

  dispose(): void {
    this.#listening.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const running = this.#servers.running().flatMap((key) => {
      const state = this.#servers.stateOf(key);
      return state.kind === 'running' ? [{ name: key.name, url: state.url }] : [];
    });
    const [first] = running;
    this.#isRunning.set(first !== undefined);
    if (first === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(globe) ${running.length === 1 ? first.url.replace('http://', '') : `${running.length} APIs`}`;
    const lines = running.map(({ name, url }) => `${name} answers at ${url}.`);
    this.#item.tooltip = `${lines.join('\n')}\nClick to stop ${running.length === 1 ? 'it' : 'one of them'}.`;
    this.#item.show();
  }
}
