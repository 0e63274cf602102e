import type { Target } from '../project/messaging/model.ts';
import type { NewMessage } from './queue.ts';

/** Whom a message comes from. */
export interface Sender {
  /** In words: `topic orders`. */
  readonly caller: string;
  /** How many functions and buses of rules it has come through, each told by what the one before sent on. */
  readonly hops: number;
}

/** What is sent on; `body` is a function's event, a queue's message, what a topic is told, or an event of a bus. */
export type Parcel = Pick<NewMessage, 'body' | 'messageAttributes' | 'groupId' | 'deduplicationId'>;

export type CarrierTarget = Exclude<Target, { readonly kind: 'function' }>;

export interface ReceiversPorts {
  /** As an asynchronous invocation: resolves once it is taken, rejects where there is no such function. */
  readonly call: (functionName: string, event: Uint8Array, from: Sender) => Promise<void>;
  /** Of queues, topics and buses; false where there is none of that name. */
  readonly send: (target: CarrierTarget, parcel: Parcel, from: Sender) => boolean;
  readonly warn: (message: string, error?: unknown) => void;
}

/** After how many functions AWS breaks a loop, by its own account. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html */
const MOST_HOPS = 16;

/** Hands what topics, buses and destinations send on to whom it is for. */
export class Receivers {
  readonly #ports: ReceiversPorts;

  constructor(ports: ReceiversPorts) {
    this.#ports = ports;
  }

  /** False where the target isn't here. */
  give(to: Target, parcel: Parcel, from: Sender): boolean {
    const { call, send, warn } = this.#ports;
    if (from.hops >= MOST_HOPS) {
      warn(looped(to, from));
      return true;
    }
    // Nothing else stands between a bus and itself.
    if (to.kind !== 'function') return send(to, parcel, to.kind === 'bus' ? { ...from, hops: from.hops + 1 } : from);
    call(to.name, Buffer.from(parcel.body), from).catch((error: unknown) =>
      warn(`${to.name} could not be run for the ${from.caller}`, error),
    );
    return true;
  }
}

function looped(to: Target, { caller }: Sender): string {
  if (to.kind !== 'function') return `The ${caller} sends nothing more to ${targetName(to)}: what is sent on ${MOST_HOPS} times is a loop.`;
  return `${to.name} is not called by the ${caller} again: what ${MOST_HOPS} functions sent on in a row is a loop, and AWS ends it there.`;
}

/** How a target is named in a line for a person. */
export function targetName(to: Target): string {
  return to.kind === 'function' ? to.name : `the ${to.kind} ${to.id}`;
}

const MOST_QUOTED = 2000;

/** A message behind a line for a person, as far as one wants to read it there. */
export function quoted(message: string): string {
  return message.length <= MOST_QUOTED ? `: ${message}` : `: ${message.slice(0, MOST_QUOTED)}… (${message.length} characters)`;
}
