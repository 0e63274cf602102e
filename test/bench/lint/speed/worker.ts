import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { applyDelta } from '../../../../src/core/analysis/delta.ts';
import { defaultExclusion } from '../../../../src/core/analysis/exclusion.ts';
import type { FolderSnapshot } from '../../../../src/core/analysis/model.ts';
import type { AnalysisWorkerData, FromAnalysisWorker, ToAnalysisWorker } from '../../../../src/shared/analysisProtocol.ts';

/** The analysis on its thread, asked as the extension asks it. */
export class WorkerAnalysis {
  readonly #worker: Worker;
  #known: FolderSnapshot;
  #version: number | undefined;
  #asked = 0;

  /** @param main the built `worker.js` */
  constructor(main: string, grammars: string, folder: string) {
    const workerData: AnalysisWorkerData = { grammars, exclude: defaultExclusion };
    this.#worker = new Worker(main, { workerData });
    this.#known = { folder, templates: [], findings: [] };
  }

  type(path: string, text: string): void {
    this.#post({ type: 'documentChanged', path, text });
  }

  async snapshot(): Promise<FolderSnapshot> {
    for (let more = true; more; ) {
      const requestId = ++this.#asked;
      this.#post({ type: 'changes', requestId, folder: this.#known.folder, since: this.#version });
      const answer = await this.#answer(requestId);
      const before = answer.since === undefined ? { ...this.#known, templates: [], findings: [] } : this.#known;
      this.#known = applyDelta(before, answer.delta);
      this.#version = answer.version;
      more = answer.more;
    }
    return this.#known;
  }

  async dispose(): Promise<void> {
    await this.#worker.terminate();
  }

  #post(message: ToAnalysisWorker): void {
    this.#worker.postMessage(message);
  }

  async #answer(requestId: number) {
    for (;;) {
      const [message] = (await once(this.#worker, 'message')) as [FromAnalysisWorker];
      if (message.type === 'log') continue;
      if (message.requestId !== requestId) continue;
      if (message.type === 'changes') return message.changes;
      throw new Error(message.type === 'failed' ? message.message : `It answered ${message.type}`);
    }
  }
}
