import { formatJson } from '../../../core/formatJson.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import type { InvocationView } from '../../../shared/panelProtocol.ts';

type Finished = Extract<InvocationView['state'], { kind: 'finished' }>;

/**
 * How the panel shows a result. `elapsedMs` counts from pressing Run, the build included. Paths below one of the absolute `folders` are
 * shown from there on: a frame is to be read, and opening it finds the folder again.
 */
export function finishedState(result: InvocationResult, elapsedMs: number, folders: readonly string[]): Finished {
  const text = new TextDecoder().decode(result.payload);
  const formatted = formatJson(text);
  return {
    kind: 'finished',
    status: result.status,
    payload: formatted ?? text,
    payloadLanguage: formatted === undefined ? 'plaintext' : 'json',
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

function shortened(frame: string, folders: readonly string[]): string {
  const prefixes = folders.flatMap((folder) => [`file://${folder}/`, `${folder}/`, `${folder}\\`]);
  return prefixes.reduce((text, prefix) => text.replaceAll(prefix, ''), frame);
}
