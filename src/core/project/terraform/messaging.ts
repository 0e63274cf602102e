import { bus, queue, stream, table, topic } from '../messaging/carriers.ts';
import type { Carrier, Messaging, Subscription } from '../messaging/model.ts';
import { mappingsOfTriggers, subscriptionsOfTriggers } from '../messaging/ofTriggers.ts';
import type { FunctionDefinition } from '../model.ts';
import { ofType } from './module.ts';
import { type Plain, plainBlock, wholeAddress } from './plain.ts';
import type { Scope } from './scope.ts';

/** The queues, streams, tables, topics and buses of a module. */
export function carriersIn(scope: Scope): readonly Carrier[] {
  return Object.entries(READERS).flatMap(([type, read]) =>
    ofType(scope.module, type).flatMap(([address, block]) =>
      scope.instances(block).map((instance) => read(wholeAddress({ address, key: instance.key }), plainBlock(block, scope, instance))),
    ),
  );
}

/** What a file's functions are given messages by, with what its module has besides. Undefined where there is nothing. */
export function messagingOf(
  functions: readonly FunctionDefinition[],
  { carriers, sentOn }: { readonly carriers: readonly Carrier[]; readonly sentOn: readonly Subscription[] },
): Messaging | undefined {
  const mappings = mappingsOfTriggers(functions);
  const subscriptions = [...subscriptionsOfTriggers(functions), ...sentOn];
  return mappings.length + carriers.length + subscriptions.length === 0 ? undefined : { carriers, mappings, subscriptions };
}

const READERS: Readonly<Record<string, (id: string, settings: Plain) => Carrier>> = {
  aws_sqs_queue: (id, settings) =>
    queue(id, settings['name'], {
      isFifo: settings['fifo_queue'],
      deduplicatesByContent: settings['content_based_deduplication'],
      visibilitySeconds: settings['visibility_timeout_seconds'],
      redrive: settings['redrive_policy'],
    }),
  aws_kinesis_stream: (id, settings) => stream(id, settings['name'], settings['shard_count']),
  aws_dynamodb_table: (id, settings) => {
    const keys = [settings['hash_key'], settings['range_key']].filter((key) => typeof key === 'string');
    return table(id, settings['name'], keys, settings['stream_view_type']);
  },
  aws_sns_topic: (id, settings) => topic(id, settings['name']),
  aws_cloudwatch_event_bus: (id, settings) => bus(id, settings['name']),
};
