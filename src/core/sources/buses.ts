import { randomUUID } from 'node:crypto';
import { localAccount, localRegion } from '../localAccount.ts';
import type { Clock } from '../ports.ts';
import type { BusCarrier } from '../project/messaging/model.ts';
import type { RuleSource } from './model.ts';
import { matchesPattern } from './pattern.ts';
import { DEFAULT_BUS } from './readSubscriptions.ts';
import { quoted, type Receivers, type Sender, targetName } from './receivers.ts';
import { ruleInput } from './ruleInput.ts';

/** What is put on a bus. */
export interface NewEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
  /** ms since 1970; left out: now. */
  readonly time?: number;
}

export type BusEvent = Readonly<Record<string, unknown>>;

export interface BusesPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly receivers: Pick<Receivers, 'give'>;
  /** A line for the person who watches. */
  readonly say: (line: string) => void;
}

/** The event buses of a folder: an event goes to the targets of the rules whose pattern it matches. */
export class Buses {
  readonly #ports: BusesPorts;
  #carriers: readonly BusCarrier[];
  sources: readonly RuleSource[];

  constructor(ports: BusesPorts, sources: readonly RuleSource[] = [], carriers: readonly BusCarrier[] = []) {
    this.#ports = ports;
    this.sources = sources;
    this.#carriers = carriers;
  }

  /** That of the account is told of where a rule is on it. */
  get names(): readonly string[] {
    const own = this.#carriers.map(({ name }) => name);
    return own.includes(DEFAULT_BUS) || !this.sources.some(({ bus }) => bus === DEFAULT_BUS) ? own : [DEFAULT_BUS, ...own];
  }

  /** Has these from now on, and no others. */
  replace(sources: readonly RuleSource[], carriers: readonly BusCarrier[]): void {
    this.sources = sources;
    this.#carriers = carriers;
  }

  /** The name of a bus, by that, its ARN, or what a template calls it. */
  find(reference: string): string | undefined {
    const name = /:event-bus\/([\w./-]+)$/.exec(reference)?.[1] ?? reference;
    if (name === DEFAULT_BUS) return name;
    return (this.#carriers.find((bus) => bus.name === name) ?? this.#carriers.find(({ id }) => id === name))?.name;
  }

  /** Returns the event's id; undefined where there is no such bus. */
  put(reference: string, event: NewEvent): string | undefined {
    const whole = busEvent(event, this.#ports.clock.now());
    return this.send(reference, whole, { hops: 0 }) ? String(whole['id']) : undefined;
  }

  /** An event as another bus has it, or a destination. False where there is no such bus. */
  send(reference: string, event: BusEvent, { hops }: Pick<Sender, 'hops'>): boolean {
    const bus = this.find(reference);
    if (bus === undefined) return false;
    const { say } = this.#ports;
    const matched = this.sources.filter((rule) => rule.bus === bus && matchesPattern(event, rule.pattern));
    const names = matched.map(({ name, to }) => `${targetName(to)} by the rule ${name}`).join(', ') || 'nobody: no rule matches';
    say(`Put on the event bus ${bus}, for ${names}${quoted(JSON.stringify(event))}`);
    for (const rule of matched) this.#deliver(rule, event, hops);
    return true;
  }

  #deliver(rule: RuleSource, event: BusEvent, hops: number): void {
    const { receivers, say } = this.#ports;
    const { name, bus, to, groupId } = rule;
    const parcel = { body: targetInput(rule, event), ...(groupId === undefined ? {} : { groupId }) };
    if (!receivers.give(to, parcel, { caller: `rule ${name}`, hops }))
      say(`The rule ${name} of ${bus} would send it to ${targetName(to)}, which isn’t here.`);
  }
}

/** @param now ms since 1970 */
export function busEvent({ source, detailType, detail, resources = [], time }: NewEvent, now: number): BusEvent {
  return {
    ...{ version: '0', id: randomUUID(), 'detail-type': detailType, source, account: localAccount },
    ...{ time: new Date(time ?? now).toISOString().replace(/\.\d+Z$/, 'Z'), region: localRegion, resources, detail },
  };
}

/** What a rule's target is sent of an event, as JSON text. */
export function targetInput(rule: RuleSource, event: BusEvent): string {
  return ruleInput(rule.input, event, { name: rule.name, arn: ruleArn(rule) });
}

export function busArn(bus: string): string {
  return `arn:aws:events:${localRegion}:${localAccount}:event-bus/${bus}`;
}

function ruleArn({ name, bus }: RuleSource): string {
  return `arn:aws:events:${localRegion}:${localAccount}:rule/${bus === DEFAULT_BUS ? '' : `${bus}/`}${name}`;
}
