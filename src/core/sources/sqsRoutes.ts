import type { ApiRequest, ApiResponse, Route } from '../local/api.ts';
import { type Fields, readFields } from '../local/fields.ts';
import { localAccount, localRegion } from '../localAccount.ts';
import { md5, type NewMessage, type Queues } from './queues.ts';

/**
 * As much of SQS as sends messages: `aws sqs send-message` and the SDKs reach the functions behind a queue. Nothing is received here:
 * what is sent goes to the functions.
 */
export function sqsRoutes(queues: Queues): readonly Route[] {
  const run = (request: ApiRequest): ApiResponse => answer(queues, request);
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

function answer(queues: Queues, request: ApiRequest): ApiResponse {
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const fields = readFields(request.body);
  const urlOf = (name: string) => `${request.origin}/${localAccount}/${name}`;
  if (operation === 'ListQueues') return ok({ QueueUrls: queues.names.map(urlOf) });
  const queue = (fields.text('QueueUrl') ?? fields.text('QueueName') ?? '').split('/').at(-1) ?? '';
  if (!queues.names.includes(queue)) return missing(queue, queues.names);
  switch (operation) {
    case 'GetQueueUrl':
      return ok({ QueueUrl: urlOf(queue) });
    case 'GetQueueAttributes':
      return ok({ Attributes: { QueueArn: `arn:aws:sqs:${localRegion}:${localAccount}:${queue}` } });
    case 'SendMessage': {
      const [id] = queues.send(queue, [messageOf(fields)]) ?? [];
      return ok({ MessageId: id, MD5OfMessageBody: md5(fields.text('MessageBody') ?? '') });
    }
    case 'SendMessageBatch': {
      const entries = fields.objects('Entries') ?? [];
      const ids = queues.send(queue, entries.map(messageOf)) ?? [];
      const Successful = entries.map((entry, index) => ({
        Id: entry.text('Id'),
        MessageId: ids[index],
        MD5OfMessageBody: md5(entry.text('MessageBody') ?? ''),
      }));
      return ok({ Successful, Failed: [] });
    }
    default:
      return refused('InvalidAction', `serve has no operation ${operation} of SQS: it only sends messages to functions.`);
  }
}

/** What a function is given of a message's attributes. */
function messageOf(fields: Fields): NewMessage {
  const attributes = fields.object('MessageAttributes');
  const names = attributes?.names() ?? [];
  const messageAttributes = Object.fromEntries(
    names.map((name) => {
      const attribute = attributes?.object(name);
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
  return {
    body: fields.text('MessageBody') ?? '',
    messageAttributes,
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
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

function refused(type: string, message: string, queryCode = type): ApiResponse {
  return {
    status: 400,
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${queryCode};Sender` },
    body: { __type: `com.amazonaws.sqs#${type}`, message },
  };
}
