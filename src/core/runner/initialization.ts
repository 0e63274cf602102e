import { createHash } from 'node:crypto';
import type { Clock } from '../ports.ts';
import type { Environment } from './environment.ts';
import { reportedTypeOf } from './failures.ts';
import { MAX_INIT_MS } from './limits.ts';
import type { Outcome } from './platformEvents.ts';
import type { Step } from './stretch.ts';

export interface InitializationOptions {
  readonly signal?: AbortSignal;
  readonly debug: boolean;
  /** Of the invocation that waits for it. */
  readonly requestId: string;
}

export interface Initialized {
  /** What went wrong. Without it the environment waits for its event. */
  readonly failed?: Step;
  /** Of an init phase that went well, ms. */
  readonly initMs?: number;
  /** Of a snapshot that the environment was made of, ms. */
  readonly restoreMs?: number;
  /** Time of the invocation that a second try took, ms. */
  readonly spentMs: number;
}

/** The init phase of an environment, told as Lambda tells it. */
export async function initialize(environment: Environment, clock: Clock, options: InitializationOptions): Promise<Initialized> {
  const { fn } = environment;
  tellStart(environment);
  const first = await attempt(environment, clock, options, 'init');
  if (first.step.kind === 'ready') {
    const { restoreMs } = first;
    return restoreMs === undefined ? { initMs: first.elapsedMs, spentMs: 0 } : { restoreMs, spentMs: 0 };
  }
  if (first.step.kind === 'cancelled' || options.debug) return { failed: first.step, spentMs: first.elapsedMs };
  // Lambda tries again, now within the time of the invocation: module code has run twice when an init error is seen.
  const second = await attempt(environment, clock, options, 'invoke', fn.timeoutSeconds * 1000);
  return { spentMs: second.elapsedMs, ...(second.step.kind !== 'ready' && { failed: second.step }) };
}

interface Attempt {
  readonly step: Step;
  readonly elapsedMs: number;
  readonly restoreMs?: number;
}

async function attempt(
  environment: Environment,
  clock: Clock,
  { signal, debug, requestId }: InitializationOptions,
  phase: 'init' | 'invoke',
  limitMs: number | undefined = debug ? undefined : MAX_INIT_MS,
): Promise<Attempt> {
  const startedAt = clock.monotonic() - environment.headStartMs;
  let restoredAt: number | undefined;
  const initializationType = environment.fn.initializationType ?? 'on-demand';
  const report = (outcome: Outcome): void => {
    const durationMs = round(clock.monotonic() - startedAt);
    environment.platform({ type: 'platform.initReport', record: { initializationType, phase, ...outcome, metrics: { durationMs } } });
  };
  const outcomeOf = (step: Step): Outcome => initOutcome(step, environment, requestId);
  const step = await environment.start({
    ...(limitMs !== undefined && { limitMs }),
    ...(signal && { signal }),
    onRuntimeDone(done) {
      const outcome = outcomeOf(done);
      if (restoredAt !== undefined) environment.platform({ type: 'platform.restoreRuntimeDone', record: outcome });
      else environment.platform({ type: 'platform.initRuntimeDone', record: { initializationType, phase, ...outcome } });
    },
    onRestore() {
      restoredAt = clock.monotonic();
      environment.platform({ type: 'platform.initRuntimeDone', record: { initializationType, phase, status: 'success' } });
      report({ status: 'success' });
      environment.platform({ type: 'platform.restoreStart', record: runtimeVersion(environment) });
    },
  });
  const elapsedMs = clock.monotonic() - startedAt;
  if (restoredAt === undefined) {
    if (step.kind !== 'cancelled') report(outcomeOf(step));
    return { step, elapsedMs };
  }
  const restoreMs = clock.monotonic() - restoredAt;
  environment.platform({ type: 'platform.restoreReport', record: { ...outcomeOf(step), metrics: { durationMs: round(restoreMs) } } });
  return { step, elapsedMs, restoreMs };
}

function tellStart(environment: Environment): void {
  const { name, version, initializationType = 'on-demand' } = environment.fn;
  environment.platform({
    type: 'platform.initStart',
    record: { initializationType, phase: 'init', ...runtimeVersion(environment), functionName: name, functionVersion: version },
  });
}

function runtimeVersion({ fn, interpreter }: Environment): { readonly runtimeVersion: string; readonly runtimeVersionArn: string } {
  const { path, version: found } = interpreter;
  const digest = createHash('sha256').update(`${path} ${found.major}.${found.minor}`).digest('hex');
  const [, language = fn.runtime, version = ''] = /^([a-z]+)\.?(\w[\w.]*?)?(?:\.x)?$/.exec(fn.runtime) ?? [];
  return {
    runtimeVersion: `${language}:${version}.v0`,
    runtimeVersionArn: `arn:aws:lambda:${fn.region}::runtime:${digest}`,
  };
}

function initOutcome(step: Step, environment: Environment, requestId: string): Outcome {
  if (step.kind === 'ready') return { status: 'success' };
  if (step.kind === 'timeout' || step.kind === 'cancelled') return { status: step.kind };
  return { status: 'error', errorType: reportedTypeOf(step, environment, requestId) };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
