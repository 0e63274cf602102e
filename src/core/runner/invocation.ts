import { randomBytes, randomUUID } from 'node:crypto';
import { WorkbenchError } from '../errors.ts';
import type { ReportFigures } from '../logs/model.ts';
import type { Clock } from '../ports.ts';
import type { Environment, Step } from './environment.ts';
import {
  cancelledFailure,
  entrypointFailure,
  exitFailure,
  type Failure,
  reportedFailure,
  timeoutFailure,
  tooLargeFailure,
  withoutOwnFrames,
} from './failures.ts';
import { MAX_INIT_MS, MAX_KEPT_EVENTS } from './limits.ts';
import type { InvocationResult, InvokeOptions } from './model.ts';
import { endLine, initReportLine, initStartLine, reportLine, startLine, timeoutLine } from './platformLines.ts';
import { RecentEvents } from './recentEvents.ts';
import type { Answer } from './runtimeApi.ts';

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
  readonly #requestId = randomUUID();
  readonly #logs = new RecentEvents(MAX_KEPT_EVENTS);
  readonly #coldStart: boolean;
  #initMs: number | undefined;
  /** Time of the invocation that a second initialization took, ms. */
  #spentMs = 0;

  constructor(environment: Environment, event: Uint8Array, options: InvokeOptions, clock: Clock) {
    this.#environment = environment;
    this.#event = event;
    this.#options = options;
    this.#clock = clock;
    this.#coldStart = !environment.isAlive;
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
    const report = await this.#report(outcome, elapsed + this.#spentMs);
    environment.detach();
    return this.#result(outcome, report);
  }

  /** Resolves with what went wrong, or `undefined` when the environment waits for its event. */
  async #initialize(): Promise<Step | undefined> {
    const { fn } = this.#environment;
    const debug = this.#options.debug !== undefined;
    this.#environment.log(initStartLine(fn.runtime, fn.region, this.#environment.runtimeDigest));
    const first = await this.#start(debug ? undefined : MAX_INIT_MS, 'init');
    if (first.step.kind === 'ready') this.#initMs = first.elapsedMs;
    if (first.step.kind === 'ready') return undefined;
    if (first.step.kind === 'cancelled' || debug) {
      this.#spentMs = first.elapsedMs;
      return first.step;
    }
    // Lambda tries again, now within the time of the invocation: module code has run twice when an init error is seen.
    const second = await this.#start(fn.timeoutSeconds * 1000, 'invoke');
    this.#spentMs = second.elapsedMs;
    return second.step.kind === 'ready' ? undefined : second.step;
  }

  async #start(limitMs: number | undefined, phase: 'init' | 'invoke'): Promise<{ readonly step: Step; readonly elapsedMs: number }> {
    const startedAt = this.#clock.monotonic();
    const step = await this.#environment.start(limitMs, this.#options.signal);
    const elapsedMs = this.#clock.monotonic() - startedAt;
    if (step.kind === 'timeout') this.#environment.log(initReportLine(elapsedMs, phase, 'timeout'));
    if (step.kind === 'init-failed' || step.kind === 'exited') {
      const failure = this.#failureOf(step);
      this.#environment.log(initReportLine(elapsedMs, phase, 'error', failure.reportedType));
    }
    return { step, elapsedMs };
  }

  /** An initialization that failed for good still is an invocation in the log. */
  #startAndFail(step: Step): Outcome {
    this.#environment.log(startLine(this.#requestId, this.#environment.fn.version));
    return this.#outcomeOf(step, 'init-error');
  }

  async #invoke(): Promise<Outcome> {
    const { fn } = this.#environment;
    this.#environment.log(startLine(this.#requestId, fn.version));
    const limitMs = this.#options.debug ? undefined : Math.max(0, fn.timeoutSeconds * 1000 - this.#spentMs);
    const { clientContext, signal } = this.#options;
    const event = {
      requestId: this.#requestId,
      deadlineMs: Math.ceil(this.#clock.now() + (limitMs ?? FAR_DEADLINE_MS)),
      arn: fn.arn,
      traceId: traceId(this.#clock.now()),
      body: this.#event,
      ...(clientContext !== undefined && { clientContext }),
    };
    const step = await this.#environment.run(event, limitMs, signal);
    const { answer } = this.#environment;
    // A caller has the answer before the runtime is done with its event; what happens to it then changes nothing.
    return answer && step.kind !== 'cancelled' ? outcomeOfAnswer(answer) : this.#outcomeOf(step, 'error');
  }

  #outcomeOf(step: Step, status: 'error' | 'init-error'): Outcome {
    const failure = this.#failureOf(step);
    const { fn } = this.#environment;
    if (step.kind === 'cancelled') return { status: 'cancelled', failure, reported: { status: 'cancelled' } };
    if (step.kind === 'timeout') {
      this.#environment.log(timeoutLine(this.#clock.now(), this.#requestId, fn.timeoutSeconds));
      return { status: 'timeout', failure, reported: { status: 'timeout' } };
    }
    if (step.kind === 'exited') this.#environment.log(`${failure.error.errorMessage}\n${failure.error.errorType}`);
    return { status, failure, reported: { status: 'error', errorType: failure.reportedType } };
  }

  #failureOf(step: Step): Failure {
    if (step.kind === 'init-failed') return reportedFailure(step.failure.body, step.failure.errorType);
    if (step.kind === 'timeout') return timeoutFailure(this.#requestId, this.#environment.fn.timeoutSeconds);
    if (step.kind === 'cancelled') return cancelledFailure(this.#requestId);
    if (step.kind === 'ready') return exitFailure(this.#requestId, { kind: 'exited', code: 0 });
    if (step.status.kind === 'failed-to-start') {
      const { interpreter } = this.#environment;
      if (interpreter.isFunctions) return entrypointFailure(this.#requestId, this.#environment.fn, step.status.error);
      throw cannotStart(interpreter.path, step.status.error);
    }
    return exitFailure(this.#requestId, step.status);
  }

  async #report(outcome: Outcome, elapsedMs: number): Promise<ReportFigures> {
    const { fn } = this.#environment;
    const isTimeout = outcome.status === 'timeout';
    const durationMs = round(isTimeout ? fn.timeoutSeconds * 1000 : elapsedMs);
    const initDurationMs = this.#initMs === undefined ? undefined : round(this.#initMs);
    const reported = outcome.status === 'success' ? undefined : outcome.reported;
    const report: ReportFigures = {
      requestId: this.#requestId,
      durationMs,
      // Initialization is billed since August 2025.
      billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0)),
      memorySizeMb: fn.memoryMb,
      maxMemoryUsedMb: await this.#environment.peakMemoryMb(),
      ...(initDurationMs !== undefined && { initDurationMs }),
      ...reported,
    };
    this.#environment.log(endLine(this.#requestId));
    this.#environment.log(reportLine(report));
    return report;
  }

  #result(outcome: Outcome, report: ReportFigures): InvocationResult {
    const { bootstraps, interpreter, refusedVariables, logStream } = this.#environment;
    const refused = refusedVariables.length > 0 ? [`left out variables that Lambda refuses: ${refusedVariables.join(', ')}`] : [];
    const { leftOut: count } = this.#logs;
    const leftOut = count > 0 ? [`${count} older log events are left out of the result`] : [];
    const common = {
      requestId: this.#requestId,
      status: outcome.status,
      logs: this.#logs.all(),
      report,
      logStream,
      coldStart: this.#coldStart,
      notes: [...interpreter.notes, ...refused, ...leftOut],
    };
    if (outcome.status === 'success') return { ...common, payload: outcome.payload, contentType: outcome.contentType };
    return { ...common, payload: outcome.failure.payload, error: withoutOwnFrames(outcome.failure.error, bootstraps) };
  }
}

function outcomeOfAnswer(answer: Answer): Outcome {
  if (answer.kind === 'too-large') return { status: 'error', failure: tooLargeFailure() };
  if (answer.kind === 'error') return { status: 'error', failure: reportedFailure(answer.failure.body, answer.failure.errorType) };
  if (!answer.failure) return { status: 'success', payload: answer.body, contentType: answer.contentType };
  // The part of a stream that was sent stays sent: the caller has it, and the error beside it.
  const failure = reportedFailure(answer.failure.body, answer.failure.errorType);
  return { status: 'error', failure: answer.body.length > 0 ? { ...failure, payload: answer.body } : failure };
}

function cannotStart(path: string, cause: Error): WorkbenchError {
  const advice = 'Check that the interpreter can be started and that the function’s folder is there.';
  return new WorkbenchError('interpreter-not-found', `"${path}" could not be started: ${cause.message}`, advice, { cause });
}

/** Not sampled: nothing here takes traces, and the SDKs then send none. */
function traceId(now: number): string {
  const seconds = Math.floor(now / 1000).toString(16);
  const ids = randomBytes(20).toString('hex');
  return `Root=1-${seconds}-${ids.slice(0, 24)};Parent=${ids.slice(24)};Sampled=0`;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
