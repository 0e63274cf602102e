import { randomUUID } from 'node:crypto';
import type { ReportFigures } from '../logs/model.ts';
import type { Clock } from '../ports.ts';
import type { Environment } from './environment.ts';
import {
  type Failure,
  failureOfStep,
  reportedFailure,
  reportedTypeOf,
  tooLargeFailure,
  truncatedFailure,
  withoutOwnFrames,
} from './failures.ts';
import { type Initialized, initialize } from './initialization.ts';
import { MAX_KEPT_EVENTS } from './limits.ts';
import type { Answered, InvocationResult, InvokeOptions } from './model.ts';
import type { Outcome as PlatformOutcome } from './platformEvents.ts';
import { timeoutLine } from './platformLines.ts';
import { RecentEvents } from './recentEvents.ts';
import type { Answer } from './runtimeExchange.ts';
import type { Step } from './stretch.ts';

type Outcome =
  | { readonly status: 'success'; readonly payload: Uint8Array; readonly contentType: string }
  | {
      readonly status: 'error' | 'timeout' | 'init-error' | 'cancelled';
      readonly failure: Failure;
      /** For the REPORT line: only failures that Lambda itself sees are in it. */
      readonly reported?: { readonly status: string; readonly errorType?: string };
    };

/** A debugger takes what time it needs: a day is far enough for any handler that asks. */
const FAR_DEADLINE_MS = 24 * 60 * 60 * 1000;

/** One event, from a cold or warm environment to the report: the same story, in the same words, as Lambda tells. */
export class Invocation {
  readonly #environment: Environment;
  readonly #options: InvokeOptions;
  readonly #clock: Clock;
  readonly #event: Uint8Array;
  readonly #requestId: string;
  readonly #tracing: { readonly type: 'X-Amzn-Trace-Id'; readonly value: string };
  readonly #logs = new RecentEvents(MAX_KEPT_EVENTS);
  readonly #coldStart: boolean;
  #initialized: Initialized = { spentMs: 0 };

  constructor(environment: Environment, event: Uint8Array, options: InvokeOptions, clock: Clock) {
    this.#environment = environment;
    this.#event = event;
    this.#options = options;
    this.#clock = clock;
    this.#requestId = options.requestId ?? randomUUID();
    this.#coldStart = !environment.isAlive;
    this.#tracing = { type: 'X-Amzn-Trace-Id', value: options.traceId ?? traceId(clock.now(), this.#requestId) };
  }

  async run(): Promise<InvocationResult> {
    const environment = this.#environment;
    environment.attach((event) => {
      this.#logs.add(event);
      this.#options.onLog?.(event);
    });
    const early = this.#coldStart ? await this.#initialize() : undefined;
    const startedAt = this.#clock.monotonic();
    environment.thaw();
    const outcome = early ? this.#startAndFail(early) : await this.#invoke();
    environment.finishLines();
    const elapsed = early ? 0 : this.#clock.monotonic() - startedAt;
    const report = await this.#report(outcome, elapsed + this.#initialized.spentMs);
    environment.detach();
    return this.#result(outcome, report);
  }

  /** Resolves with what went wrong, or `undefined` when the environment waits for its event. */
  async #initialize(): Promise<Step | undefined> {
    const { signal, debug } = this.#options;
    const options = { debug: debug !== undefined, requestId: this.#requestId, ...(signal && { signal }) };
    this.#initialized = await initialize(this.#environment, this.#clock, options);
    return this.#initialized.failed;
  }

