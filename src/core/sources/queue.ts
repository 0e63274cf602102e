import { createHash, randomUUID } from 'node:crypto';
import type { QueueCarrier } from '../project/messaging/model.ts';

export interface NewMessage {
  readonly body: string;
  readonly messageAttributes?: Readonly<Record<string, unknown>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly delayMs?: number;
}

export interface Message extends NewMessage {
  readonly id: string;
  /** Milliseconds since 1970, as all times here. */
  readonly sentAt: number;
  readonly firstReceivedAt?: number;
  /** In all queues it was in. */
  readonly receives: number;
  /** In this one. */
  readonly receivesHere: number;
  /** Of a FIFO queue. */
  readonly sequenceNumber?: string;
  /** The queue it failed in. */
  readonly deadLetterSource?: string;
}

/** How long a FIFO queue knows what it was sent. */
const DEDUPLICATION_MS = 5 * 60 * 1000;

/** Messages in their order; those that somebody works on can't be seen until they are deleted or shown again. */
export class Queue {
  #carrier: QueueCarrier;
  readonly #messages = new Map<string, { message: Message; visibleAt: number }>();
  /** Ids of what a FIFO queue was sent, by what makes it the same. */
  readonly #sent = new Map<string, { readonly id: string; readonly until: number }>();
  #lastNumber = 0;

  constructor(carrier: QueueCarrier) {
    this.#carrier = carrier;
  }

  get carrier(): QueueCarrier {
    return this.#carrier;
  }

  /** It has other settings now; what is in it stays. */
  redefine(carrier: QueueCarrier): void {
    this.#carrier = carrier;
  }

  /** Returns its id; of one that a FIFO queue was sent already, the first one's. */
  send(message: NewMessage, now: number): { readonly id: string; readonly sequenceNumber?: string } {
    const known = this.#knownDuplicate(message, now);
    if (known !== undefined) return { id: known };
    const { isFifo } = this.#carrier;
    const sequenceNumber = isFifo ? String(++this.#lastNumber).padStart(20, '1') : undefined;
    const numbered = sequenceNumber === undefined ? {} : { sequenceNumber };
    const whole: Message = { ...message, ...numbered, id: randomUUID(), sentAt: now, receives: 0, receivesHere: 0 };
    this.put(whole, now + (message.delayMs ?? 0));
    const key = this.#duplicationKey(message);
    if (key !== undefined) this.#sent.set(key, { id: whole.id, until: now + DEDUPLICATION_MS });
    return { id: whole.id, ...numbered };
  }

  /** One that was in another queue before. */
  put(message: Message, visibleAt: number): void {
    this.#messages.set(message.id, { message, visibleAt });
  }

  /** The first that can be seen, hidden from now on until `until`. Of a group of a FIFO queue none that one before it is hidden of. */
  take(most: number, now: number, until: number): readonly Message[] {
    const taken = this.#visible(now).slice(0, most);
    return taken.map((message) => {
      const received = {
        ...message,
        receives: message.receives + 1,
        receivesHere: message.receivesHere + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
      };
      this.#messages.set(message.id, { message: received, visibleAt: until });
      return received;
    });
  }

  counts(now: number): { readonly visible: number; readonly hidden: number } {
    const visible = this.#visible(now).length;
    return { visible, hidden: this.#messages.size - visible };
  }

  has(id: string): boolean {
    return this.#messages.has(id);
  }

  delete(ids: readonly string[]): void {
    for (const id of ids) this.#messages.delete(id);
  }

  showAt(id: string, visibleAt: number): void {
    const entry = this.#messages.get(id);
    if (entry !== undefined) entry.visibleAt = visibleAt;
  }

  clear(): void {
    this.#messages.clear();
  }

  #visible(now: number): readonly Message[] {
    const heldGroups = new Set<string>();
    const visible: Message[] = [];
    for (const { message, visibleAt } of this.#messages.values()) {
      const group = this.#carrier.isFifo ? message.groupId : undefined;
      if (visibleAt <= now && (group === undefined || !heldGroups.has(group))) visible.push(message);
      else if (group !== undefined) heldGroups.add(group);
    }
    return visible;
  }

  #knownDuplicate(message: NewMessage, now: number): string | undefined {
    for (const [key, { until }] of this.#sent) if (until <= now) this.#sent.delete(key);
    const key = this.#duplicationKey(message);
    return key === undefined ? undefined : this.#sent.get(key)?.id;
  }

  #duplicationKey({ body, deduplicationId }: NewMessage): string | undefined {
    if (!this.#carrier.isFifo) return undefined;
    if (deduplicationId !== undefined) return deduplicationId;
    return this.#carrier.deduplicatesByContent ? createHash('sha256').update(body).digest('hex') : undefined;
  }
}
