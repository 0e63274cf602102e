import type { ApiRequest, ApiResponse, Route } from '../local/api.ts';
import { type Fields, readFields } from '../local/fields.ts';
import { localAccount } from '../localAccount.ts';
import type { Message, NewMessage, Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { idOfHandle, md5, queueArn, receiptHandle, systemAttributes } from './sqsRecord.ts';

/**
 * As much of SQS as sends messages and looks at those that no function takes: `aws sqs send-message` reaches the function behind a queue,
 * `receive-message` what is in its dead-letter queue.
 */
export function sqsRoutes(queues: Queues, clock: { now(): number }): readonly Route[] {
  const run = (request: ApiRequest): ApiResponse => answer({ queues, clock, request, fields: readFields(request.body) });
  const common = {
    operation: 'SQS',
    service: { id: 'sqs', name: 'SQS' },
    method: 'POST',
    target: 'AmazonSQS.',
    maxBodyBytes: 2_097_152,
    run,
  };
  // Some clients call the queue's own address.
  return [
    { ...common, path: '/' },
    { ...common, path: '/{account}/{queue}' },
  ];
}

interface Call {
  readonly queues: Queues;
  readonly clock: { now(): number };
  readonly request: ApiRequest;
  readonly fields: Fields;
}

function answer(call: Call): ApiResponse {
  const { queues, request, fields } = call;
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const urlOf = (name: string) => `${request.origin}/${localAccount}/${name}`;
  if (operation === 'ListQueues') return ok({ QueueUrls: queues.names.map(urlOf) });
  const named = (fields.text('QueueUrl') ?? fields.text('QueueName') ?? '').split('/').at(-1) ?? '';
  const queue = queues.find(named);
  if (queue === undefined) return missing(named, queues.names);
  if (operation === 'GetQueueUrl') return ok({ QueueUrl: urlOf(queue.carrier.name) });
  const run = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  return run?.(call, queue) ?? refused('InvalidAction', `serve has no operation ${operation} of SQS.`);
}

const OPERATIONS: Readonly<Record<string, (call: Call, queue: Queue) => ApiResponse>> = {
  GetQueueAttributes: attributes,
  SendMessage({ queues, fields }, queue) {
    if (queue.carrier.isFifo && fields.text('MessageGroupId') === undefined) return noGroup();
    const [sent] = queues.send(queue.carrier.name, [messageOf(fields)]) ?? [];
    return ok({ ...sentAs(sent), MD5OfMessageBody: md5(fields.text('MessageBody') ?? '') });
  },
  SendMessageBatch({ queues, fields }, queue) {
    const entries = fields.objects('Entries') ?? [];
    if (queue.carrier.isFifo && entries.some((entry) => entry.text('MessageGroupId') === undefined)) return noGroup();
    const sent = queues.send(queue.carrier.name, entries.map(messageOf)) ?? [];
    const Successful = entries.map((entry, index) => ({
      Id: entry.text('Id'),
      ...sentAs(sent[index]),
      MD5OfMessageBody: md5(entry.text('MessageBody') ?? ''),
    }));
    return ok({ Successful, Failed: [] });
  },
  ReceiveMessage({ clock, fields }, queue) {
    const most = Math.min(10, Math.max(1, fields.integer('MaxNumberOfMessages') ?? 1));
    const hiddenMs = (fields.integer('VisibilityTimeout') ?? queue.carrier.visibilitySeconds) * 1000;
    const messages = queue.take(most, clock.now(), clock.now() + hiddenMs);
    return ok(messages.length === 0 ? {} : { Messages: messages.map(received) });
  },
  DeleteMessage({ fields }, queue) {
    queue.delete([idOfHandle(fields.text('ReceiptHandle') ?? '')]);
    return ok({});
  },
  DeleteMessageBatch({ fields }, queue) {
    const entries = fields.objects('Entries') ?? [];
    queue.delete(entries.map((entry) => idOfHandle(entry.text('ReceiptHandle') ?? '')));
    return ok({ Successful: entries.map((entry) => ({ Id: entry.text('Id') })), Failed: [] });
  },
  ChangeMessageVisibility({ queues, clock, fields }, queue) {
    const delayMs = (fields.integer('VisibilityTimeout') ?? 0) * 1000;
    queue.showAt(idOfHandle(fields.text('ReceiptHandle') ?? ''), clock.now() + delayMs);
    queues.wakeIn(queue, delayMs);
    return ok({});
  },
  PurgeQueue(_call, queue) {
    queue.clear();
    return ok({});
  },
};

function attributes({ clock }: Call, queue: Queue): ApiResponse {
  const { name, visibilitySeconds, isFifo, redrive } = queue.carrier;
  const { visible, hidden } = queue.counts(clock.now());
  const policy = redrive && JSON.stringify({ deadLetterTargetArn: queueArn(redrive.to), maxReceiveCount: redrive.maxReceives });
  return ok({
    Attributes: {
      QueueArn: queueArn(name),
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
      VisibilityTimeout: String(visibilitySeconds),
      ...(isFifo ? { FifoQueue: 'true' } : {}),
      ...(policy === undefined ? {} : { RedrivePolicy: policy }),
    },
  });
}

function sentAs(sent: { readonly id: string; readonly sequenceNumber?: string } | undefined) {
  return { MessageId: sent?.id, ...(sent?.sequenceNumber === undefined ? {} : { SequenceNumber: sent.sequenceNumber }) };
}

function received(message: Message) {
  const { id, body, messageAttributes } = message;
  return {
    MessageId: id,
    ReceiptHandle: receiptHandle(message),
    Body: body,
    MD5OfBody: md5(body),
    Attributes: systemAttributes(message),
    ...(messageAttributes === undefined || Object.keys(messageAttributes).length === 0
      ? {}
      : { MessageAttributes: capitalized(messageAttributes) }),
  };
}

/** SQS itself writes what events write in lower case. */
function capitalized(messageAttributes: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(messageAttributes).map(([name, value]) => {
      const { stringValue, binaryValue, dataType } = value as Readonly<Record<string, unknown>>;
      return [name, { StringValue: stringValue, BinaryValue: binaryValue, DataType: dataType }];
    }),
  );
}

