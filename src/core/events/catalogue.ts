import type { FunctionDefinition } from '../project/model.ts';
import apigatewayV1 from './catalogue/apigateway-v1.json' with { type: 'json' };
import apigatewayV2 from './catalogue/apigateway-v2.json' with { type: 'json' };
import dynamodb from './catalogue/dynamodb.json' with { type: 'json' };
import plain from './catalogue/plain.json' with { type: 'json' };
import s3 from './catalogue/s3.json' with { type: 'json' };
import schedule from './catalogue/schedule.json' with { type: 'json' };
import sns from './catalogue/sns.json' with { type: 'json' };
import sqs from './catalogue/sqs.json' with { type: 'json' };
import type { EventTemplate } from './model.ts';

/** Events as the services send them; shapes from the Lambda developer guide's page of each service. */
export const eventCatalogue: readonly EventTemplate[] = [
  { id: 'apigateway-v2', title: 'API Gateway HTTP API, function URL', description: 'Payload format 2.0', event: apigatewayV2 },
  { id: 'apigateway-v1', title: 'API Gateway REST API', description: 'Payload format 1.0', event: apigatewayV1 },
  { id: 's3', title: 'S3', description: 'An object was created', event: s3 },
  { id: 'sqs', title: 'SQS', description: 'A batch of one message', event: sqs },
  { id: 'sns', title: 'SNS', description: 'One notification', event: sns },
  { id: 'schedule', title: 'EventBridge schedule', description: 'A rule fired on time', event: schedule },
  { id: 'dynamodb', title: 'DynamoDB stream', description: 'One item was inserted', event: dynamodb },
  { id: 'plain', title: 'Plain JSON', description: 'Anything of your own', event: plain },
];

/** SAM's event types, by the catalogue's id. */
const byTrigger: Readonly<Record<string, string>> = {
  Api: 'apigateway-v1',
  HttpApi: 'apigateway-v2',
  S3: 's3',
  SQS: 'sqs',
  SNS: 'sns',
  Schedule: 'schedule',
  ScheduleV2: 'schedule',
  EventBridgeRule: 'schedule',
  CloudWatchEvent: 'schedule',
  DynamoDB: 'dynamodb',
  FunctionUrl: 'apigateway-v2',
};

/** The catalogue with the events that the function's own triggers send first; where none is known, an event of one's own. */
export function catalogueFor(definition: FunctionDefinition): readonly EventTemplate[] {
  const sent = definition.triggers.map((trigger) => byTrigger[trigger.type]);
  const wanted = sent.some((id) => id !== undefined) ? sent : ['plain'];
  const rank = (template: EventTemplate) => (wanted.includes(template.id) ? 0 : 1);
  return [...eventCatalogue].sort((a, b) => rank(a) - rank(b));
}
