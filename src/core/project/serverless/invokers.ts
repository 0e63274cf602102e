import type { TextRange } from '../../text.ts';
import type { Invoker } from '../model.ts';
import { entriesOf, literalText, type TemplateNode } from '../tree/model.ts';
import { type Located, likely, type Outcome, within } from './located.ts';
import { isTrue, itemsOf, type OwnProperty, type Service } from './service.ts';
import { number, text } from './values.ts';
import { scalarText } from './variables.ts';

/** What the events of a function say that rules ask about. */
export function readInvokers(service: Service, own: OwnProperty): readonly Invoker[] {
  return itemsOf(own('events')).flatMap((item): readonly Invoker[] => {
    const event = likely(service.variables.resolve(item));
    const [entry] = entriesOf(event?.node);
    if (event === undefined || entry === undefined) return [];
    const settings = service.variables.resolve(within(event, entry.value));
    const at = { path: event.source.path, range: entry.keyRange };
    switch (entry.key) {
      case 'schedule':
        return schedules(settings, service);
      case 'sqs':
        return queue(settings, service);
      case 'http':
        // What is invoked asynchronously isn't waited for.
        return isTrue(service.variables.get(settings, 'async')) ? [] : [{ kind: 'api', api: 'rest', at }];
      case 'httpApi':
        return [{ kind: 'api', api: 'http', at }];
      default:
        return [];
    }
  });
}

/** `schedule: rate(1 hour)`, or one or several under `rate`. */
function schedules(settings: Outcome, { variables }: Service): readonly Invoker[] {
  const dialect = scalarText(variables.get(settings, 'method')) === 'scheduler' ? 'scheduler' : 'rule';
  const rate = likely(settings)?.node.kind === 'mapping' ? variables.get(settings, 'rate') : settings;
  return itemsOf(rate).map((item) => ({ kind: 'schedule', dialect, expression: text(variables.resolve(item)) }));
}

/** A queue that the service itself defines. */
function queue(settings: Outcome, service: Service): readonly Invoker[] {
  const { variables } = service;
  const arn = likely(settings)?.node.kind === 'mapping' ? variables.get(settings, 'arn') : settings;
  const name = attributeOwner(likely(arn)?.node);
  const resource = name === undefined ? undefined : resourceNamed(name, service);
  if (name === undefined || resource === undefined) return [];
  const { body, at } = resource;
  if (scalarText(variables.get(body, 'Type')) !== 'AWS::SQS::Queue') return [];
  const visibilitySeconds = number(variables.get(variables.get(body, 'Properties'), 'VisibilityTimeout'));
  return [{ kind: 'queue', name, at: { path: at.source.path, range: at.keyRange }, visibilitySeconds }];
}

/** `Q` of `!GetAtt Q.Arn` and `Fn::GetAtt: [Q, Arn]`. */
function attributeOwner(node: TemplateNode | undefined): string | undefined {
  if (node?.kind !== 'intrinsic' || node.name !== 'GetAtt') return undefined;
  const { argument } = node;
  return argument.kind === 'sequence' ? literalText(argument.items[0]) : literalText(argument)?.split('.')[0];
}

function resourceNamed(
  name: string,
  { variables, root }: Service,
): { readonly body: Outcome; readonly at: Pick<Located, 'source'> & { readonly keyRange: TextRange } } | undefined {
  for (const block of itemsOf(variables.get(root, 'resources'))) {
    const resources = likely(variables.get(variables.resolve(block), 'Resources'));
    const entry = resources?.node.kind === 'mapping' ? resources.node.entries.get(name) : undefined;
    if (resources === undefined || entry === undefined) continue;
    return { body: variables.resolve(within(resources, entry.value)), at: { source: resources.source, keyRange: entry.keyRange } };
  }
  return undefined;
}
