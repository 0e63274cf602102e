import path from 'node:path';
import type { AssistAnswer, AssistQuestion } from '../assist/model.ts';
import type { Clock, Logger, ReadableFileSystem } from '../ports.ts';
import { createExclusion } from './exclusion.ts';
import { type AnalysisSteps, FolderAnalysis, type FolderContext } from './folderAnalysis.ts';
import type { Analysis, FolderSnapshot } from './model.ts';
import { OverlayFiles } from './overlayFiles.ts';

export interface ManagerOptions {
  readonly files: ReadableFileSystem;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'now'>;
  readonly exclude: readonly string[];
  readonly steps: AnalysisSteps;
  /** Answers questions about places, from the snapshots of now. */
  assist(question: AssistQuestion, snapshots: readonly FolderSnapshot[], files: ReadableFileSystem): Promise<AssistAnswer>;
}

/** Keeps the folders that were asked for in step with what it is told, and computes only when asked. */
export class AnalysisManager implements Analysis {
  readonly #context: FolderContext;
  readonly #overlay: OverlayFiles;
  readonly #assist: ManagerOptions['assist'];
  readonly #folders = new Map<string, FolderState>();

  constructor({ files, logger, clock, exclude, steps, assist }: ManagerOptions) {
    this.#assist = assist;
    this.#overlay = new OverlayFiles(files);
    this.#context = { files: this.#overlay, logger, clock, steps, excluded: createExclusion(exclude) };
  }

  snapshot(folder: string): Promise<FolderSnapshot> {
    const root = path.resolve(folder);
    let state = this.#folders.get(root);
    if (state === undefined) {
      state = new FolderState(new FolderAnalysis(root, this.#context));
      this.#folders.set(root, state);
    }
    return state.snapshot();
  }

  async ask(folders: readonly string[], question: AssistQuestion): Promise<AssistAnswer> {
    const snapshots = await Promise.all(folders.map((folder) => this.snapshot(folder)));
    return this.#assist(question, snapshots, this.#overlay);
  }

  fileChanged(file: string): void {
    // Every folder is told: code may be outside of the folder that its template is in.
    for (const state of this.#folders.values()) state.changed(path.resolve(file));
  }

  documentChanged(file: string, text: string | undefined): void {
    if (this.#overlay.setDocument(path.resolve(file), text)) this.fileChanged(file);
  }

  dispose(): void {
    this.#folders.clear();
  }
}

/**
 * One computation runs at a time, and at most one more waits for it. A change that comes while one runs is left to the next, so
 * nothing is lost, and who asks is answered with all that had happened by then.
 */
class FolderState {
  readonly #analysis: FolderAnalysis;
  /** Undefined: everything is to be read. */
  #changes: Set<string> | undefined;
  #dirty = true;
  /** Running or done; the answer for as long as nothing changes. */
  #current: Promise<FolderSnapshot> | undefined;
  /** Not begun: it will see every change up to its beginning. */
  #waiting: Promise<FolderSnapshot> | undefined;

  constructor(analysis: FolderAnalysis) {
    this.#analysis = analysis;
  }

  changed(file: string): void {
    this.#changes?.add(file);
    this.#dirty = true;
  }

  snapshot(): Promise<FolderSnapshot> {
    if (this.#waiting !== undefined) return this.#waiting;
    if (this.#current !== undefined && !this.#dirty) return this.#current;
    this.#waiting = this.#computeAfter(this.#current);
    return this.#waiting;
  }

  async #computeAfter(previous: Promise<FolderSnapshot> | undefined): Promise<FolderSnapshot> {
    // Whoever asked for the previous one hears of its failure; this one begins anew.
    await previous?.catch(() => undefined);
    this.#current = this.#waiting;
    this.#waiting = undefined;
    const changes = this.#changes;
    this.#changes = new Set();
    this.#dirty = false;
    try {
      return await this.#analysis.update(changes);
    } catch (error) {
      this.#changes = undefined;
      this.#dirty = true;
      throw error;
    }
  }
}
