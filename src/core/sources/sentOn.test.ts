import { beforeEach, describe, expect, test } from 'vitest';
import { Buses } from './buses.ts';
import type { RuleInput, RuleSource, TopicSource } from './model.ts';
import { type Parcel, Receivers, type Sender } from './receivers.ts';
import { ruleBatch, topicBatch } from './sentEvent.ts';
import type { Event } from './testing.ts';
import type { Publication } from './topicEvent.ts';
import { Topics } from './topics.ts';

let given: [to: string, body: Event, from: string, more?: Omit<Parcel, 'body'>][] = [];
let said: string[] = [];
let warned: string[] = [];
beforeEach(() => {
  given = [];
  said = [];
  warned = [];
});

const note = (to: string, { body, ...more }: Parcel, { caller, hops }: Sender) =>
  given.push(Object.keys(more).length === 0 ? [to, read(body), `${caller} ${hops}`] : [to, read(body), `${caller} ${hops}`, more]);
const receivers = new Receivers({
  call: async (name, event, from) => {
    if (name === 'gone') throw new Error('no such function');
    note(name, { body: Buffer.from(event).toString() }, from);
  },
  send(to, parcel, from) {
    if (to.id === 'elsewhere') return false;
    note(`${to.kind} ${to.id}`, parcel, from);
    return true;
  },
  warn: (message) => warned.push(message),
});
const ports = { clock: { now: () => 5 }, receivers, say: (line: string) => said.push(line) };

