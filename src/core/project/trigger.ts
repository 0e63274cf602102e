/** An event source that is connected to the function where it is defined; `type` is SAM's word (`Api`, `HttpApi`, `SQS`, `S3`, `Schedule`, …). */
export interface Trigger {
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
