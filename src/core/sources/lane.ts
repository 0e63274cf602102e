import { describeError } from '../errors.ts';
import { failedItems } from './batchFailures.ts';
import type { StreamSource } from './model.ts';
import type { SourcePorts } from './schedules.ts';
import type { StreamRecord } from './stream.ts';
import { TumblingWindow, type WindowEnd, windowAt } from './tumblingWindow.ts';

/** Why records are given up, in AWS's words. */
export type GivenUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface LanePorts extends SourcePorts {
  readonly streamArn: string;
  /** Told of records that are given up. */
  readonly discard: (records: readonly StreamRecord[], why: GivenUp, attempts: number, requestId: string | undefined) => void;
}

/** Bytes of records in one event. */
const MAX_BATCH_BYTES = 6 * 1024 * 1024 - 64 * 1024;
/** Until a batch that failed is tried again: each time twice as long, ms. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

type Outcome =
  /** `done`: as many as need not come again. */
  | { readonly kind: 'answered'; readonly done: number; readonly requestId: string | undefined }
  /** It could not be run at all: AWS doesn't count that. */
  | { readonly kind: 'not-run' };

/** Records that are worked on one after the other: of a shard, or of those of its keys that go together. What fails holds up the rest. */
export class Lane {
  readonly #source: StreamSource;
  readonly #ports: LanePorts;
  readonly #waiting: StreamRecord[] = [];
  /** Of the batch that is worked on, what isn't done yet. */
  readonly #open = new Set<StreamRecord>();
  /** Where windows tumble, the one that batches are of. */
  #window: TumblingWindow | undefined;
  /** By its timer, which may be a millisecond ahead of the clock. */
  #isWindowTimeOver = false;
  #isBusy = false;
  #isStopped = false;
  #cancel: (() => void) | undefined;
  #endWait = () => {};
  #cancelEnd = () => {};

  constructor(source: StreamSource, ports: LanePorts) {
    this.#source = source;
    this.#ports = ports;
  }

  push(record: StreamRecord): void {
    this.#waiting.push(record);
    this.#wake();
  }

