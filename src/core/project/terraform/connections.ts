import { settingsIn } from '../apis/settings.ts';
import type { Invoker, Trigger } from '../model.ts';
import { documentRoutes, quickRoute } from './apiDocuments.ts';
import { guardOf, httpApiSettings, methodOf, preflightOf, type RouteSettings, related, restApiSettings } from './apiSettings.ts';
import type { DocumentTexts } from './documents.ts';
import { attributeOf, blocksOf, ofType } from './module.ts';
import { plainBlock, wholeAddress } from './plain.ts';
import { keyText, type Scope, scopeOf } from './scope.ts';
import { type Found, functionIn, placeOf, referencesIn, Source, textIn } from './source.ts';
import { ruleSettings, subscriptionSettings } from './subscriptions.ts';
import { methodValidation } from './validation.ts';
import { numberValue, type Reference, textValue } from './value.ts';

/** What another resource of the module has call a function. */
export interface Connection {
  /** The function: `aws_lambda_function.orders`, `module.orders`; without a key. */
  readonly address: string;
  /** Undefined where it has none, or it can't be told. */
  readonly key: string | number | undefined;
  readonly trigger: Trigger | undefined;
  readonly invoker: Invoker | undefined;
}

/** All of a module's connections, and those of APIs in the modules that it hands its functions to. */
export function connectionsOf(scope: Scope, texts: DocumentTexts): readonly Connection[] {
  return [...connectionsIn(scope, readers, texts), ...connectionsBelow(scope, texts)].map(({ of: _, ...connection }) => connection);
}

interface ScopedConnection extends Connection {
  /** The module that the function's address is of. */
  readonly of: unknown;
}

function connectionsIn(scope: Scope, by: Readers, texts: DocumentTexts): readonly ScopedConnection[] {
  return [...by].flatMap(([type, read]) =>
    ofType(scope.module, type).flatMap(([address, block]) =>
      scope.instances(block).flatMap((instance) => {
        const found = read(new Source(block, scope, instance, address, texts));
        return found.flatMap(({ target, ...connection }) =>
          target.map(({ address: to, key, scope: of }) => ({ address: to, key, of, ...connection })),
        );
      }),
    ),
  );
}

function connectionsBelow(scope: Scope, texts: DocumentTexts): readonly ScopedConnection[] {
  return [...scope.module.calls].flatMap(([name, call]) =>
    scope.instances(call).flatMap((instance) => {
      const inner = scope.open(call, instance);
      if (inner === undefined) return [];
      const found = connectionsIn(inner, apiReaders, texts).filter(({ of }) => of === scope);
      return found.map((connection) => ({
        ...connection,
        trigger: connection.trigger && within(`module.${name}${keyText(instance)}`, connection.trigger),
      }));
    }),
  );
}

/** Its API as it is called outside of its module. */
function within(module: string, trigger: Trigger): Trigger {
  const named = Object.entries(trigger.properties).map(([key, value]) => [
    key,
    /^(?:Rest)?ApiId$/.test(key) ? `${module}.${value}` : value,
  ]);
  return { ...trigger, properties: Object.fromEntries(named) };
}

type Readers = ReadonlyMap<string, (source: Source) => readonly Found[]>;

const apiReaders: Readers = new Map([
  ['aws_apigatewayv2_integration', httpIntegration],
  ['aws_api_gateway_integration', restIntegration],
  ['aws_apigatewayv2_api', (source: Source) => [...quickRoute(source), ...documentRoutes(source, 'HttpApi')]],
  ['aws_api_gateway_rest_api', (source: Source) => documentRoutes(source, 'Api')],
]);

const readers: Readers = new Map([
  ['aws_lambda_event_source_mapping', eventSource],
  ['aws_cloudwatch_event_target', ruleTarget],
  ['aws_scheduler_schedule', schedule],
  ['aws_lambda_function_url', functionUrl],
  ...apiReaders,
  ['aws_s3_bucket_notification', bucketNotification],
  ['aws_sns_topic_subscription', subscription],
]);

/** SAM's word for what an ARN is of. */
const sources: ReadonlyMap<string, string> = new Map([
  ['aws_sqs_queue', 'SQS'],
  ['aws_kinesis_stream', 'Kinesis'],
  ['aws_dynamodb_table', 'DynamoDB'],
  ['aws_msk_cluster', 'MSK'],
  ['aws_mq_broker', 'MQ'],
  ['aws_docdb_cluster', 'DocumentDB'],
]);

