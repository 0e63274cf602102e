import { bus, carrierNamed, queue, stream, table, topic } from '../../messaging/carriers.ts';
import type { Carrier } from '../../messaging/model.ts';
import type { MadeCarriers } from '../../program/carriers.ts';
import { argumentOf, type CallValue, callOption, isNothing, optionOf, type ProgramValue } from '../../program/index.ts';
import { plainOf, secondsOf, textOf } from '../apis/plain.ts';
import { cdkCallee } from '../names.ts';

/**
 * The id or name of the queue, stream, table or topic that a value is, or whose ARN it is; undefined where that can't be told. Those that
 * the program makes are noted with their settings.
 */
export function carrierIn(value: ProgramValue | undefined, kind: Carrier['kind'], made: MadeCarriers): string | undefined {
  if (value?.kind === 'part') return /arn$/i.test(value.name) ? carrierIn(value.of, kind, made) : undefined;
  // Its own ARN, written out.
  if (value?.kind === 'text') return /^arn:/.test(value.text) ? carrierNamed(value.text) : undefined;
  if (value?.kind !== 'call') return undefined;
  const name = cdkCallee(value) ?? '';
  if (/\.from(?:Queue|Stream|Topic|Table|EventBus)(?:Arn|StreamArn)$/.test(name)) return carrierNamed(textOf(value.arguments[2]));
  if (/\.from(?:Table|EventBus)Name$/.test(name)) return textOf(value.arguments[2]);
  const make = MAKERS[kind]?.[name];
  const id = textOf(argumentOf(value, 1, 'id'));
  return make === undefined || id === undefined ? undefined : made.of(value, id, (own) => make(own, value, made)).id;
}

type Make = (id: string, call: CallValue, made: MadeCarriers) => Carrier;

const MAKERS: Readonly<Partial<Record<Carrier['kind'], Readonly<Record<string, Make>>>>> = {
  queue: {
    'aws-sqs.Queue'(id, call, made) {
      const get = (name: string) => callOption(call, 2, name);
      const deadLetters = get('deadLetterQueue');
      const to = carrierIn(optionOf(deadLetters, 'queue'), 'queue', made);
      const most = optionOf(deadLetters, 'maxReceiveCount');
      return queue(id, textOf(get('queueName')), {
        isFifo: plainOf(get('fifo')),
        deduplicatesByContent: plainOf(get('contentBasedDeduplication')),
        visibilitySeconds: secondsOf(get('visibilityTimeout')),
        redrive: to === undefined ? undefined : { deadLetterTargetArn: { Ref: to }, maxReceiveCount: plainOf(most) },
      });
    },
  },
  stream: {
    'aws-kinesis.Stream'(id, call) {
      const isOnDemand = plainOf(callOption(call, 2, 'streamMode')) === 'ON_DEMAND';
      const shards = plainOf(callOption(call, 2, 'shardCount'));
      return stream(id, textOf(callOption(call, 2, 'streamName')), isOnDemand ? undefined : (shards ?? 1));
    },
  },
  table: {
    'aws-dynamodb.Table': (id, call) => tableOf(id, call, 'stream'),
    'aws-dynamodb.TableV2': (id, call) => tableOf(id, call, 'dynamoStream'),
  },
  bus: { 'aws-events.EventBus': (id, call) => bus(id, textOf(callOption(call, 2, 'eventBusName'))) },
  topic: { 'aws-sns.Topic': (id, call) => topic(id, textOf(callOption(call, 2, 'topicName'))) },
};

function tableOf(id: string, call: CallValue, view: string): Carrier {
  const keys = ['partitionKey', 'sortKey'].flatMap((name) => {
    const key = callOption(call, 2, name);
    return isNothing(key) ? [] : (textOf(optionOf(key, 'name')) ?? []);
  });
  return table(id, textOf(callOption(call, 2, 'tableName')), keys, plainOf(callOption(call, 2, view)));
}
