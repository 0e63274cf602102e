import { queue, stream, table } from '../messaging/carriers.ts';
import type { Carrier, Messaging } from '../messaging/model.ts';
import { mappingsOfTriggers } from '../messaging/ofTriggers.ts';
import type { FunctionDefinition } from '../model.ts';
import { ofType } from './module.ts';
import { type Plain, plainBlock, wholeAddress } from './plain.ts';
import type { Scope } from './scope.ts';

/** The queues, streams and tables of a module. */
export function carriersIn(scope: Scope): readonly Carrier[] {
  return Object.entries(READERS).flatMap(([type, read]) =>
    ofType(scope.module, type).flatMap(([address, block]) =>
      scope.instances(block).map((instance) => read(wholeAddress({ address, key: instance.key }), plainBlock(block, scope, instance))),
    ),
  );
}

/** What a file's functions are given messages by, with the carriers of its module. Undefined where no function is. */
export function messagingOf(functions: readonly FunctionDefinition[], carriers: readonly Carrier[]): Messaging | undefined {
  const mappings = mappingsOfTriggers(functions);
  return mappings.length === 0 && carriers.length === 0 ? undefined : { carriers, mappings };
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
};