function eventSource(source: Source): readonly Found[] {
  const target = source.functions('function_name');
  const origin = source.reference('event_source_arn');
  const type = sources.get(origin?.address.split('.')[0] ?? '');
  const { function_name: _, event_source_arn: __, batch_size: ___, ...others } = plainBlock(source.block, source.scope, source.instance);
  const named = { [type === 'SQS' ? 'Queue' : 'Stream']: origin && wholeAddress(origin), BatchSize: textIn(source.value('batch_size')) };
  const trigger = type === undefined ? undefined : source.trigger(type, { ...named, ...others });
  return [{ target, trigger, invoker: origin === undefined || type !== 'SQS' ? undefined : queue(origin) }];
}

function queue(reference: Reference): Invoker | undefined {
  const { block, key, address } = reference;
  const scope = scopeOf(reference);
  const instance = block === undefined ? undefined : scope?.instances(block).find((each) => each.key === key || each.key === undefined);
  if (block === undefined || scope === undefined || instance === undefined) return undefined;
  const visibilitySeconds = numberValue(scope.evaluate(block, 'visibility_timeout_seconds', instance));
  return { kind: 'queue', name: address, at: placeOf(block), visibilitySeconds };
}

function ruleTarget(source: Source): readonly Found[] {
  const rule = source.reference('rule');
  const settings = ruleSettings(plainBlock(source.block, source.scope, source.instance), rule);
  const events = settings === undefined ? [] : [{ trigger: source.trigger('EventBridgeRule', settings), invoker: undefined }];
  const found = [...events, ...onTime(source, rule)];
  return found.map((each) => ({ ...each, target: source.functions('arn') }));
}

function onTime(source: Source, rule: Reference | undefined): readonly Omit<Found, 'target'>[] {
  const expression = rule === undefined ? undefined : scopeOf(rule)?.reference(rule.address, rule.key, ['schedule_expression']);
  const written = expression?.kind === 'reference' ? expression.written() : undefined;
  if (written === undefined) return [];
  const text = textValue(written);
  const trigger = source.trigger('Schedule', { Schedule: text.kind === 'literal' ? text.value : undefined });
  return [{ trigger, invoker: { kind: 'schedule', expression: text, dialect: 'rule' } }];
}

function schedule(source: Source): readonly Found[] {
  const expression = textValue(source.value('schedule_expression'));
  const trigger = source.trigger('ScheduleV2', { ScheduleExpression: expression.kind === 'literal' ? expression.value : undefined });
  const target = blocksOf(source.block, 'target').flatMap((block) => source.functions('arn', block));
  return [{ target, trigger, invoker: { kind: 'schedule', expression, dialect: 'scheduler' } }];
}

function functionUrl(source: Source): readonly Found[] {
  const [cors] = blocksOf(source.block, 'cors');
  const trigger = source.trigger('FunctionUrl', {
    AuthType: source.text('authorization_type'),
    InvokeMode: source.text('invoke_mode'),
    Cors: cors && plainBlock(cors, source.scope, source.instance),
  });
  return [{ target: source.functions('function_name'), trigger, invoker: undefined }];
}

/** Each route that leads to the integration; without one it is connected all the same. */
function httpIntegration(source: Source): readonly Found[] {
  const target = source.functions('integration_uri');
  const api = source.reference('api_id');
  const protocol = api?.block === undefined ? undefined : textIn(scopeOf(api)?.evaluate(api.block, 'protocol_type'));
  if (protocol === 'WEBSOCKET') return webSocketRoutes(source, api, target);
  if (protocol !== 'HTTP') return [];
  const invoker: Invoker = { kind: 'api', api: 'http', at: placeOf(source.block) };
  const settings = httpApiSettings(api);
  const found = routesTo(source).flatMap(({ name, block, instance }): readonly Found[] => {
    const key = textIn(source.scope.evaluate(block, 'route_key', instance))?.split(' ') ?? [];
    const [method, path] = key.length === 2 ? key : key[0] === '$default' ? [undefined, undefined] : [undefined, ''];
    if (path === '') return [];
    const properties = {
      ApiId: api?.address,
      Method: method,
      Path: path,
      PayloadFormatVersion: source.text('payload_format_version') ?? '1.0',
      TimeoutInMillis: source.text('timeout_milliseconds'),
      ...guardOf({ block, scope: source.scope, instance }, functionIn),
      ...settings,
    };
    return [{ target, trigger: { ...source.trigger('HttpApi', properties), name }, invoker }];
  });
  return found.length === 0 ? [{ target, trigger: undefined, invoker }] : found;
}

