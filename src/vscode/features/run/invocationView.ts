import type { InvocationResult } from '../../../core/runner/model.ts';
import type { InvocationView } from '../../../shared/panelProtocol.ts';

type Finished = Extract<InvocationView['state'], { kind: 'finished' }>;

/** How the panel shows a result. `elapsedMs` counts from pressing Run, the build included. */
export function finishedState(result: InvocationResult, elapsedMs: number): Finished {
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
        : { type: result.error.errorType, message: result.error.errorMessage, stack: result.error.stack },
    report: result.report,
    requestId: result.requestId,
    coldStart: result.coldStart,
    elapsedMs,
    notes: result.notes,
  };
}

function formatJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}
