/** Where a line came from; the panel shows it, and does nothing else with it. */
export interface LogSource {
  readonly target: 'local' | 'local-cloud' | 'aws';
  readonly functionName: string;
  /** For `aws`. */
  readonly region?: string;
  /** It ran under a debugger: its times are no measure of the function. */
  readonly isDebugged?: true;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** The figures of a REPORT line. */
export interface ReportFigures {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  readonly initDurationMs?: number;
  readonly status?: string;
  readonly errorType?: string;
}

export type LogKind =
  | { readonly kind: 'init' }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'report'; readonly report: ReportFigures }
  /** A line of the function or its runtime. */
  | { readonly kind: 'message' }
  /** Lambda's own words about a failure: timeout, exit, INIT_REPORT. */
  | { readonly kind: 'platform' };

/** One event of a log stream, understood. Plain data. */
export interface LogRecord {
  /** Unique within the session. CloudWatch's `eventId` where there is one. */
  readonly id: string;
  readonly source: LogSource;
  readonly logStream: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** As logged, `\r` turned back to `\n`, no trailing newline. */
  readonly text: string;
  /** Without Lambda's prefix of time, request id and level. */
  readonly message: string;
  readonly level?: LogLevel;
  readonly requestId?: string;
  /** The parsed object of a JSON line (or of the message part). */
  readonly json?: unknown;
  readonly kind: LogKind;
}

/** What a line says, besides where it came from. */
export type UnderstoodLine = Pick<LogRecord, 'message' | 'level' | 'requestId' | 'json' | 'kind'>;

/** What any source of logs hands over before it is understood. */
export interface RawLogEvent {
  readonly id: string;
  readonly source: LogSource;
  readonly logStream: string;
  readonly timestamp: number;
  readonly text: string;
  /** What its writer knows of it, which is what would be found in the text. */
  readonly understood?: UnderstoodLine;
}