function read(text: string): Event {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

describe('a topic', () => {
  const f: TopicSource = { kind: 'topic', name: 'F', topic: 'news', to: { kind: 'function', name: 'f' }, raw: false };
  const q: TopicSource = { ...f, name: 'Q', to: { kind: 'queue', id: 'orders' } };
  const topicOf = (...sources: readonly TopicSource[]) => new Topics(ports, sources, [{ kind: 'topic', id: 'News', name: 'news' }]);
  const publication: Publication = { message: 'hello', attributes: {} };

  test('tells functions and queues what SNS would, by its name, its id and its ARN', () => {
    const topics = topicOf(f, q);
    const ids = ['news', 'News', 'arn:aws:sns:us-east-1:000000000000:news'].map((reference) => topics.publish(reference, publication));
    expect(topics.publish('none', publication)).toBeUndefined();
    const arn = 'arn:aws:sns:us-east-1:000000000000:news';
    const shared = { Type: 'Notification', MessageId: ids[0], TopicArn: arn, Message: 'hello', Timestamp: '1970-01-01T00:00:00.005Z' };
    const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: expect.stringContaining(`${arn}:`) };
    expect(given.slice(0, 2)).toEqual([
      [
        'f',
        { Records: [{ ...record, Sns: expect.objectContaining({ ...shared, Subject: null, MessageAttributes: {} }) }] },
        'topic news 0',
      ],
      ['queue orders', expect.objectContaining(shared), 'topic news 0'],
    ]);
    // Functions and queues are given two spellings.
    expect(Object.keys(given[0]?.[1].Records[0].Sns)).toEqual(expect.arrayContaining(['SigningCertUrl', 'UnsubscribeUrl']));
    expect(Object.keys(given[1]?.[1])).toEqual(expect.arrayContaining(['SigningCertURL', 'UnsubscribeURL']));
    expect(given[1]?.[1]).not.toHaveProperty('Subject');
    expect(said[0]).toBe('Published to the topic news, for f, the queue orders: hello');
  });

  test('tells a queue the message alone where delivery is raw, with its attributes as the queue’s', () => {
    const attributes = { kind: { type: 'String', value: 'a' }, bytes: { type: 'Binary', value: 'AA==' } };
    topicOf({ ...q, raw: true }).publish('news', { message: '{"n":1}', attributes, groupId: 'g', deduplicationId: 'd' });
    const lists = { stringListValues: [], binaryListValues: [] };
    const messageAttributes = {
      kind: { ...lists, stringValue: 'a', dataType: 'String' },
      bytes: { ...lists, binaryValue: 'AA==', dataType: 'Binary' },
    };
    expect(given).toEqual([['queue orders', { n: 1 }, 'topic news 0', { messageAttributes, groupId: 'g', deduplicationId: 'd' }]]);
  });

  test('takes subject, attributes and a text for each protocol', () => {
    const texts = JSON.stringify({ default: 'd', sqs: 's' });
    const attributes = { kind: { type: 'String', value: 'a' } };
    topicOf(f, q).publish('news', { message: texts, subject: 'On', attributes, isStructured: true });
    expect([given[0]?.[1].Records[0].Sns, given[1]?.[1]]).toMatchObject([
      { Message: 'd', Subject: 'On', MessageAttributes: { kind: { Type: 'String', Value: 'a' } } },
      { Message: 's', Subject: 'On', MessageAttributes: { kind: { Type: 'String', Value: 'a' } } },
    ]);
  });

  const attributes = {
    kind: { type: 'String', value: 'order' },
    total: { type: 'Number', value: '12.5' },
    tags: { type: 'String.Array', value: '["a", true, 3]' },
    bytes: { type: 'Binary', value: 'AA==' },
    wrong: { type: 'String.Array', value: 'a' },
    from: { type: 'String', value: '10.0.0.1' },
  };
  test.each<[string, 'MessageAttributes' | 'MessageBody', unknown, boolean]>([
    ['', 'MessageAttributes', { kind: ['order'] }, true],
    ['', 'MessageAttributes', { kind: ['order'], missing: ['x'] }, false],
    ['', 'MessageAttributes', { total: [12.5], tags: [true] }, true],
    ['', 'MessageAttributes', { total: ['12.5'] }, false],
    ['', 'MessageAttributes', { total: [{ numeric: ['>', 12, '<', 13] }], tags: [3] }, true],
    ['', 'MessageAttributes', { tags: [{ 'anything-but': ['b'] }] }, true],
    ['', 'MessageAttributes', { bytes: [{ exists: true }] }, false],
    ['', 'MessageAttributes', { wrong: ['a'] }, false],
    ['', 'MessageAttributes', { missing: [{ exists: false }] }, true],
    ['', 'MessageAttributes', { from: [{ cidr: '10.0.0.0/24' }] }, true],
    ['', 'MessageAttributes', { $or: [{ kind: ['x'] }, { kind: [{ prefix: 'or' }] }] }, true],
    ['{"kind":"order","at":{"city":"Graz"}}', 'MessageBody', { kind: ['order'], at: { city: [{ suffix: 'az' }] } }, true],
    ['{"kind":"else"}', 'MessageBody', { kind: ['order'] }, false],
    ['no JSON', 'MessageBody', { kind: [{ exists: false }] }, false],
    ['[1]', 'MessageBody', {}, false],
  ])('%s by %s %j: %s', (message, scope, policy, passes) => {
    topicOf({ ...f, filter: { policy, scope } }).publish('news', { message, attributes });
    expect(given.length > 0).toBe(passes);
    expect(said).toEqual([`Published to the topic news, for ${passes ? 'f' : 'nobody; filtered out for f'}: ${message}`]);
  });

  test('says who isn’t here, breaks loops as AWS does, and survives a function that is gone', async () => {
    topicOf({ ...q, to: { kind: 'queue', id: 'elsewhere' } }).publish('news', publication);
    expect(said[1]).toBe('SNS would send what is published to news to the queue elsewhere, which isn’t here.');
    topicOf(f).publish('news', publication, { hops: 15 });
    topicOf(f).publish('news', publication, { hops: 16 });
    topicOf({ ...f, to: { kind: 'function', name: 'gone' } }).publish('news', publication);
    await new Promise((resolve) => setImmediate(resolve));
    expect([given.length, warned]).toEqual([
      1,
      [
        'f is not called by the topic news again: what 16 functions sent on in a row is a loop, and AWS ends it there.',
        'gone could not be run for the topic news',
      ],
    ]);
  });

  test('one subscription by hand, in the editor', () => {
    const filter = { policy: { kind: ['order'] }, scope: 'MessageAttributes' } as const;
    const batch = (text: string) => topicBatch({ ...f, filter }, ['hello', text], 5);
    expect([batch('{"kind":"order"}').filtered, batch('{"kind":["order"]}').filtered, batch('').filtered]).toEqual([0, 0, 1]);
    expect(read(Buffer.from(batch('{"n":1}').event).toString()).Records[0].Sns).toMatchObject({
      Message: 'hello',
      MessageAttributes: { n: { Type: 'Number', Value: '1' } },
    });
    for (const text of ['{', '[]', '1']) expect(() => batch(text)).toThrow('Attributes must be a JSON object');
  });
});

