import { isDeepStrictEqual } from 'node:util';
import { describeError } from '../errors.ts';
import type { QueueCarrier } from '../project/messaging/model.ts';
import { failedItems } from './batchFailures.ts';
import { passesFilters } from './filter.ts';
import type { QueueSource } from './model.ts';
import { type Message, type NewMessage, Queue } from './queue.ts';
import type { SourcePorts } from './schedules.ts';
import { filterView, sqsRecord } from './sqsRecord.ts';

/** How often a message is tried where its queue has no dead-letter queue; in AWS as long as the queue keeps it. */
const MAX_RECEIVES = 3;
/** By how much less messages wait here until they come back than their visibility timeout says; and the least, ms. */
const SHORTENED = 10;
const SHORTEST_WAIT_MS = 1000;
/** Without a window a batch holds no more. */
const MAX_BATCH_WITHOUT_WINDOW = 10;

/** The queues of a folder: what they hold is handed to their functions in batches, and comes back where the function failed with it. */
export class Queues {
  readonly #ports: SourcePorts;
  readonly #queues = new Map<string, Queue>();
  #pumps: readonly Pump[] = [];
  isStopped = false;

  constructor(ports: SourcePorts, sources: readonly QueueSource[] = [], carriers: readonly QueueCarrier[] = []) {
    this.#ports = ports;
    this.replace(sources, carriers);
  }

  get sources(): readonly QueueSource[] {
    return this.#pumps.map(({ source }) => source);
  }

