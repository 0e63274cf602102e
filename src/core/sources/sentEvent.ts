import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { WorkbenchError } from '../errors.ts';
import type { Batch } from './batchEvent.ts';
import { busEvent, targetInput } from './buses.ts';
import { eventOfText } from './eventText.ts';
import type { RuleSource, TopicSource } from './model.ts';
import { matchesPattern } from './pattern.ts';
import { attributesOfText } from './publicationText.ts';
import { functionNotification, passesPolicy } from './topicEvent.ts';

/**
 * What a function is given of a message that is published to its topic.
 * @param attributes as `attributesOfText` reads them
 * @param now ms since 1970
 * @throws WorkbenchError `event-unreadable` where the attributes can't be read
 */
export function topicBatch(source: TopicSource, [message = '', attributes = '']: readonly string[], now: number): Batch {
  const read = attributesOfText(attributes);
  if (typeof read === 'string') throw new WorkbenchError('event-unreadable', read, 'For example {"kind": "order", "total": 5}.');
  const published = { message, attributes: read, topic: source.topic, id: randomUUID(), at: now };
  const event = Buffer.from(JSON.stringify(functionNotification(published)));
  return { event, filtered: passesPolicy(published, source) ? 0 : 1, sent: 1 };
}

/**
 * What a function is given of an event that is put on the bus of its rule.
 * @param now ms since 1970
 * @throws WorkbenchError `event-unreadable` where it is none
 */
export function ruleBatch(rule: RuleSource, [text = '']: readonly string[], now: number): Batch {
  const given = eventOfText(text);
  if ('problem' in given)
    throw new WorkbenchError('event-unreadable', given.problem, 'For example {"source": "shop", "detail-type": "Ordered", "detail": {}}.');
  const event = busEvent(given, now);
  return { event: Buffer.from(targetInput(rule, event)), filtered: matchesPattern(event, rule.pattern) ? 0 : 1, sent: 1 };
}
