import type { FileRange } from '../../text.ts';
import type { Invoker, Trigger } from '../model.ts';
import { guardOf, httpApiSettings, methodOf, preflightOf, restApiSettings } from './apiSettings.ts';
import type { Expression } from './hcl/model.ts';
import { attributeOf, blocksOf, type ModuleBlock, ofType, type Written } from './module.ts';
import { plainBlock, wholeAddress } from './plain.ts';
import { type Instance, type Scope, scopeOf } from './scope.ts';
import { type Evaluated, numberValue, type Reference, resolved, textValue } from './value.ts';

/** What another resource of the module has call a function. */
export interface Connection {
  /** The function: `aws_lambda_function.orders`, `module.orders`; without a key. */
  readonly address: string;
  /** Undefined where it has none, or it can't be told. */
  readonly key: string | number | undefined;
  readonly trigger: Trigger | undefined;
  readonly invoker: Invoker | undefined;
}

/** All of a module's connections. */
export function connectionsOf(scope: Scope): readonly Connection[] {
  return [...readers].flatMap(([type, read]) =>
    ofType(scope.module, type).flatMap(([address, block]) =>
      scope.instances(block).flatMap((instance) => {
        const found = read(new Source(block, scope, instance, address));
        return found.flatMap(({ target, ...connection }) => target.map(({ address: to, key }) => ({ address: to, key, ...connection })));
      }),
    ),
  );
}

interface Found {
  readonly target: readonly Reference[];
  readonly trigger: Trigger | undefined;
  readonly invoker: Invoker | undefined;
}

const readers: ReadonlyMap<string, (source: Source) => readonly Found[]> = new Map([
  ['aws_lambda_event_source_mapping', eventSource],
  ['aws_cloudwatch_event_target', ruleTarget],
  ['aws_scheduler_schedule', schedule],
  ['aws_lambda_function_url', functionUrl],
  ['aws_apigatewayv2_integration', httpIntegration],
  ['aws_api_gateway_integration', restIntegration],
  ['aws_s3_bucket_notification', bucketNotification],
  ['aws_sns_topic_subscription', subscription],
]);

/** One resource that connects, and what its arguments say. */
class Source {
  readonly block: ModuleBlock;
  readonly scope: Scope;
  readonly instance: Instance;
  readonly address: string;

  constructor(block: ModuleBlock, scope: Scope, instance: Instance, address: string) {
    this.block = block;
    this.scope = scope;
    this.instance = instance;
    this.address = address;
  }

  value(name: string): Evaluated | undefined {
    return this.scope.evaluate(this.block, name, this.instance);
  }

  text(name: string): string | undefined {
    return textIn(this.value(name));
  }

  /** Functions that an argument refers to, whatever else is in it. */
  functions(name: string, block: ModuleBlock = this.block): readonly Reference[] {
    const written = attributeOf(block, name);
    return written === undefined ? [] : referencesIn(written, this.scope, this.instance).flatMap(toFunction);
  }

  reference(name: string): Reference | undefined {
    const value = this.value(name);
    return value?.kind === 'reference' ? value : undefined;
  }

  trigger(type: string, properties: Readonly<Record<string, unknown>>): Trigger {
    const written = Object.entries(properties).filter(([, value]) => value !== undefined);
    return { name: this.address, type, properties: Object.fromEntries(written) };
  }
}

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
  const expression = rule === undefined ? undefined : scopeOf(rule)?.reference(rule.address, rule.key, ['schedule_expression']);
  const written = expression?.kind === 'reference' ? expression.written() : undefined;
  if (written === undefined) return [];
  const text = textValue(written);
  const trigger = source.trigger('Schedule', { Schedule: text.kind === 'literal' ? text.value : undefined });
  return [{ target: source.functions('arn'), trigger, invoker: { kind: 'schedule', expression: text, dialect: 'rule' } }];
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
  if (protocol !== 'HTTP') return [];
  const invoker: Invoker = { kind: 'api', api: 'http', at: placeOf(source.block) };
  const settings = httpApiSettings(api);
  const routes = ofType(source.scope.module, 'aws_apigatewayv2_route').filter(([, block]) => leadsTo(block, source));
  const found = routes.flatMap(([name, block]): readonly Found[] => {
    const [instance] = source.scope.instances(block);
    const key = textIn(source.scope.evaluate(block, 'route_key', instance))?.split(' ') ?? [];
    const [method, path] = key.length === 2 ? key : key[0] === '$default' ? [undefined, undefined] : [undefined, ''];
    if (path === '') return [];
    const properties = {
      ApiId: api?.address,
      Method: method,
      Path: path,
      PayloadFormatVersion: source.text('payload_format_version') ?? '1.0',
      TimeoutInMillis: source.text('timeout_milliseconds'),
      ...(instance && guardOf({ block, scope: source.scope, instance }, functionIn)),
      ...settings,
    };
    return [{ target, trigger: { ...source.trigger('HttpApi', properties), name }, invoker }];
  });
  return found.length === 0 ? [{ target, trigger: undefined, invoker }] : found;
}

function leadsTo(block: ModuleBlock, { scope, address }: Source): boolean {
  const written = attributeOf(block, 'target');
  const [instance] = scope.instances(block);
  if (written === undefined || instance === undefined) return false;
  return referencesIn(written, scope, instance).some((reference) => reference.address === address);
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
  const { block } = reference;
  const scope = scopeOf(reference);
  if (block === undefined || scope === undefined || !reference.address.startsWith('aws_api_gateway_resource.')) return undefined;
  const part = textIn(scope.evaluate(block, 'path_part'));
  const parent = scope.evaluate(block, 'parent_id');
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
  return [
    {
      target: source.functions('endpoint'),
      trigger: source.trigger('SNS', { Topic: source.reference('topic_arn')?.address }),
      invoker: undefined,
    },
  ];
}

function functionIn(written: Written, scope: Scope, instance: Instance): Reference | undefined {
  return referencesIn(written, scope, instance).flatMap(toFunction)[0];
}

/** The function itself, or the one that an alias is of. */
function toFunction(reference: Reference): readonly Reference[] {
  const { address, block, key } = reference;
  if (/^(aws(cc)?_lambda_function|module)\./.test(address)) return [reference];
  const scope = scopeOf(reference);
  if (!address.startsWith('aws_lambda_alias.') || block === undefined || scope === undefined) return [];
  const instance = scope.instances(block).find((each) => each.key === key) ?? scope.instances(block)[0];
  const of = instance === undefined ? undefined : scope.evaluate(block, 'function_name', instance);
  return of?.kind === 'reference' && of.address.startsWith('aws_lambda_function.') ? [of] : [];
}

/** What an expression refers to, itself or in its parts. */
export function referencesIn({ file, expression }: Written, scope: Scope, instance: Instance): readonly Reference[] {
  const value = scope.evaluateExpression({ file, expression }, instance);
  if (value.kind === 'reference') return [value];
  return partsOf(expression).flatMap((part) => referencesIn({ file, expression: part }, scope, instance));
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'call':
      return expression.args;
    case 'conditional':
      return [expression.then, expression.otherwise];
    default:
      return [];
  }
}

function textIn(value: Evaluated | undefined): string | undefined {
  const found = value === undefined ? undefined : resolved(value);
  return found?.kind === 'scalar' && found.value !== null ? String(found.value) : undefined;
}

function placeOf({ file, block }: ModuleBlock): FileRange {
  const label = block.labels.at(-1) ?? block;
  return { path: file.path, range: file.lines.range(label.start, label.end) };
}
