import { randomUUID } from 'node:crypto';
import { localAccount, localRegion } from '../localAccount.ts';
import type { TopicSource } from './model.ts';
import { matchesPattern } from './pattern.ts';

/** What is published to a topic. */
export interface Publication {
  readonly message: string;
  readonly subject?: string;
  /** By name. */
  readonly attributes: Readonly<Record<string, PublicationAttribute>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** The message is JSON with a text for each protocol, and `default` for the others. */
  readonly isStructured?: boolean;
}

export interface PublicationAttribute {
  /** `String`, `String.Array`, `Number`, `Binary`. */
  readonly type: string;
  /** Of `Binary` in base64. */
  readonly value: string;
}

/** A publication as the topic knows it. `at`: ms since 1970. */
export interface Published extends Publication {
  readonly id: string;
  readonly topic: string;
  readonly at: number;
}

export function topicArn(topic: string): string {
  return `arn:aws:sns:${localRegion}:${localAccount}:${topic}`;
}

/** Whether a subscription's filter policy lets it through. Attributes that aren't texts, lists or numbers are nothing to it. */
export function passesPolicy({ message, attributes }: Publication, { filter }: Pick<TopicSource, 'filter'>): boolean {
  if (filter === undefined) return true;
  if (filter.scope === 'MessageBody') return isPlain(parsed(message)) && matchesPattern(parsed(message), filter.policy);
  const view = Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = attributeValue(attribute);
    return value === undefined ? [] : [[name, value] as const];
  });
  return matchesPattern(Object.fromEntries(view), filter.policy);
}

function attributeValue({ type, value }: PublicationAttribute): unknown {
  if (type === 'String') return value;
  if (type === 'Number') return Number.isNaN(Number(value)) ? undefined : Number(value);
  return type === 'String.Array' ? parsed(value) : undefined;
}

/** The event of a function that is subscribed. */
export function functionNotification(published: Published) {
  const { topic, attributes, subject } = published;
  const subscription = `${topicArn(topic)}:${randomUUID()}`;
  const {
    SigningCertURL: SigningCertUrl,
    UnsubscribeURL: UnsubscribeUrl,
    MessageAttributes: _,
    ...told
  } = notification(published, subscription, 'lambda');
  const MessageAttributes = attributesOf(attributes);
  const Sns = { ...told, Subject: subject ?? null, SigningCertUrl, UnsubscribeUrl, MessageAttributes };
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription, Sns }] };
}

/** What a queue is sent: the message alone where delivery is raw, with its attributes as the queue's own. */
export function queueNotification(published: Published, raw: boolean) {
  const { groupId, deduplicationId, attributes, topic } = published;
  const ids = { ...(groupId === undefined ? {} : { groupId }), ...(deduplicationId === undefined ? {} : { deduplicationId }) };
  if (!raw) return { body: JSON.stringify(notification(published, `${topicArn(topic)}:${randomUUID()}`, 'sqs')), ...ids };
  const messageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => {
      const given = type === 'Binary' ? { binaryValue: value } : { stringValue: value };
      return [name, { ...given, stringListValues: [], binaryListValues: [], dataType: type }];
    }),
  );
  return { body: messageFor(published, 'sqs'), messageAttributes, ...ids };
}

/** As SNS writes it for those that take JSON. */
function notification(published: Published, subscription: string, protocol: 'lambda' | 'sqs') {
  const { id, topic, subject, attributes, at } = published;
  const service = `https://sns.${localRegion}.amazonaws.com`;
  return {
    ...{ Type: 'Notification', MessageId: id, TopicArn: topicArn(topic) },
    ...(subject === undefined ? {} : { Subject: subject }),
    ...{ Message: messageFor(published, protocol), Timestamp: new Date(at).toISOString(), SignatureVersion: '1', Signature: 'LOCAL' },
    SigningCertURL: `${service}/SimpleNotificationService-local.pem`,
    UnsubscribeURL: `${service}/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributesOf(attributes) }),
  };
}

function attributesOf(attributes: Publication['attributes']) {
  return Object.fromEntries(Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]));
}

function messageFor({ message, isStructured = false }: Publication, protocol: string): string {
  const texts = isStructured ? parsed(message) : undefined;
  if (!isPlain(texts)) return message;
  const own = texts[protocol] ?? texts['default'];
  return typeof own === 'string' ? own : message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
