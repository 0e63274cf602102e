import * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';
import type { Settings } from '../contributions.ts';
import { validSetting } from './settingShapes.ts';

/** Reads our settings, by the keys and types of contributions.ts. */
export class SettingsReader {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** `path` chooses among folders for settings of resource scope. */
  get<K extends keyof Settings>(key: K, path?: string): Settings[K] {
    const scope = path === undefined ? undefined : vscode.Uri.file(path);
    const value: unknown = vscode.workspace.getConfiguration(undefined, scope).get(key);
    return validSetting(key, value, (message) => this.#logger.warn(message));
  }

  onDidChange(key: keyof Settings, listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(key)) listener();
    });
  }
}
