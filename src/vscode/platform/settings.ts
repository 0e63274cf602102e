import * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';
import type { Settings } from '../contributions.ts';
import { DisposableStore } from './disposables.ts';
import { validSetting } from './settingShapes.ts';

/** Reads our settings, by the keys and types of contributions.ts. Remembers them: the editor takes its time for each, and they are asked for at each keystroke. */
export class SettingsReader {
  readonly #logger: Logger;
  readonly #store = new DisposableStore();
  readonly #known = new Map<string, unknown>();

  constructor(logger: Logger) {
    this.#logger = logger;
    const forget = () => this.#known.clear();
    // Before anybody else hears of it.
    this.#store.add(vscode.workspace.onDidChangeConfiguration(forget));
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders(forget));
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(forget));
  }

  /** `path` chooses among folders for settings of resource scope. */
  get<K extends keyof Settings>(key: K, path?: string): Settings[K] {
    const scope = path === undefined ? undefined : vscode.Uri.file(path);
    const name = `${key}\0${path ?? ''}`;
    if (!this.#known.has(name)) this.#known.set(name, plain(vscode.workspace.getConfiguration(undefined, scope).get(key)));
    return validSetting(key, this.#known.get(name), (message) => this.#logger.warn(message));
  }

  onDidChange(key: keyof Settings, listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(key)) listener();
    });
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** The editor's own objects answer through proxies, which takes its time where each finding is looked up in one. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : value;
}
