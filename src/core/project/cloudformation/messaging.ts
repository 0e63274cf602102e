import { settingsIn, textIn } from '../apis/settings.ts';
import { carrierOf } from '../messaging/carriers.ts';
import type { Mapping, Messaging } from '../messaging/model.ts';
import { isMapping } from '../messaging/ofTriggers.ts';
import type { FunctionDefinition } from '../model.ts';
import { type PlainResource, Stack } from './apis/stack.ts';
import type { ResourceReader } from './resourceReader.ts';
import type { TemplateResource } from './resources.ts';

/** The queues, streams and tables of a template, and its event source mappings. Undefined where it has none. */
export function readMessaging(
  resources: readonly TemplateResource[],
  reader: ResourceReader,
  functions: ReadonlyMap<string, FunctionDefinition>,
): Messaging | undefined {
  const isAsked = resources.some(({ type }) => TYPES.test(type ?? '')) || [...functions.values()].some(hasMapping);
  if (!isAsked) return undefined;
  const stack = new Stack(resources, reader, functions);
  const carriers = stack.resources.flatMap(({ id, type, properties }) =>
    TYPES.test(type) ? (carrierOf(id, type, properties()) ?? []) : [],
  );
  const mappings = stack.resources.flatMap((resource): readonly Mapping[] => {
    if (resource.type === 'AWS::Lambda::EventSourceMapping') return ofResource(resource, stack);
    const fn = functions.get(resource.id);
    return fn === undefined || resource.type !== 'AWS::Serverless::Function' ? [] : ofEvents(fn.name, resource);
  });
  return { carriers, mappings };
}

const TYPES = /^AWS::(?:SQS::Queue|Kinesis::Stream|DynamoDB::(?:Global)?Table|Lambda::EventSourceMapping)$/;

function hasMapping({ triggers }: FunctionDefinition): boolean {
  return triggers.some(({ type }) => isMapping(type));
}

function ofEvents(functionName: string, resource: PlainResource): readonly Mapping[] {
  return Object.entries(settingsIn(resource.properties()['Events'])).flatMap(([name, event]) => {
    const { Type, Properties } = settingsIn(event);
    const type = textIn(Type) ?? '';
    return isMapping(type) ? [{ functionName, trigger: { name, type, properties: settingsIn(Properties) } }] : [];
  });
}

function ofResource({ id, properties }: PlainResource, stack: Stack): readonly Mapping[] {
  const settings = properties();
  const functionName = stack.functionNamed(settings['FunctionName']);
  const { EventSourceArn } = settings;
  const type = typeOf(EventSourceArn, stack);
  if (functionName === undefined || type === undefined) return [];
  const named = { [type === 'SQS' ? 'Queue' : 'Stream']: EventSourceArn };
  return [{ functionName, trigger: { name: id, type, properties: { ...settings, ...named } } }];
}

/** Events' words for what can be mapped, by the resource that is referred to or by the service in an ARN. */
const BY_RESOURCE: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'SQS',
  'AWS::Kinesis::Stream': 'Kinesis',
  'AWS::DynamoDB::Table': 'DynamoDB',
  'AWS::DynamoDB::GlobalTable': 'DynamoDB',
};
const BY_SERVICE: Readonly<Record<string, string>> = { sqs: 'SQS', kinesis: 'Kinesis', dynamodb: 'DynamoDB' };

function typeOf(arn: unknown, stack: Stack): string | undefined {
  const found = Object.entries(BY_RESOURCE).find(([type]) => stack.referenced(arn, type) !== undefined);
  return found?.[1] ?? BY_SERVICE[/arn:[^:]*:([a-z]+):/.exec(JSON.stringify(arn) ?? '')?.[1] ?? ''];
}
