/** What calls functions without being asked over HTTP, as far as it can be done on this machine. */
export type Source = ScheduleSource | QueueSource;

export interface ScheduleSource {
  readonly kind: 'schedule';
  /** Unique in a folder. */
  readonly id: string;
  readonly functionName: string;
  /** `rate(5 minutes)`, with the defaults of parameters. */
  readonly expression: string;
  /** EventBridge's rules and its Scheduler send events of their own. */
  readonly dialect: 'rule' | 'scheduler';
  /** What is sent instead, as JSON text. */
  readonly input?: string;
}

export interface QueueSource {
  readonly kind: 'queue';
  /** The queue's own name, as far as it is known, else its logical id. */
  readonly queue: string;
  readonly functionName: string;
  /** Messages of one event, at most. */
  readonly batchSize: number;
  /** How long a batch waits for more, ms. */
  readonly windowMs: number;
  /** `ReportBatchItemFailures`: the function says which messages are to come back. */
  readonly reportsFailures: boolean;
}
