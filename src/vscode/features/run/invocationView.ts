import { formatJson } from '../../../core/formatJson.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import type { InvocationView } from '../../../shared/panelProtocol.ts';

type Finished = Extract<InvocationView['state'], { kind: 'finished' }>;

/** Bytes of a payload that the panel shows. Laying out six megabytes would hold the extension host and the page for seconds. */
const mostShown = 256 * 1024;

export interface Course {
  /** From pressing Run, the build included. */
  readonly elapsedMs: number;
  readonly isDebugged: boolean;
}

/**
 * How the panel shows a result. Paths below one of the absolute `folders` are shown from there on: a frame is to be read, and opening it
 * finds the folder again.
 */
export function finishedState(result: InvocationResult, { elapsedMs, isDebugged }: Course, folders: readonly string[]): Finished {
  return {
    kind: 'finished',
    status: result.status,
    ...payloadOf(result.payload),
    isDebugged,
    error:
      result.error === undefined
        ? undefined
        : {
            type: result.error.errorType,
            message: result.error.errorMessage,
            stack: result.error.stack.map((frame) => shortened(frame, folders)),
          },
    report: result.report,
    requestId: result.requestId,
    coldStart: result.coldStart,
    elapsedMs,
    ...(result.outcome && { outcome: result.outcome }),
    notes: result.notes,
  };
}

function payloadOf(payload: Uint8Array): Pick<Finished, 'payload' | 'payloadLanguage' | 'payloadBytes' | 'shownBytes'> {
  const payloadBytes = payload.byteLength;
  if (payloadBytes > mostShown) {
    // As a stream: a character that the cut goes through is left out.
    const text = new TextDecoder().decode(payload.subarray(0, mostShown), { stream: true });
    return { payload: text, payloadLanguage: 'plaintext', payloadBytes, shownBytes: mostShown };
  }
  const text = new TextDecoder().decode(payload);
  const formatted = formatJson(text);
  return { payload: formatted ?? text, payloadLanguage: formatted === undefined ? 'plaintext' : 'json', payloadBytes };
}

function shortened(frame: string, folders: readonly string[]): string {
  const prefixes = folders.flatMap((folder) => [`file://${folder}/`, `${folder}/`, `${folder}\\`]);
  return prefixes.reduce((text, prefix) => text.replaceAll(prefix, ''), frame);
}
