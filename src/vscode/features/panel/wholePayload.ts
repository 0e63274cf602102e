import { Worker } from 'node:worker_threads';

/** What an editor shows of a large payload. */
export interface WholePayload {
  readonly text: string;
  readonly language: 'json' | 'plaintext';
}

/**
 * JSON with a line for each value where it is JSON, else the text as it came. Some megabytes take a second: a thread of its own has it.
 *
 * @param script `dist/json.js`
 */
export async function readWhole(payload: Uint8Array, script: string): Promise<WholePayload> {
  const text = new TextDecoder().decode(payload);
  const formatted = await new Promise<string | undefined>((resolve, reject) => {
    const worker = new Worker(script, { workerData: text, execArgv: [], name: 'lambda-workbench-json' });
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread for JSON ended with ${code}.`)));
  });
  return formatted === undefined ? { text, language: 'plaintext' } : { text: formatted, language: 'json' };
}
