import { randomUUID } from 'node:crypto';
import type { Clock } from '../ports.ts';
import type { TopicCarrier } from '../project/messaging/model.ts';
import type { TopicSource } from './model.ts';
import { quoted, type Receivers, type Sender, targetName } from './receivers.ts';
import { functionNotification, type Publication, type Published, passesPolicy, queueNotification } from './topicEvent.ts';

export interface TopicsPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly receivers: Pick<Receivers, 'give'>;
  /** A line for the person who watches. */
  readonly say: (line: string) => void;
}

/** The topics of a folder: what is published goes to those whose filter policy lets it through. */
export class Topics {
  readonly #ports: TopicsPorts;
  #carriers: readonly TopicCarrier[];
  sources: readonly TopicSource[];

  constructor(ports: TopicsPorts, sources: readonly TopicSource[] = [], carriers: readonly TopicCarrier[] = []) {
    this.#ports = ports;
    this.sources = sources;
    this.#carriers = carriers;
  }

  get names(): readonly string[] {
    return this.#carriers.map(({ name }) => name);
  }

  /** Has these from now on, and no others. */
  replace(sources: readonly TopicSource[], carriers: readonly TopicCarrier[]): void {
    this.sources = sources;
    this.#carriers = carriers;
  }

  /** By its name, its ARN, or what a template calls it. */
  find(reference: string): TopicCarrier | undefined {
    const name = /^arn:aws[\w-]*:sns:[^:]*:[^:]*:([\w.-]+)$/.exec(reference)?.[1] ?? reference;
    return this.#carriers.find((topic) => topic.name === name) ?? this.#carriers.find(({ id }) => id === name);
  }

  /** Returns the message's id; undefined where there is no such topic. */
  publish(reference: string, publication: Publication, { hops }: Pick<Sender, 'hops'> = { hops: 0 }): string | undefined {
    const topic = this.find(reference)?.name;
    if (topic === undefined) return undefined;
    const { clock, say } = this.#ports;
    const published = { ...publication, topic, id: randomUUID(), at: clock.now() };
    const subscribed = this.sources.filter((source) => source.topic === topic);
    const reached = subscribed.filter((source) => passesPolicy(published, source));
    say(`${wordsOf(topic, subscribed, reached)}${quoted(publication.message)}`);
    for (const source of reached) this.#deliver(source, published, { caller: `topic ${topic}`, hops });
    return published.id;
  }

  #deliver({ to, raw, topic }: TopicSource, published: Published, from: Sender): void {
    const { receivers, say } = this.#ports;
    const parcel = to.kind === 'function' ? { body: JSON.stringify(functionNotification(published)) } : queueNotification(published, raw);
    if (!receivers.give(to, parcel, from)) say(`SNS would send what is published to ${topic} to ${targetName(to)}, which isn’t here.`);
  }
}

function wordsOf(topic: string, subscribed: readonly TopicSource[], reached: readonly TopicSource[]): string {
  const names = reached.map(({ to }) => targetName(to)).join(', ') || 'nobody';
  const left = subscribed.filter((source) => !reached.includes(source)).map(({ to }) => targetName(to));
  return `Published to the topic ${topic}, for ${names}${left.length === 0 ? '' : `; filtered out for ${left.join(', ')}`}`;
}
