import { Worker } from 'node:worker_threads';
import type { AnalysisWorkerData } from '../../shared/analysisProtocol.ts';
import type { AnalysisThread } from './analysisClient.ts';

/** Starts `dist/worker.js` as a worker thread: what parses user files never holds the extension host. */
export function startAnalysisThread(script: string, data: AnalysisWorkerData): AnalysisThread {
  // The host's own flags (its inspector port above all) are not the worker's.
  const worker = new Worker(script, { workerData: data, execArgv: [], name: 'lambda-workbench-analysis' });
  let stopped = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onEnd(listener) {
      let reason: string | undefined;
      worker.on('error', (error) => {
        reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      });
      worker.on('exit', (code) => {
        if (!stopped) listener(reason ?? `exit code ${code}`);
      });
    },
    stop() {
      stopped = true;
      void worker.terminate();
    },
  };
}
