import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describeError } from '../errors.ts';
import { localAccount, localRegion } from '../localAccount.ts';
import { failedItems } from './batchFailures.ts';
import type { QueueSource } from './model.ts';
import type { SourcePorts } from './schedules.ts';

export interface NewMessage {
  readonly body: string;
  readonly messageAttributes?: Readonly<Record<string, unknown>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

interface Message extends NewMessage {
  readonly id: string;
  readonly sentAt: number;
  readonly firstReceivedAt?: number;
  readonly receives: number;
}

/** How often a message is tried before it is given up; and what stands for the visibility timeout until it is tried again, ms. */
const MAX_RECEIVES = 3;
const RETRY_MS = 1000;
/** Without a window a batch holds no more. */
const MAX_BATCH_WITHOUT_WINDOW = 10;

/** The queues in front of functions: messages are gathered to batches, handed over, and come back where the function failed with them. */
export class Queues {
  #sources: readonly QueueSource[];
  readonly #ports: SourcePorts;
  readonly #waiting = new Map<QueueSource, { readonly messages: Message[]; readonly cancel: () => void }>();
  readonly #timers = new Set<() => void>();
  #isStopped = false;

  constructor(ports: SourcePorts, sources: readonly QueueSource[] = []) {
    this.#ports = ports;
    this.#sources = sources;
  }

  get sources(): readonly QueueSource[] {
    return this.#sources;
  }

  /** Has these from now on, and no others. What waits for one that is gone is forgotten. */
  replace(sources: readonly QueueSource[]): void {
    this.#sources = sources.map((source) => this.#sources.find((known) => isDeepStrictEqual(known, source)) ?? source);
    for (const [source, { cancel, messages }] of [...this.#waiting]) {
      if (this.#sources.includes(source)) continue;
      cancel();
      this.#waiting.delete(source);
      const successor = this.#sources.find(({ queue, functionName }) => queue === source.queue && functionName === source.functionName);
      if (successor !== undefined) this.#add(successor, messages);
    }
  }

  /** Names of all queues, each once. */
  get names(): readonly string[] {
    return [...new Set(this.#sources.map(({ queue }) => queue))];
  }

  /** Puts messages on a queue; returns their ids, or undefined where there is no such queue. */
  send(queue: string, messages: readonly NewMessage[]): readonly string[] | undefined {
    const sources = this.#sources.filter((source) => source.queue === queue);
    if (sources.length === 0) return undefined;
    const sent = messages.map((message): Message => ({ ...message, id: randomUUID(), sentAt: this.#ports.clock.now(), receives: 0 }));
    for (const source of sources) this.#add(source, sent);
    return sent.map(({ id }) => id);
  }

  /** Forgets what waits, and what comes back from functions that still run. */
  stop(): void {
    this.#isStopped = true;
    for (const { cancel } of this.#waiting.values()) cancel();
    for (const cancel of this.#timers) cancel();
    this.#waiting.clear();
    this.#timers.clear();
  }

  #add(source: QueueSource, messages: readonly Message[]): void {
    const limit = source.windowMs === 0 ? Math.min(source.batchSize, MAX_BATCH_WITHOUT_WINDOW) : source.batchSize;
    for (const message of messages) {
      const waiting = this.#waiting.get(source) ?? this.#open(source);
      waiting.messages.push(message);
      if (waiting.messages.length >= Math.max(1, limit)) this.#hand(source);
    }
  }

  #open(source: QueueSource) {
    const batch = { messages: [] as Message[], cancel: this.#ports.clock.schedule(source.windowMs, () => this.#hand(source)) };
    this.#waiting.set(source, batch);
    return batch;
  }

  #hand(source: QueueSource): void {
    const batch = this.#waiting.get(source);
    if (batch === undefined) return;
    this.#waiting.delete(source);
    batch.cancel();
    void this.#deliver(source, batch.messages);
  }

  async #deliver(source: QueueSource, messages: readonly Message[]): Promise<void> {
    const { run, clock, logger } = this.#ports;
    const now = clock.now();
    const received = messages.map((message) => ({
      ...message,
      receives: message.receives + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
    }));
    const ids = received.map(({ id }) => id);
    const failed = await this.#failures(source, received, ids, run, logger);
    if (failed.length === 0 || this.#isStopped) return;
    const back = received.filter(({ id }) => failed.includes(id));
    const again = back.filter(({ receives }) => receives < MAX_RECEIVES);
    logger.warn(
      `${back.length} of ${received.length} messages of ${source.queue} come back from ${source.functionName}: ${back.map(({ id }) => id).join(', ')}.` +
        (again.length < back.length ? ` ${back.length - again.length} of them are given up after ${MAX_RECEIVES} times.` : ''),
    );
    if (again.length === 0) return;
    const cancel = clock.schedule(RETRY_MS, () => {
      this.#timers.delete(cancel);
      this.#add(source, again);
    });
    this.#timers.add(cancel);
  }

  async #failures(
    source: QueueSource,
    messages: readonly Message[],
    ids: readonly string[],
    run: SourcePorts['run'],
    logger: SourcePorts['logger'],
  ): Promise<readonly string[]> {
    try {
      const event = Buffer.from(JSON.stringify({ Records: messages.map((message) => record(source, message)) }));
      const { payload, functionError } = await run(source.functionName, event, `queue ${source.queue}`);
      return functionError === undefined ? failedItems(payload, ids, source.reportsFailures) : ids;
    } catch (error) {
      const { message, advice = '' } = describeError(error);
      logger.warn(`${source.functionName} could not be run for ${source.queue}: ${message} ${advice}`.trim());
      return [];
    }
  }
}

function record({ queue }: QueueSource, message: Message) {
  const { id, body, messageAttributes = {}, sentAt, firstReceivedAt, receives, groupId, deduplicationId } = message;
  return {
    messageId: id,
    receiptHandle: Buffer.from(`${id} ${receives}`).toString('base64'),
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'AIDALOCAL',
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
    },
    messageAttributes,
    md5OfBody: md5(body),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${localRegion}:${localAccount}:${queue}`,
    awsRegion: localRegion,
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
