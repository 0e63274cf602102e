import type { Analysis } from '../core/analysis/model.ts';
import { describeError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { FromAnalysisWorker } from '../shared/analysisProtocol.ts';
import { readMessage } from './messages.ts';
import { ToldSnapshots } from './told.ts';

export type Post = (message: FromAnalysisWorker) => void;

/** What is done with each message that arrives. Nothing a message says makes the worker end. */
export function createMessageHandler(analysis: Analysis, post: Post): (value: unknown) => void {
  const told = new ToldSnapshots();
  return (value) => {
    const message = readMessage(value);
    switch (message?.type) {
      case 'changes': {
        const { requestId, folder, since } = message;
        return void answer(requestId, post, async () => {
          return { type: 'changes', requestId, changes: told.changes(folder, since, await analysis.snapshot(folder)) };
        });
      }
      case 'ask': {
        const { requestId, folders, question } = message;
        return void answer(requestId, post, async () => ({ type: 'answer', requestId, answer: await analysis.ask(folders, question) }));
      }
      case 'fileChanged':
        return analysis.fileChanged(message.path);
      case 'documentChanged':
        return analysis.documentChanged(message.path, message.text);
      default:
        return post({ type: 'log', level: 'error', message: 'The analysis worker was sent something that is not a message of its own' });
    }
  };
}

/** A logger whose lines go to the extension host; details as text, since not everything crosses a thread's boundary. */
export function createPostingLogger(post: Post): Logger {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, detail?: unknown) =>
    post({ type: 'log', level, message: detail === undefined ? message : `${message}: ${describeDetail(detail)}` });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

async function answer(requestId: number, post: Post, compute: () => Promise<FromAnalysisWorker>): Promise<void> {
  try {
    post(await compute());
  } catch (error) {
    post({ type: 'failed', requestId, message: describeError(error).message, stack: error instanceof Error ? error.stack : undefined });
  }
}

function describeDetail(detail: unknown): string {
  if (detail instanceof Error) return detail.stack ?? detail.message;
  if (typeof detail === 'string') return detail;
  try {
    return JSON.stringify(detail) ?? String(detail);
  } catch {
    return String(detail);
  }
}
