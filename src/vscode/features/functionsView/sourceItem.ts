import type { Source } from '../../../core/sources/model.ts';
import type { Item } from './items.ts';
import { count } from './wording.ts';

/** A queue, a stream, a topic, a rule or a schedule below the function that it calls. */
export function sourceItem(source: Source, isTable: boolean): Item {
  const { label, description, icon } = factsOf(source, isTable);
  return { label, description, icon, contextValue: `source-${source.kind}`, spoken: `${description}: ${label}`, expanded: false };
}

function factsOf(source: Source, isTable: boolean): Pick<Item, 'label' | 'icon'> & { readonly description: string } {
  switch (source.kind) {
    case 'queue':
      return { label: source.queue, description: `SQS queue · up to ${count(source.batchSize, 'message')}`, icon: 'inbox' };
    case 'stream':
      return {
        label: source.stream,
        description: `${isTable ? 'DynamoDB' : 'Kinesis'} stream · up to ${count(source.batchSize, 'record')}`,
        icon: isTable ? 'table' : 'pulse',
      };
    case 'topic':
      return { label: source.topic, description: source.filter === undefined ? 'SNS topic' : 'SNS topic · filtered', icon: 'megaphone' };
    case 'rule':
      return { label: source.name, description: `rule of the event bus ${source.bus}`, icon: 'filter' };
    case 'schedule':
      return { label: source.expression, description: 'schedule', icon: 'watch' };
  }
}