describe('an event bus', () => {
  const rule: RuleSource = {
    ...{ kind: 'rule', name: 'Ordered', bus: 'shop', to: { kind: 'function', name: 'f' }, input: { kind: 'event' } },
    pattern: { source: ['shop'], detail: { total: [{ numeric: ['>', 5] }] } },
  };
  const busOf = (...rules: readonly RuleSource[]) => new Buses(ports, rules, [{ kind: 'bus', id: 'Shop', name: 'shop' }]);
  const order = { source: 'shop', detailType: 'Order "placed"', detail: { total: 6, name: 'Ada "A"', items: [{ sku: 'x' }] } };
  const whole = {
    ...{ version: '0', id: expect.any(String), 'detail-type': 'Order "placed"', source: 'shop', account: '000000000000' },
    ...{ time: '1970-01-01T00:00:00Z', region: 'us-east-1', resources: [], detail: order.detail },
  };

  test('sends what matches to the targets of its rules', () => {
    const other = { ...rule, name: 'Other', pattern: { source: ['else'] } };
    const buses = busOf(rule, { ...rule, to: { kind: 'queue', id: 'orders' }, groupId: 'g' }, other, { ...rule, bus: 'default' });
    expect(buses.names).toEqual(['default', 'shop']);
    for (const reference of ['shop', 'Shop', 'arn:aws:events:us-east-1:000000000000:event-bus/shop']) {
      expect(buses.put(reference, order)).toEqual(expect.any(String));
      expect(given.splice(0)).toEqual([
        ['f', whole, 'rule Ordered 0'],
        ['queue orders', whole, 'rule Ordered 0', { groupId: 'g' }],
      ]);
    }
    expect(said[0]).toMatch(/^Put on the event bus shop, for f by the rule Ordered, the queue orders by the rule Ordered: \{"version"/);
    expect([buses.put('none', order), buses.put('shop', { ...order, detail: { total: 5 } })]).toEqual([undefined, expect.any(String)]);
    expect([given, said.at(-1)]).toEqual([[], expect.stringMatching(/^Put on the event bus shop, for nobody: no rule matches: /)]);
  });

  test.each<[RuleInput, Event]>([
    [{ kind: 'constant', text: '{"a":1}' }, { a: 1 }],
    [{ kind: 'path', path: '$.detail.items[0].sku' }, 'x'],
    [{ kind: 'path', path: "$['detail-type']" }, 'Order "placed"'],
    [{ kind: 'path', path: '$.detail.missing' }, null],
    [
      {
        kind: 'template',
        paths: { n: '$.detail.total', all: '$.detail' },
        template: '{"n": <n>, "all": <all>, "to": "<n> \\"of\\" <all>"}',
      },
      { n: 6, all: order.detail, to: `6 "of" ${JSON.stringify(order.detail)}` },
    ],
    [
      { kind: 'template', paths: { name: '$.detail.name' }, template: '"<name>, <aws.events.rule-name>, <other>"' },
      'Ada "A", Ordered, <other>',
    ],
    [
      { kind: 'template', paths: {}, template: '{"rule": <aws.events.rule-arn>, "is": <aws.events.event.json>}' },
      { rule: 'arn:aws:events:us-east-1:000000000000:rule/shop/Ordered', is: whole },
    ],
  ])('%j', (input, expected) => {
    busOf({ ...rule, input }).put('shop', order);
    expect(given[0]?.[1]).toEqual(expected);
  });

  test('ends what a rule sends to its own bus', () => {
    const own = new Receivers({
      call: async () => {},
      send: (to, { body }, from) => buses.send(to.id, read(body), from),
      warn: (message) => warned.push(message),
    });
    const looping = [{ ...rule, to: { kind: 'bus', id: 'shop' } as const }];
    const buses = new Buses({ ...ports, receivers: own }, looping, [{ kind: 'bus', id: 'Shop', name: 'shop' }]);
    expect(buses.put('shop', order)).toEqual(expect.any(String));
    expect([said.length, warned]).toEqual([
      17,
      ['The rule Ordered sends nothing more to the bus shop: what is sent on 16 times is a loop.'],
    ]);
  });

  test('one rule by hand, in the editor', () => {
    const put = (text: string) => ruleBatch({ ...rule, input: { kind: 'path', path: '$.detail' } }, [text], 5);
    const { event, filtered } = put('{"source":"shop","detail-type":"t","detail":{"total":6}}');
    expect([read(Buffer.from(event).toString()), filtered]).toEqual([{ total: 6 }, 0]);
    expect(put('{"source":"shop","detail-type":"t"}').filtered).toBe(1);
    for (const text of ['{', '[]', '{"source":"shop"}', '{"source":"s","detail-type":"t","detail":1}']) expect(() => put(text)).toThrow();
  });
});
