import type { AssistAnswer, AssistQuestion } from '../../core/assist/model.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import type { FolderChanges, FromAnalysisWorker, ToAnalysisWorker } from '../../shared/analysisProtocol.ts';
import { readWorkerMessage } from './analysisMessages.ts';

/** A running worker. `onEnd` calls once, however it ends, but not after `stop`. */
export interface AnalysisThread {
  post(message: ToAnalysisWorker): void;
  onMessage(listener: (message: unknown) => void): void;
  onEnd(listener: (reason: string) => void): void;
  stop(): void;
}

type Question = Extract<ToAnalysisWorker, { readonly requestId: number }>;
type Answer = Extract<FromAnalysisWorker, { readonly type: 'changes' | 'answer' }>;

interface Pending {
  readonly question: Question;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

const deathsAllowed = 3;
const deathWindowMs = 60_000;

/**
 * The analysis behind a worker thread. A worker that dies is replaced, and the new one is told of the unsaved documents and asked
 * the open questions again; one that dies three times within a minute stays dead until the minute is over or `restart` is called.
 */
export class AnalysisClient {
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

  /** What is different in a folder since the version that an earlier answer named. Rejects when the worker keeps dying, or can't answer. */
  async changes(folder: string, since: number | undefined): Promise<FolderChanges> {
    const answer = await this.#request({ type: 'changes', requestId: ++this.#lastRequestId, folder, since });
    if (answer.type !== 'changes') throw new Error(`The analysis answered ${answer.type} when it was asked for changes`);
    return answer.changes;
  }

  /** Rejects as `changes` does. */
  async ask(folders: readonly string[], question: AssistQuestion): Promise<AssistAnswer> {
    const answer = await this.#request({ type: 'ask', requestId: ++this.#lastRequestId, folders, question });
    if (answer.type !== 'answer') throw new Error(`The analysis answered ${answer.type} when it was asked a question`);
    return answer.answer;
  }

  /** As of Analysis. */
  fileChanged(path: string): void {
    this.#thread?.post({ type: 'fileChanged', path });
  }

  /** As of Analysis. */
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

  #request(question: Question): Promise<Answer> {
    if (this.#disposed) return Promise.reject(new Error('The analysis has ended'));
    return new Promise((resolve, reject) => {
      this.#pending.set(question.requestId, { question, resolve, reject });
      if (this.#thread === undefined) this.#start();
      else this.#thread.post(question);
    });
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
    for (const { question } of this.#pending.values()) thread.post(question);
  }

  #receive(value: unknown): void {
    const message = readWorkerMessage(value);
    if (message === undefined) {
      this.#logger.error('The analysis worker sent something that is not a message:', value);
      return;
    }
    if (message.type === 'log') {
      this.#logger[message.level](message.message);
      return;
    }
    const pending = this.#pending.get(message.requestId);
    this.#pending.delete(message.requestId);
    if (message.type !== 'failed') pending?.resolve(message);
    else pending?.reject(Object.assign(new Error(message.message), { stack: message.stack ?? message.message }));
  }

  #rejectAll(error: Error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}