  /** Returns what it has not done. What a function works on is in it: as in AWS, it may be given a record twice. */
  stop(): readonly StreamRecord[] {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancelEnd();
    this.#endWait();
    return [...this.#open, ...this.#waiting];
  }

  #wake(): void {
    if (this.#isStopped || this.#isBusy) return;
    if (this.#isWindowOver) return void this.#begin();
    if (this.#waiting.length === 0) return;
    const { batchSize, windowMs } = this.#source;
    if (this.#waiting.length < batchSize) this.#cancel ??= this.#ports.clock.schedule(windowMs, () => this.#begin());
    else this.#begin();
  }

  #begin(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#isStopped || this.#isBusy) return;
    this.#isBusy = true;
    void this.#next().finally(() => {
      this.#isBusy = false;
      this.#wake();
    });
  }

  async #next(): Promise<void> {
    if (this.#isWindowOver) return await this.#endWindow();
    const [first] = this.#waiting;
    if (first === undefined) return;
    if (this.#source.tumblingMs !== undefined) this.#window ??= this.#openWindow(first, this.#source.tumblingMs);
    const batch = this.#nextBatch();
    for (const record of batch) this.#open.add(record);
    await this.#process(batch, 0);
  }

  #openWindow({ arrivedAt, shardId }: StreamRecord, lengthMs: number): TumblingWindow {
    const { clock, streamArn } = this.#ports;
    const opened = new TumblingWindow(windowAt(arrivedAt, lengthMs), shardId, streamArn);
    this.#isWindowTimeOver = false;
    this.#cancelEnd = clock.schedule(Math.max(0, opened.time.end - clock.now()), () => {
      this.#isWindowTimeOver = true;
      this.#wake();
    });
    return opened;
  }

  /** Whether its time is over, and all of it was handed over. */
  get #isWindowOver(): boolean {
    const [first] = this.#waiting;
    if (this.#window === undefined || (first !== undefined && this.#window.has(first))) return false;
    return first !== undefined || this.#isWindowTimeOver;
  }

  async #endWindow(): Promise<void> {
    await this.#tellEnd('final');
    this.#cancelEnd();
    this.#window = undefined;
  }

  /** The window goes on, with a state of nothing. */
  async #endState(): Promise<void> {
    const { functionName, stream } = this.#source;
    this.#ports.logger.warn(`The state that ${functionName} returned for a window of ${stream} is larger than 1 MB: it is ended early.`);
    await this.#tellEnd('early');
    this.#window?.startAnew();
  }

  /** Tells the function, until it hears it or has been told as often as it is tried. */
  async #tellEnd(end: WindowEnd): Promise<void> {
    const { maximumRetryAttempts = Number.POSITIVE_INFINITY, functionName, stream } = this.#source;
    let attempts = 0;
    for (let waitMs = FIRST_WAIT_MS; !this.#isStopped; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
      const answer = await this.#call([], end);
      if (answer !== undefined) attempts += 1;
      if (answer !== undefined && answer.functionError === undefined) return;
      if (attempts > maximumRetryAttempts)
        return this.#ports.logger.warn(`The end of a window of ${stream} is given up by ${functionName}: failed ${attempts} times.`);
      await this.#wait(waitMs);
    }
  }

  #nextBatch(): readonly StreamRecord[] {
    let bytes = 0;
    const end = this.#waiting.slice(0, this.#source.batchSize).findIndex((each, index) => {
      bytes += JSON.stringify(each.record).length;
      return index > 0 && (bytes > MAX_BATCH_BYTES || this.#window?.has(each) === false);
    });
    return this.#waiting.splice(0, end === -1 ? this.#source.batchSize : end);
  }

  /** Until all of them are done, or given up. */
  async #process(batch: readonly StreamRecord[], before: number): Promise<void> {
    let records = batch;
    let attempts = before;
    for (let waitMs = FIRST_WAIT_MS; !this.#isStopped; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
      records = this.#withoutExpired(records, attempts);
      if (records.length === 0) return;
      const outcome = await this.#attempt(records);
      if (this.#isStopped) return;
      if (outcome.kind === 'answered') {
        this.#close(records.slice(0, outcome.done));
        if (outcome.done === records.length) return;
        attempts = outcome.done > 0 ? 1 : attempts + 1;
        records = records.slice(outcome.done);
        // Halves have the attempts that are left to all of them.
        if (this.#source.bisects && outcome.done === 0 && records.length > 1) return await this.#inHalves(records, attempts - 1, waitMs);
        const { maximumRetryAttempts = Number.POSITIVE_INFINITY } = this.#source;
        if (attempts > maximumRetryAttempts) return this.#discard(records, 'RetryAttemptsExhausted', attempts, outcome.requestId);
        this.#tell(records, waitMs);
      }
      await this.#wait(waitMs);
    }
  }

  async #inHalves(records: readonly StreamRecord[], attempts: number, waitMs: number): Promise<void> {
    const middle = Math.ceil(records.length / 2);
    this.#ports.logger.warn(`${this.#words(records)} failed in ${this.#source.functionName}: tried again in halves.`);
    await this.#wait(waitMs);
    await this.#process(records.slice(0, middle), attempts);
    await this.#process(records.slice(middle), attempts);
  }

  #withoutExpired(records: readonly StreamRecord[], attempts: number): readonly StreamRecord[] {
    const { maximumRecordAgeMs } = this.#source;
    if (maximumRecordAgeMs === undefined) return records;
    const oldest = this.#ports.clock.now() - maximumRecordAgeMs;
    const expired = records.filter(({ arrivedAt }) => arrivedAt < oldest);
    if (expired.length > 0) this.#discard(expired, 'RecordAgeExceeded', attempts, undefined);
    return records.filter(({ arrivedAt }) => arrivedAt >= oldest);
  }

  #discard(...[records, ...why]: Parameters<LanePorts['discard']>): void {
    this.#close(records);
    this.#ports.discard(records, ...why);
  }

  #close(records: readonly StreamRecord[]): void {
    for (const record of records) this.#open.delete(record);
  }

  async #attempt(records: readonly StreamRecord[]): Promise<Outcome> {
    const answer = await this.#call(records);
    if (answer === undefined) return { kind: 'not-run' };
    const { payload, functionError, requestId } = answer;
    if (functionError !== undefined || (await this.#keepState(payload)) === 'failed') return { kind: 'answered', done: 0, requestId };
    const ids = records.map(({ sequenceNumber }) => sequenceNumber);
    const failed = failedItems(payload, ids, this.#source.reportsFailures);
    // A stream is read again from its first failure on.
    return { kind: 'answered', done: failed.length === 0 ? ids.length : Math.min(...failed.map((id) => ids.indexOf(id))), requestId };
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html */
  async #keepState(payload: Uint8Array): Promise<'kept' | 'failed'> {
    const taken = this.#window?.took(payload);
    if (taken === 'too-large') await this.#endState();
    if (taken !== 'without-state') return 'kept';
    const { functionName, stream } = this.#source;
    this.#ports.logger.warn(`${functionName} returned no state for a window of ${stream}, which counts as a failure: return {"state": …}.`);
    return 'failed';
  }

  /** What the function says; undefined, and told, where it could not be run. */
  async #call(records: readonly StreamRecord[], end?: WindowEnd): Promise<Awaited<ReturnType<SourcePorts['run']>> | undefined> {
    const { functionName, stream } = this.#source;
    const event = this.#window?.event(records, end) ?? { Records: records.map(({ record }) => record) };
    try {
      return await this.#ports.run(functionName, Buffer.from(JSON.stringify(event)), `stream ${stream}`);
    } catch (error) {
      const { message, advice = '' } = describeError(error);
      if (!this.#isStopped) this.#ports.logger.warn(`${functionName} could not be run for ${stream}: ${message} ${advice}`.trim());
      return undefined;
    }
  }

  #tell(records: readonly StreamRecord[], waitMs: number): void {
    this.#ports.logger.warn(
      `${this.#words(records)} failed in ${this.#source.functionName}: tried again in ${waitMs / 1000} s; what comes after waits.`,
    );
  }

  #words(records: readonly StreamRecord[]): string {
    const [first] = records;
    return `${records.length} record${records.length === 1 ? '' : 's'} of ${this.#source.stream} from ${first?.sequenceNumber} on`;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isStopped) return resolve();
      const cancel = this.#ports.clock.schedule(ms, resolve);
      this.#endWait = () => {
        cancel();
        resolve();
      };
    });
  }
}