  /** An initialization that failed for good still is an invocation in the log. */
  #startAndFail(step: Step): Outcome {
    this.#tellStart();
    return this.#outcomeOf(step, 'init-error');
  }

  #tellStart(): void {
    const record = { requestId: this.#requestId, version: this.#environment.fn.version, tracing: this.#tracing };
    this.#environment.platform({ type: 'platform.start', record });
  }

  async #invoke(): Promise<Outcome> {
    const { fn } = this.#environment;
    this.#tellStart();
    const limitMs = this.#options.debug ? undefined : Math.max(0, fn.timeoutSeconds * 1000 - this.#initialized.spentMs);
    const { clientContext, cognitoIdentity, tenantId, contentType, onChunk, signal } = this.#options;
    const event = {
      requestId: this.#requestId,
      deadlineMs: Math.ceil(this.#clock.now() + (limitMs ?? FAR_DEADLINE_MS)),
      arn: fn.arn,
      traceId: this.#tracing.value,
      body: this.#event,
      ...(clientContext !== undefined && { clientContext }),
      ...(cognitoIdentity !== undefined && { cognitoIdentity }),
      ...(tenantId !== undefined && { tenantId }),
      ...(contentType !== undefined && { contentType }),
      ...(onChunk && { onChunk }),
    };
    const startedAt = this.#clock.monotonic();
    const onRuntimeDone = (step: Step): void => this.#tellRuntimeDone(step, this.#clock.monotonic() - startedAt);
    const step = await this.#environment.run(event, {
      onRuntimeDone,
      ...(limitMs !== undefined && { limitMs }),
      ...(signal && { signal }),
    });
    const { answer } = this.#environment;
    // A caller has the answer before the runtime is done with its event; what happens to it then changes nothing.
    const isAnswered = answer && step.kind !== 'cancelled' && (answer.kind !== 'truncated' || step.kind === 'ready');
    return isAnswered ? outcomeOfAnswer(answer) : this.#outcomeOf(step, 'error');
  }

  /** Extensions that wait for it send on what they have gathered, and only then ask for the next event. */
  #tellRuntimeDone(step: Step, durationMs: number): void {
    const { answer } = this.#environment;
    const producedBytes = answer?.kind === 'response' ? answer.body.byteLength : 0;
    const record = { requestId: this.#requestId, metrics: { durationMs: round(durationMs), producedBytes }, tracing: this.#tracing };
    this.#environment.platform({ type: 'platform.runtimeDone', record: { ...record, ...this.#statusOf(step, answer) } });
    if (step.kind === 'ready' && answer && this.#environment.isHeldByExtensions)
      this.#options.onAnswer?.(this.#answered(outcomeOfAnswer(answer)));
  }

  #answered(outcome: Outcome): Answered {
    const { status } = outcome;
    const requestId = this.#requestId;
    if (status === 'success') return { requestId, status, payload: outcome.payload, contentType: outcome.contentType };
    const { error, payload } = outcome.failure;
    const own = withoutOwnFrames(error, this.#environment.bootstraps);
    return { requestId, status, payload, error: { ...own, stack: own.stack.map((frame) => this.#environment.here(frame)) } };
  }

  #statusOf(step: Step, answer: Answer | undefined): PlatformOutcome {
    if (step.kind === 'timeout' || step.kind === 'cancelled') return { status: step.kind };
    if (step.kind !== 'ready') return { status: 'failure', errorType: reportedTypeOf(step, this.#environment, this.#requestId) };
    if (answer?.kind === 'error') {
      return { status: 'error', errorType: reportedFailure(answer.failure.body, answer.failure.errorType).reportedType };
    }
    return { status: 'success' };
  }

  #outcomeOf(step: Step, status: 'error' | 'init-error'): Outcome {
    const failure = failureOfStep(step, this.#environment, this.#requestId);
    const { fn } = this.#environment;
    if (step.kind === 'cancelled') return { status: 'cancelled', failure, reported: { status: 'cancelled' } };
    if (step.kind === 'timeout') {
      this.#environment.platformText(timeoutLine(this.#clock.now(), this.#requestId, fn.timeoutSeconds));
      return { status: 'timeout', failure, reported: { status: 'timeout' } };
    }
    if (step.kind !== 'init-failed') this.#environment.platformText(`${failure.error.errorMessage}\n${failure.error.errorType}`);
    return { status, failure, reported: { status: 'error', errorType: failure.reportedType } };
  }

  async #report(outcome: Outcome, elapsedMs: number): Promise<ReportFigures> {
    const { fn } = this.#environment;
    const { initMs, restoreMs } = this.#initialized;
    const durationMs = round(outcome.status === 'timeout' ? fn.timeoutSeconds * 1000 : elapsedMs);
    const initDurationMs = initMs === undefined ? undefined : round(initMs);
    // Initialization is billed since August 2025.
    const billedDurationMs = Math.ceil(durationMs + (initDurationMs ?? restoreMs ?? 0));
    const isOutOfMemory = outcome.status !== 'success' && outcome.reported?.errorType === 'Runtime.OutOfMemory';
    const maxMemoryUsedMb = isOutOfMemory ? fn.memoryMb : await this.#environment.peakMemoryMb(elapsedMs);
    const requestId = this.#requestId;
    const reported = outcome.status === 'success' ? undefined : outcome.reported;
    this.#environment.platform({
      type: 'platform.report',
      record: {
        requestId,
        metrics: {
          durationMs,
          billedDurationMs,
          memorySizeMB: fn.memoryMb,
          maxMemoryUsedMB: maxMemoryUsedMb,
          ...(initDurationMs !== undefined && { initDurationMs }),
          ...(restoreMs !== undefined && { restoreDurationMs: round(restoreMs), billedRestoreDurationMs: Math.ceil(restoreMs) }),
        },
        tracing: this.#tracing,
        ...(reported ?? { status: 'success' }),
      },
    });
    return {
      ...{ requestId, durationMs, billedDurationMs, memorySizeMb: fn.memoryMb, maxMemoryUsedMb },
      ...(initDurationMs !== undefined && { initDurationMs }),
      ...reported,
    };
  }

  #result(outcome: Outcome, report: ReportFigures): InvocationResult {
    const { interpreter, refusedVariables, logStream } = this.#environment;
    const refused = refusedVariables.length > 0 ? [`Variables that Lambda refuses are left out: ${refusedVariables.join(', ')}.`] : [];
    const { leftOut: count } = this.#logs;
    const leftOut = count > 0 ? [`${count} older log events are left out of the result`] : [];
    return {
      ...this.#answered(outcome),
      logs: this.#logs.all(),
      report,
      logStream,
      coldStart: this.#coldStart,
      notes: [...interpreter.notes, ...this.#environment.notes, ...refused, ...leftOut],
    };
  }
}

function outcomeOfAnswer(answer: Answer): Outcome {
  if (answer.kind === 'too-large') return { status: 'error', failure: tooLargeFailure() };
  if (answer.kind === 'truncated') return { status: 'error', failure: truncatedFailure() };
  if (answer.kind === 'error') return { status: 'error', failure: reportedFailure(answer.failure.body, answer.failure.errorType) };
  if (!answer.failure) return { status: 'success', payload: answer.body, contentType: answer.contentType };
  // The part of a stream that was sent stays sent: the caller has it, and the error beside it.
  const failure = reportedFailure(answer.failure.body, answer.failure.errorType);
  return { status: 'error', failure: answer.body.length > 0 ? { ...failure, payload: answer.body } : failure };
}

/** Not sampled: nothing here takes traces, and the SDKs then send none. Of the request's own random digits, for others take their time. */
function traceId(now: number, requestId: string): string {
  const seconds = Math.floor(now / 1000).toString(16);
  const digits = requestId.replaceAll('-', '');
  return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(16, 32)};Sampled=0`;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
