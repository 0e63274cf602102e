import type { InvocationOutcome } from '../../core/runner/model.ts';
import type { InvocationView } from '../../shared/panelProtocol.ts';

/** How an invocation stands, in a word and a tone of voice. */
export interface ResultStatus {
  readonly word: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'late' | 'quiet' | 'busy';
  readonly running: boolean;
}

export function resultStatus(state: InvocationView['state']): ResultStatus {
  switch (state.kind) {
    case 'building':
      return { word: state.detail === undefined ? 'Building…' : `Building… ${state.detail}`, tone: 'busy', running: true };
    case 'running':
      return { word: 'Running…', tone: 'busy', running: true };
    case 'debugging':
      return { word: 'Debugging…', tone: 'busy', running: true };
    case 'failed':
      return { word: 'Could not run', tone: 'bad', running: false };
    case 'finished':
      return { ...((state.status === 'success' && state.outcome && outcomeWord(state.outcome)) || ended[state.status]), running: false };
  }
}

/** The function has done its work; whether that was of use is for its caller to say. */
function outcomeWord(outcome: InvocationOutcome): Omit<ResultStatus, 'running'> {
  if (outcome.kind === 'http') {
    const { status } = outcome;
    return { word: `HTTP ${status}`, tone: status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good' };
  }
  const { back, of } = outcome;
  return { word: `${back} of ${of} ${back === 1 ? 'comes' : 'come'} back`, tone: 'warn' };
}

type Ended = Extract<InvocationView['state'], { readonly kind: 'finished' }>['status'];

const ended: Readonly<Record<Ended, Omit<ResultStatus, 'running'>>> = {
  success: { word: 'Succeeded', tone: 'good' },
  error: { word: 'Failed', tone: 'bad' },
  timeout: { word: 'Timed out', tone: 'late' },
  'init-error': { word: 'Failed to start', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'quiet' },
};
