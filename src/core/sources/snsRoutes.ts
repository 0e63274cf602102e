import { randomUUID } from 'node:crypto';
import type { ApiRequest, ApiResponse, Route } from '../local/api.ts';
import { type Publication, type PublicationAttribute, topicArn } from './topicEvent.ts';
import type { Topics } from './topics.ts';

/** As much of SNS as publishes: `aws sns publish` reaches the functions and queues that are subscribed to a topic. Its protocol is Query. */
export function snsRoutes(topics: Topics): readonly Route[] {
  return [
    {
      operation: 'SNS',
      service: { id: 'sns', name: 'SNS' },
      method: 'POST',
      path: '/',
      target: '',
      maxBodyBytes: 4_194_304,
      run: (request) => answer(topics, request),
    },
  ];
}

function answer(topics: Topics, { body }: ApiRequest): ApiResponse {
  const fields = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const action = fields.get('Action') ?? '';
  const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  return run?.(topics, fields, action) ?? refused(400, 'InvalidAction', `serve has no operation ${action || 'without an Action'} of SNS.`);
}

type Action = (topics: Topics, fields: URLSearchParams, action: string) => ApiResponse;

const ACTIONS: Readonly<Record<string, Action>> = {
  ListTopics(topics, _fields, action) {
    return done(
      action,
      `<Topics>${topics.names.map((name) => `<member>${element('TopicArn', topicArn(name))}</member>`).join('')}</Topics>`,
    );
  },
  Publish(topics, fields, action) {
    const topic = fields.get('TopicArn') ?? fields.get('TargetArn') ?? '';
    const publication = publicationIn(fields, '');
    const wrong = whatIsWrong(publication);
    if (wrong !== undefined) return refused(400, 'InvalidParameter', wrong);
    const id = topics.publish(topic, publication);
    return id === undefined ? noTopic(topic, topics) : done(action, element('MessageId', id));
  },
  PublishBatch(topics, fields, action) {
    const topic = fields.get('TopicArn') ?? '';
    if (topics.find(topic) === undefined) return noTopic(topic, topics);
    const prefixes = numbered(fields, 'PublishBatchRequestEntries.member.');
    const ids = new Set(prefixes.map((prefix) => fields.get(`${prefix}Id`)));
    if (prefixes.length === 0) return refused(400, 'EmptyBatchRequest', 'The batch request doesn’t contain any entries.');
    if (prefixes.length > 10)
      return refused(400, 'TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
    if (ids.size < prefixes.length)
      return refused(400, 'BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
    const [sent, failed] = [[] as string[], [] as string[]];
    for (const prefix of prefixes) {
      const id = element('Id', fields.get(`${prefix}Id`) ?? '');
      const publication = publicationIn(fields, prefix);
      const wrong = whatIsWrong(publication);
      if (wrong === undefined) sent.push(`<member>${id}${element('MessageId', topics.publish(topic, publication) ?? '')}</member>`);
      else
        failed.push(
          `<member>${id}${element('Code', 'InvalidParameter')}${element('Message', wrong)}<SenderFault>true</SenderFault></member>`,
        );
    }
    return done(action, `<Successful>${sent.join('')}</Successful><Failed>${failed.join('')}</Failed>`);
  },
};

/** In the words of SNS. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function whatIsWrong({ message, isStructured = false }: Publication): string | undefined {
  if (message === '') return 'Invalid parameter: Empty message';
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) return 'Invalid parameter: Message too long';
  if (!isStructured) return undefined;
  try {
    const texts: unknown = JSON.parse(message);
    const hasDefault = typeof texts === 'object' && texts !== null && 'default' in texts && typeof texts.default === 'string';
    return hasDefault ? undefined : 'Invalid parameter: Message Structure - No default entry in JSON message body';
  } catch {
    return 'Invalid parameter: Message Structure - JSON message body failed to parse';
  }
}

const MAX_MESSAGE_BYTES = 262_144;

function publicationIn(fields: URLSearchParams, prefix: string): Publication {
  const text = (name: string) => fields.get(`${prefix}${name}`) ?? undefined;
  const [subject, groupId, deduplicationId] = [text('Subject'), text('MessageGroupId'), text('MessageDeduplicationId')];
  return {
    message: text('Message') ?? '',
    attributes: Object.fromEntries(numbered(fields, `${prefix}MessageAttributes.entry.`).map((entry) => attributeIn(fields, entry))),
    ...(subject === undefined ? {} : { subject }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    isStructured: text('MessageStructure') === 'json',
  };
}

function attributeIn(fields: URLSearchParams, entry: string): readonly [string, PublicationAttribute] {
  const value = fields.get(`${entry}Value.StringValue`) ?? fields.get(`${entry}Value.BinaryValue`) ?? '';
  return [fields.get(`${entry}Name`) ?? '', { type: fields.get(`${entry}Value.DataType`) ?? 'String', value }];
}

/** The beginnings of a list's members: `Entries.member.1.`, `Entries.member.2.`. */
function numbered(fields: URLSearchParams, prefix: string): readonly string[] {
  const numbers = [...fields.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length).split('.', 1)[0] ?? ''] : []));
  return [...new Set(numbers)].map((number) => `${prefix}${number}.`);
}

function noTopic(topic: string, topics: Topics): ApiResponse {
  const known = topics.names.length === 0 ? 'there is none in this folder' : `there are ${topics.names.map(topicArn).join(', ')}`;
  return refused(404, 'NotFound', `Topic does not exist: ${topic}; ${known}.`);
}

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

function done(action: string, result: string): ApiResponse {
  const metadata = `<ResponseMetadata>${element('RequestId', randomUUID())}</ResponseMetadata>`;
  return xml(200, `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`);
}

function refused(status: number, code: string, message: string): ApiResponse {
  const error = `<Error><Type>Sender</Type>${element('Code', code)}${element('Message', message)}</Error>`;
  return xml(status, `<ErrorResponse xmlns="${NAMESPACE}">${error}${element('RequestId', randomUUID())}</ErrorResponse>`);
}

function element(name: string, text: string): string {
  return `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</${name}>`;
}

function xml(status: number, text: string): ApiResponse {
  return { status, headers: { 'Content-Type': 'text/xml' }, body: Buffer.from(text) };
}
