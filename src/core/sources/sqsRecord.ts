import { createHash } from 'node:crypto';
import { localAccount, localRegion } from '../localAccount.ts';
import type { Message } from './queue.ts';

export function queueArn(queue: string): string {
  return `arn:aws:sqs:${localRegion}:${localAccount}:${queue}`;
}

/** A message as an event's `Records` have it. */
export function sqsRecord(queue: string, message: Message) {
  const { id, body, messageAttributes = {} } = message;
  return {
    messageId: id,
    receiptHandle: receiptHandle(message),
    body,
    attributes: systemAttributes(message),
    messageAttributes,
    md5OfBody: md5(body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queue),
    awsRegion: localRegion,
  };
}

export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  const { receives, sentAt, firstReceivedAt, groupId, deduplicationId, sequenceNumber, deadLetterSource } = message;
  return {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: 'AIDALOCAL',
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
    ...(sequenceNumber === undefined ? {} : { SequenceNumber: sequenceNumber }),
    ...(deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: queueArn(deadLetterSource) }),
  };
}

export function receiptHandle({ id, receives }: Message): string {
  return Buffer.from(`${id} ${receives}`).toString('base64');
}

/** The message that a handle is of. */
export function idOfHandle(handle: string): string {
  return Buffer.from(handle, 'base64').toString('utf8').split(' ')[0] ?? '';
}

/** What filters are held against: a body that is JSON as it is, not as text. */
export function filterView(record: ReturnType<typeof sqsRecord>): unknown {
  try {
    return { ...record, body: JSON.parse(record.body) as unknown };
  } catch {
    return record;
  }
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
