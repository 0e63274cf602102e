import type { Analysis, FolderSnapshot } from '../../core/analysis/model.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import type { FromAnalysisWorker, ToAnalysisWorker } from '../../shared/analysisProtocol.ts';

/** A running worker. `onEnd` calls once, however it ends, but not after `stop`. */
export interface AnalysisThread {
  post(message: ToAnalysisWorker): void;
  onMessage(listener: (message: unknown) => void): void;
  onEnd(listener: (reason: string) => void): void;
  stop(): void;
}

interface Pending {
  readonly folder: string;
  resolve(snapshot: FolderSnapshot): void;
  reject(error: Error): void;
}

const deathsAllowed = 3;
const deathWindowMs = 60_000;

/**
 * The analysis behind a worker thread. A worker that dies is replaced, and the new one is told of the unsaved documents and asked
 * the open questions again; one that dies three times within a minute stays dead until the minute is over or `restart` is called.
 */
export class AnalysisClient implements Analysis {
  readonly #startThread: () => AnalysisThread;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #logger: Logger;
  readonly #documents = new Map<string, string>();
  readonly #pending = new Map<number, Pending>();
  #thread: AnalysisThread | undefined;
  #deaths: number[] = [];
  #lastRequestId = 0;
  #disposed = false;

  constructor(startThread: () => AnalysisThread, clock: Pick<Clock, 'monotonic'>, logger: Logger) {
    this.#startThread = startThread;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Rejects when the worker keeps dying, or can't answer. */
  snapshot(folder: string): Promise<FolderSnapshot> {
    if (this.#disposed) return Promise.reject(new Error('The analysis has ended'));
    const requestId = ++this.#lastRequestId;
    return new Promise((resolve, reject) => {
      this.#pending.set(requestId, { folder, resolve, reject });
      if (this.#thread === undefined) this.#start();
      else this.#thread.post({ type: 'snapshot', requestId, folder });
    });
  }

  fileChanged(path: string): void {
    this.#thread?.post({ type: 'fileChanged', path });
  }

  documentChanged(path: string, text: string | undefined): void {
    if (text === undefined) this.#documents.delete(path);
    else this.#documents.set(path, text);
    this.#thread?.post({ type: 'documentChanged', path, text });
  }

  /** Forgets all that was read. The next question starts a new worker; open ones are asked again. */
  restart(): void {
    this.#thread?.stop();
    this.#thread = undefined;
    this.#deaths = [];
    if (this.#pending.size > 0) this.#start();
  }

  dispose(): void {
    this.#disposed = true;
    this.#thread?.stop();
    this.#thread = undefined;
    this.#rejectAll(new Error('The analysis has ended'));
  }

  #start(): void {
    const since = this.#clock.monotonic() - deathWindowMs;
    this.#deaths = this.#deaths.filter((at) => at > since);
    if (this.#deaths.length >= deathsAllowed) {
      this.#rejectAll(new Error('The analysis ended unexpectedly three times within a minute. Refresh the functions view to try again.'));
      return;
    }
    const thread = this.#startThread();
    this.#thread = thread;
    thread.onMessage((message) => this.#receive(message));
    thread.onEnd((reason) => {
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      this.#deaths.push(this.#clock.monotonic());
      this.#logger.error(`The analysis worker ended: ${reason}`);
      if (this.#pending.size > 0) this.#start();
    });
    for (const [path, text] of this.#documents) thread.post({ type: 'documentChanged', path, text });
    for (const [requestId, { folder }] of this.#pending) thread.post({ type: 'snapshot', requestId, folder });
  }

  #receive(message: unknown): void {
    if (!isFromWorker(message)) {
      this.#logger.error('The analysis worker sent something that is not a message:', message);
      return;
    }
    if (message.type === 'log') {
      this.#logger[message.level](message.message);
      return;
    }
    const pending = this.#pending.get(message.requestId);
    this.#pending.delete(message.requestId);
    if (message.type === 'snapshot') pending?.resolve(message.snapshot);
    else pending?.reject(Object.assign(new Error(message.message), { stack: message.stack ?? message.message }));
  }

  #rejectAll(error: Error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

function isFromWorker(message: unknown): message is FromAnalysisWorker {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  switch (message.type) {
    case 'log':
      return 'level' in message && ['debug', 'info', 'warn', 'error'].includes(String(message.level)) && 'message' in message;
    case 'failed':
      return 'requestId' in message && typeof message.requestId === 'number' && 'message' in message;
    case 'snapshot':
      return 'requestId' in message && typeof message.requestId === 'number' && 'snapshot' in message && isSnapshot(message.snapshot);
    default:
      return false;
  }
}

function isSnapshot(value: unknown): value is FolderSnapshot {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'folder' in value && 'templates' in value && Array.isArray(value.templates) && 'findings' in value && Array.isArray(value.findings)
  );
}
