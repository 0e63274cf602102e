/**
 * What Lambda itself says of an environment and its invocations: the records of the Telemetry API, which are the lines of the
 * system log in JSON, too (see `platformLines.ts` for text).
 */
export type PlatformEvent =
  | { readonly type: 'platform.initStart'; readonly record: InitStart }
  | { readonly type: 'platform.initRuntimeDone'; readonly record: InitPhase & Outcome }
  | { readonly type: 'platform.initReport'; readonly record: InitPhase & Outcome & { readonly metrics: { readonly durationMs: number } } }
  | { readonly type: 'platform.restoreStart'; readonly record: RuntimeVersion }
  | { readonly type: 'platform.restoreRuntimeDone'; readonly record: Outcome }
  | { readonly type: 'platform.restoreReport'; readonly record: Outcome & { readonly metrics: { readonly durationMs: number } } }
  | {
      readonly type: 'platform.start';
      readonly record: { readonly requestId: string; readonly version: string; readonly tracing?: Tracing };
    }
  | { readonly type: 'platform.runtimeDone'; readonly record: RuntimeDone }
  | { readonly type: 'platform.report'; readonly record: Report }
  | { readonly type: 'platform.extension'; readonly record: ExtensionState }
  | { readonly type: 'platform.telemetrySubscription'; readonly record: Subscribed }
  | { readonly type: 'platform.logsDropped'; readonly record: LogsDropped };

export type InitializationType = 'on-demand' | 'snap-start';

interface InitPhase {
  readonly initializationType: InitializationType;
  readonly phase: 'init' | 'invoke';
}

interface RuntimeVersion {
  readonly runtimeVersion: string;
  readonly runtimeVersionArn: string;
}

interface InitStart extends InitPhase, RuntimeVersion {
  readonly functionName: string;
  readonly functionVersion: string;
}

export interface Outcome {
  /** `success`, `error` (what ran ended), `failure` (it said so), `timeout`; of ours: `cancelled`. */
  readonly status: string;
  readonly errorType?: string;
}

interface Tracing {
  readonly type: 'X-Amzn-Trace-Id';
  readonly value: string;
}

interface RuntimeDone extends Outcome {
  readonly requestId: string;
  readonly metrics: { readonly durationMs: number; readonly producedBytes: number };
  readonly tracing?: Tracing;
}

interface Report extends Outcome {
  readonly requestId: string;
  readonly metrics: {
    readonly durationMs: number;
    readonly billedDurationMs: number;
    readonly memorySizeMB: number;
    readonly maxMemoryUsedMB: number;
    readonly initDurationMs?: number;
    readonly restoreDurationMs?: number;
    readonly billedRestoreDurationMs?: number;
  };
  readonly tracing?: Tracing;
}

interface ExtensionState {
  readonly name: string;
  readonly state: 'Ready' | 'Registered' | 'LaunchError' | 'InitError' | 'ExitError';
  readonly events: readonly string[];
  readonly errorType?: string;
}

interface Subscribed {
  readonly name: string;
  readonly state: 'Subscribed';
  readonly types: readonly string[];
}

interface LogsDropped {
  readonly reason: string;
  readonly droppedRecords: number;
  readonly droppedBytes: number;
}

export type SystemLogLevel = 'DEBUG' | 'INFO' | 'WARN';

/** The level that Lambda's documentation assigns an event in the system log. */
export function levelOf(event: PlatformEvent): SystemLogLevel {
  const { type, record } = event;
  if (type === 'platform.logsDropped') return 'WARN';
  if ('status' in record && record.status !== 'success') return 'WARN';
  if (type === 'platform.extension') return record.errorType === undefined ? 'INFO' : 'WARN';
  const isDetail = type === 'platform.initRuntimeDone' || type === 'platform.runtimeDone' || type === 'platform.restoreRuntimeDone';
  if (isDetail) return 'DEBUG';
  return type === 'platform.initReport' && record.initializationType === 'on-demand' ? 'DEBUG' : 'INFO';
}

const ORDER: readonly SystemLogLevel[] = ['DEBUG', 'INFO', 'WARN'];

export function isSystemLevel(text: string | undefined): text is SystemLogLevel {
  return ORDER.some((level) => level === text);
}

export function isShown(event: PlatformEvent, lowest: SystemLogLevel): boolean {
  return ORDER.indexOf(levelOf(event)) >= ORDER.indexOf(lowest);
}