/** What a function is given of a message's attributes. */
function messageOf(fields: Fields): NewMessage {
  const given = fields.object('MessageAttributes');
  const names = given?.names() ?? [];
  const messageAttributes = Object.fromEntries(
    names.map((name) => {
      const attribute = given?.object(name);
      const value = {
        stringValue: attribute?.text('StringValue'),
        binaryValue: attribute?.text('BinaryValue'),
        stringListValues: [],
        binaryListValues: [],
        dataType: attribute?.text('DataType'),
      };
      return [name, value];
    }),
  );
  const groupId = fields.text('MessageGroupId');
  const deduplicationId = fields.text('MessageDeduplicationId');
  const delay = fields.integer('DelaySeconds');
  return {
    body: fields.text('MessageBody') ?? '',
    messageAttributes,
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(delay === undefined ? {} : { delayMs: delay * 1000 }),
  };
}

function ok(body: unknown): ApiResponse {
  return { status: 200, headers: { 'Content-Type': 'application/x-amz-json-1.0' }, body };
}

function missing(queue: string, names: readonly string[]): ApiResponse {
  const known = names.length === 0 ? 'no function here has a queue' : `there are ${names.join(', ')}`;
  return refused(
    'QueueDoesNotExist',
    `The specified queue does not exist: "${queue}"; ${known}.`,
    'AWS.SimpleQueueService.NonExistentQueue',
  );
}

function noGroup(): ApiResponse {
  return refused('MissingParameter', 'The request must contain the parameter MessageGroupId.');
}

function refused(type: string, message: string, queryCode = type): ApiResponse {
  return {
    status: 400,
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${queryCode};Sender` },
    body: { __type: `com.amazonaws.sqs#${type}`, message },
  };
}