  get names(): readonly string[] {
    return [...this.#queues.keys()];
  }

  /** Has these from now on, and no others. What is in a queue that stays stays in it. */
  replace(sources: readonly QueueSource[], carriers: readonly QueueCarrier[]): void {
    const wanted = new Map(carriers.map((carrier) => [carrier.name, carrier]));
    for (const name of this.#queues.keys()) if (!wanted.has(name)) this.#queues.delete(name);
    for (const [name, carrier] of wanted) {
      const known = this.#queues.get(name);
      if (known === undefined) this.#queues.set(name, new Queue(carrier));
      else known.redefine(carrier);
    }
    const kept = sources.map((source) => this.#pumps.find((pump) => isDeepStrictEqual(pump.source, source)));
    for (const pump of this.#pumps) if (!kept.includes(pump)) pump.stop();
    this.#pumps = sources.map((source, index) => kept[index] ?? new Pump(source, this, this.#ports));
    for (const pump of this.#pumps) pump.wake();
  }

  /** By its name, or by what a template calls it. */
  find(reference: string): Queue | undefined {
    return this.#queues.get(reference) ?? [...this.#queues.values()].find(({ carrier }) => carrier.id === reference);
  }

  /** Puts messages on a queue; undefined where there is no such queue. */
  send(name: string, messages: readonly NewMessage[]): readonly { readonly id: string; readonly sequenceNumber?: string }[] | undefined {
    const queue = this.find(name);
    if (queue === undefined) return undefined;
    const sent = messages.map((message) => queue.send(message, this.#ports.clock.now()));
    for (const delay of new Set(messages.map(({ delayMs = 0 }) => delayMs))) this.wakeIn(queue, delay);
    return sent;
  }

  /** Has the functions of a queue look at it again after a while. */
  wakeIn(queue: Queue, delayMs: number): void {
    if (this.isStopped) return;
    for (const pump of this.#pumps) if (pump.source.queue === queue.carrier.name) pump.wakeIn(delayMs);
  }

  /** What a function failed with: it comes back, goes to the dead-letter queue, or is given up. Returns what becomes of it, in words. */
  giveBack(queue: Queue, failed: readonly Message[]): string {
    const { redrive, visibilitySeconds, name } = queue.carrier;
    const most = redrive?.maxReceives ?? MAX_RECEIVES;
    const again = failed.filter(({ receivesHere }) => receivesHere < most);
    const over = failed.filter(({ receivesHere }) => receivesHere >= most);
    const waitMs = Math.max(SHORTEST_WAIT_MS, (visibilitySeconds * 1000) / SHORTENED);
    const now = this.#ports.clock.now();
    for (const { id } of again) queue.showAt(id, now + waitMs);
    if (again.length > 0) this.wakeIn(queue, waitMs);
    queue.delete(over.map(({ id }) => id));
    const words = [
      ...(again.length === 0
        ? []
        : [`${again.length} in ${waitMs / 1000} s, in AWS after the visibility timeout of ${visibilitySeconds} s`]),
      ...(over.length === 0 ? [] : [this.#bury(over, name, redrive?.to)]),
    ];
    return words.join('; ');
  }

  stop(): void {
    this.isStopped = true;
    for (const pump of this.#pumps) pump.stop();
    this.#pumps = [];
  }

  #bury(messages: readonly Message[], from: string, to: string | undefined): string {
    const count = messages[0]?.receivesHere ?? 0;
    if (to === undefined) return `${messages.length} given up after ${count} times: the queue has no dead-letter queue`;
    const grave = this.find(to);
    if (grave === undefined) return `${messages.length} sent to the dead-letter queue ${to} after ${count} times, which isn’t here`;
    const now = this.#ports.clock.now();
    for (const message of messages) grave.put({ ...message, receivesHere: 0, deadLetterSource: from }, now);
    this.wakeIn(grave, 0);
    return `${messages.length} sent to the dead-letter queue ${grave.carrier.name} after ${count} times`;
  }
}

/** Hands what a queue holds to one function. */
class Pump {
  readonly source: QueueSource;
  readonly #queues: Queues;
  readonly #ports: SourcePorts;
  #running = 0;
  #isStopped = false;
  #cancelWindow: (() => void) | undefined;
  readonly #timers = new Set<() => void>();

  constructor(source: QueueSource, queues: Queues, ports: SourcePorts) {
    this.source = source;
    this.#queues = queues;
    this.#ports = ports;
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelWindow?.();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  wakeIn(delayMs: number): void {
    if (delayMs === 0) return void this.wake();
    const cancel = this.#ports.clock.schedule(delayMs, () => {
      this.#timers.delete(cancel);
      this.wake();
    });
    this.#timers.add(cancel);
  }

  /** A full batch goes at once, any other waits for its window. */
  wake(): void {
    const queue = this.#queues.find(this.source.queue);
    if (this.#isStopped || queue === undefined || this.#running >= this.source.maximumConcurrency) return;
    const { visible } = queue.counts(this.#ports.clock.now());
    if (visible >= this.#limit) this.#hand(queue);
    else if (visible > 0) {
      this.#cancelWindow ??= this.#ports.clock.schedule(this.source.windowMs, () => {
        this.#cancelWindow = undefined;
        if (this.#running < this.source.maximumConcurrency) this.#hand(queue);
      });
    }
  }

  get #limit(): number {
    const { batchSize, windowMs } = this.source;
    return Math.max(1, windowMs === 0 ? Math.min(batchSize, MAX_BATCH_WITHOUT_WINDOW) : batchSize);
  }

  #hand(queue: Queue): void {
    this.#cancelWindow?.();
    this.#cancelWindow = undefined;
    const messages = queue.take(this.#limit, this.#ports.clock.now(), Number.POSITIVE_INFINITY);
    if (messages.length === 0) return;
    this.#running += 1;
    void this.#deliver(queue, messages).finally(() => {
      this.#running -= 1;
      this.wake();
    });
    this.wake();
  }

  async #deliver(queue: Queue, messages: readonly Message[]): Promise<void> {
    const { functionName, filters } = this.source;
    const name = queue.carrier.name;
    const records = messages.map((message) => ({ message, record: sqsRecord(name, message) }));
    const wanted = records.filter(({ record }) => passesFilters(filterView(record), filters));
    // What no filter lets through is deleted, as in AWS.
    const ids = new Set(wanted.map(({ message }) => message.id));
    queue.delete(messages.map(({ id }) => id).filter((id) => !ids.has(id)));
    if (wanted.length === 0) return;
    const failed = await this.#failures(wanted.map(({ record }) => record));
    queue.delete([...ids].filter((id) => !failed.includes(id)));
    if (failed.length === 0 || this.#queues.isStopped) return;
    const back = wanted.flatMap(({ message }) => (failed.includes(message.id) ? [message] : []));
    const fate = this.#queues.giveBack(queue, back);
    const shown = back.map(({ id }) => id).join(', ');
    this.#ports.logger.warn(`${back.length} of ${wanted.length} messages of ${name} come back from ${functionName}: ${shown} (${fate}).`);
  }

  /** Ids of the messages that the function failed with. */
  async #failures(records: readonly ReturnType<typeof sqsRecord>[]): Promise<readonly string[]> {
    const { functionName, queue, reportsFailures } = this.source;
    const ids = records.map(({ messageId }) => messageId);
    try {
      const event = Buffer.from(JSON.stringify({ Records: records }));
      const { payload, functionError } = await this.#ports.run(functionName, event, `queue ${queue}`);
      return functionError === undefined ? failedItems(payload, ids, reportsFailures) : ids;
    } catch (error) {
      const { message, advice = '' } = describeError(error);
      if (!this.#queues.isStopped) this.#ports.logger.warn(`${functionName} could not be run for ${queue}: ${message} ${advice}`.trim());
      return ids;
    }
  }
}
