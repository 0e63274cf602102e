import type { InvocationResult } from '../runner/model.ts';

/** An invocation that ended, without what it was given and said. */
export interface RecentInvocation {
  readonly requestId: string;
  readonly functionName: string;
  /** What it was called by, in words: `Invoke`, `GET /orders/{id}`. */
  readonly caller: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly status: InvocationResult['status'];
  readonly durationMs: number;
  readonly initDurationMs?: number;
  readonly errorType?: string;
}

/** The newest invocations of a local cloud, for the page that shows them. */
export class RecentInvocations {
  #kept: RecentInvocation[] = [];

  /** The newest first. */
  list(): readonly RecentInvocation[] {
    return this.#kept.slice(-most).reverse();
  }

  add({ result, ...about }: Pick<RecentInvocation, 'functionName' | 'caller' | 'startedAt'> & { readonly result: InvocationResult }): void {
    const { requestId, status, report, error } = result;
    // In batches: taking one from the front each time would move all the others.
    if (this.#kept.length >= 2 * most) this.#kept = this.#kept.slice(-most);
    this.#kept.push({
      ...about,
      requestId,
      status,
      durationMs: report.durationMs,
      ...(report.initDurationMs === undefined ? {} : { initDurationMs: report.initDurationMs }),
      ...(error === undefined ? {} : { errorType: error.errorType }),
    });
  }
}

const most = 200;