/** Each route of a WebSocket API that leads to the integration, in the words of the Serverless Framework. */
function webSocketRoutes(source: Source, api: Reference | undefined, target: readonly Reference[]): readonly Found[] {
  const { scope } = source;
  return routesTo(source).flatMap(({ name, block, instance }): readonly Found[] => {
    const text = (attribute: string) => textIn(scope.evaluate(block, attribute, instance));
    const properties = {
      ApiId: api?.address,
      route: text('route_key'),
      routeSelection: api?.block && textIn(scopeOf(api)?.evaluate(api.block, 'route_selection_expression')),
      routeResponseSelectionExpression: text('route_response_selection_expression'),
      authorizer: webSocketGuard(guardOf({ block, scope, instance }, functionIn)),
      Stages: httpApiSettings(api)['Stages'],
    };
    return [{ target, trigger: { ...source.trigger('WebSocket', properties), name }, invoker: undefined }];
  });
}

function webSocketGuard({ Authorization: kind, Authorizer: authorizer }: RouteSettings): unknown {
  if (kind === 'AWS_IAM') return 'aws_iam';
  if (kind === undefined) return undefined;
  const { id, function: fn, identity_sources: sources = [] } = settingsIn(authorizer);
  return { name: fn ?? id, identitySource: sources };
}

/** The routes of API Gateway's second version that lead to an integration, each for itself where there are several of a kind. */
function routesTo({ scope, address, instance: { key } }: Source) {
  const isMeant = (reference: Reference) =>
    reference.address === address && (reference.key === key || reference.key === undefined || key === undefined);
  return ofType(scope.module, 'aws_apigatewayv2_route').flatMap(([name, block]) => {
    const written = attributeOf(block, 'target');
    const leading = scope.instances(block).filter((instance) => written && referencesIn(written, scope, instance).some(isMeant));
    return leading.map((instance) => ({ name: name + keyText(instance), block, instance }));
  });
}

function restIntegration(source: Source): readonly Found[] {
  if (source.text('type') !== 'AWS_PROXY') return [];
  const method = source.value('http_method');
  const path = restPath(source.reference('resource_id'), 0);
  const api = source.reference('rest_api_id');
  const guarded = methodOf(source);
  const properties = {
    RestApiId: api?.address,
    Method: textIn(method),
    Path: path,
    TimeoutInMillis: source.text('timeout_milliseconds'),
    ...(guarded && guardOf(guarded, functionIn)),
    Validation: guarded && methodValidation(guarded, source.texts),
    ...restApiSettings(api),
    Preflight: preflightOf(source),
  };
  const trigger = path === undefined || properties.Method === undefined ? undefined : source.trigger('Api', properties);
  return [{ target: source.functions('uri'), trigger, invoker: { kind: 'api', api: 'rest', at: placeOf(source.block) } }];
}

/** `path_part` of each resource of the API, from the root on. */
function restPath(reference: Reference | undefined, depth: number): string | undefined {
  if (reference === undefined || depth > 20) return undefined;
  if (reference.path.at(-1) === 'root_resource_id') return '/';
  const resource = reference.address.startsWith('aws_api_gateway_resource.') ? related(reference) : undefined;
  if (resource === undefined) return undefined;
  const { block, scope, instance } = resource;
  const part = textIn(scope.evaluate(block, 'path_part', instance));
  const parent = scope.evaluate(block, 'parent_id', instance);
  const above = restPath(parent?.kind === 'reference' ? parent : undefined, depth + 1);
  return part === undefined || above === undefined ? undefined : `${above === '/' ? '' : above}/${part}`;
}

function bucketNotification(source: Source): readonly Found[] {
  const bucket = source.reference('bucket')?.address;
  return blocksOf(source.block, 'lambda_function').map((block) => ({
    target: source.functions('lambda_function_arn', block),
    trigger: source.trigger('S3', { Bucket: bucket }),
    invoker: undefined,
  }));
}

function subscription(source: Source): readonly Found[] {
  if (source.text('protocol') !== 'lambda') return [];
  const trigger = source.trigger('SNS', subscriptionSettings(plainBlock(source.block, source.scope, source.instance)));
  return [{ target: source.functions('endpoint'), trigger, invoker: undefined }];
}
