import { WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { DeployedFunction, LambdaApi } from './lambdaApi.ts';

export interface WaitOptions {
  readonly api: LambdaApi;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Milliseconds between two looks. */
  readonly poll: number;
}

/**
 * Looks until Lambda has done what it was asked for, and gives the function as it then is, with its last revision.
 * The SDK's own waiters repeat what can't get better (no permission, no such function) and lose Lambda's reasons.
 */
export async function waitUntilSettled(functionName: string, options: WaitOptions): Promise<DeployedFunction> {
  const { api, clock, signal, poll } = options;
  const giveUp = clock.monotonic() + FIVE_MINUTES;
  for (;;) {
    const current = await api.getFunction(functionName);
    if (current === undefined) throw failed(`${functionName} is gone: somebody removed it.`, 'Deploy again to create it.');
    const { state, stateReason, lastUpdateStatus, lastUpdateStatusReason } = current;
    if (state === 'Failed') {
      throw failed(
        `Lambda could not make ${functionName} ready: ${stateReason ?? 'it gives no reason'}`,
        'Correct it, remove the function, then deploy again.',
      );
    }
    if (lastUpdateStatus === 'Failed') {
      throw failed(
        `Lambda could not put the update in place: ${lastUpdateStatusReason ?? 'it gives no reason'}`,
        'Correct it, then deploy again. What ran before still runs.',
      );
    }
    if (state !== 'Pending' && lastUpdateStatus !== 'InProgress') return current;
    if (clock.monotonic() >= giveUp) {
      throw failed(`Lambda is still busy with ${functionName} after five minutes.`, 'Look at it in the console, and deploy again later.');
    }
    await pause(clock, poll, signal);
  }
}

/** Rejects as cancelled as soon as it is. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = (): void => {
      stop();
      reject(new WorkbenchError('cancelled', 'The deployment was cancelled.', ''));
    };
    const stop = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', cancelled);
      resolve();
    });
    if (signal?.aborted) cancelled();
    else signal?.addEventListener('abort', cancelled, { once: true });
  });
}

const FIVE_MINUTES = 300_000;

function failed(message: string, advice: string): WorkbenchError {
  return new WorkbenchError('deploy-failed', message, advice);
}
