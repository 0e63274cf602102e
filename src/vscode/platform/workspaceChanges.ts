import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { createExclusion } from '../../core/analysis/exclusion.ts';
import type { AnalysisClient } from './analysisClient.ts';
import { DisposableStore } from './disposables.ts';
import type { SettingsReader } from './settings.ts';

/**
 * Tells the analysis of files and unsaved documents, and its owner that something changed.
 * One watcher a folder: the editor shares it with its own, where a watcher for each pattern would cost one each.
 */
export class WorkspaceChanges {
  readonly #analysis: Pick<AnalysisClient, 'fileChanged' | 'documentChanged'>;
  readonly #settings: SettingsReader;
  readonly #onChange: () => void;
  readonly #listeners = new DisposableStore();
  readonly #fileChanged = this.#listeners.add(new vscode.EventEmitter<string>());
  /** Absolute paths, of any kind of file. */
  readonly onDidChangeFile = this.#fileChanged.event;
  readonly #watchers = new Map<string, FolderWatcher>();
  /** Documents with edits that the analysis hasn't heard of: read when it can take them, not more often. */
  readonly #edited = new Map<string, vscode.TextDocument>();
  /** Paths whose unsaved text the analysis holds. */
  readonly #unsaved = new Set<string>();

  constructor(analysis: Pick<AnalysisClient, 'fileChanged' | 'documentChanged'>, settings: SettingsReader, onChange: () => void) {
    this.#analysis = analysis;
    this.#settings = settings;
    this.#onChange = onChange;
    this.#listeners.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#documentEdited(document)));
    this.#listeners.add(vscode.workspace.onDidSaveTextDocument((document) => this.#documentSaved(document)));
    this.#listeners.add(vscode.workspace.onDidCloseTextDocument((document) => this.#documentClosed(document)));
    // The watcher tells of what the editor itself does too, but later: too late for a command that follows at once.
    this.#listeners.add(vscode.workspace.onDidCreateFiles(({ files }) => this.#filesChanged(files)));
    this.#listeners.add(vscode.workspace.onDidDeleteFiles(({ files }) => this.#filesChanged(files)));
    this.#listeners.add(
      vscode.workspace.onDidRenameFiles(({ files }) => this.#filesChanged(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
    );
    for (const document of vscode.workspace.textDocuments) if (document.isDirty) this.#documentEdited(document);
  }

  /** Again for the same folder: with the excludes of now. */
  watch(folder: string): void {
    this.unwatch(folder);
    const excluded = createExclusion(this.#settings.get('lambdaWorkbench.exclude'));
    const changed = ({ fsPath }: vscode.Uri, isRelevant = true) => {
      if (excluded(relative(folder, fsPath).replaceAll(sep, '/'))) return;
      this.#fileChanged.fire(fsPath);
      if (!isRelevant) return;
      this.#analysis.fileChanged(fsPath);
      this.#onChange();
    };
    const store = new DisposableStore();
    const watcher = store.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), '**/*')));
    // A folder that comes or goes is one event for all it holds, whatever its name looks like.
    store.add(watcher.onDidCreate((uri) => changed(uri)));
    store.add(watcher.onDidDelete((uri) => changed(uri)));
    store.add(watcher.onDidChange((uri) => changed(uri, isRelevantFile(uri.fsPath))));
    this.#watchers.set(folder, { store, changed });
  }

  unwatch(folder: string): void {
    this.#watchers.get(folder)?.store.dispose();
    this.#watchers.delete(folder);
  }

  /** Hands over the text of edited documents. */
  flush(): void {
    for (const [path, document] of this.#edited) {
      if (document.isDirty) {
        this.#unsaved.add(path);
        this.#analysis.documentChanged(path, document.getText());
      } else {
        this.#forget(path);
      }
    }
    this.#edited.clear();
  }

  dispose(): void {
    this.#listeners.dispose();
    for (const folder of [...this.#watchers.keys()]) this.unwatch(folder);
  }

  #filesChanged(files: readonly vscode.Uri[]): void {
    for (const uri of files) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder !== undefined) this.#watchers.get(folder.uri.fsPath)?.changed(uri);
    }
  }

  #documentEdited(document: vscode.TextDocument): void {
    if (!isOfInterest(document)) return;
    this.#edited.set(document.uri.fsPath, document);
    this.#onChange();
  }

  /** The watcher tells of the new text too, but later: in between the old one would come back. */
  #documentSaved(document: vscode.TextDocument): void {
    if (!isOfInterest(document)) return;
    this.#analysis.fileChanged(document.uri.fsPath);
    // Somebody may have typed on while an older text was written.
    if (document.isDirty) this.#edited.set(document.uri.fsPath, document);
    else this.#forget(document.uri.fsPath);
    this.#onChange();
  }

  #documentClosed(document: vscode.TextDocument): void {
    const path = document.uri.fsPath;
    if (!this.#edited.has(path) && !this.#unsaved.has(path)) return;
    this.#forget(path);
    this.#onChange();
  }

  #forget(path: string): void {
    this.#edited.delete(path);
    if (this.#unsaved.delete(path)) this.#analysis.documentChanged(path, undefined);
  }
}

interface FolderWatcher {
  readonly store: DisposableStore;
  /** To be told of a file or folder in it that came, changed or went. */
  readonly changed: (uri: vscode.Uri) => void;
}

/** What functions are defined in, sources, and what says how sources are loaded and packed: nothing else changes what is known of functions. */
function isRelevantFile(path: string): boolean {
  return (
    /\.(ya?ml|json|template|tf|tofu|tfvars|hcl|toml|[cm]?[jt]sx?|py|rb|java|kts?|scala|gradle|xml|cs|[cfv]sproj|props|go|mod|rs|zip|jar|txt|lock)$/i.test(
      path,
    ) || /(^|[\\/])(Gemfile|Pipfile|Dockerfile|Makefile|\.gitignore)$/.test(path)
  );
}

function isOfInterest(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'file' && isRelevantFile(document.uri.fsPath);
}
