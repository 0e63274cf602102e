import { expect, test } from 'vitest';
import type { ReadableFileSystem } from '../../ports.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import type { Invoker, LogGroup } from '../model.ts';
import type { Once } from '../reader.ts';
import { brief, folder } from '../testing.ts';
import { functionsOf, resource } from './testing.ts';

const named = 'function_name = "orders"';

test('what calls a function', async () => {
  const check = async (after: string, invokers: readonly string[], triggers: readonly unknown[] = []) => {
    const found = await resource(named, after);
    expect((found.invokers ?? []).map(shown)).toEqual(invokers);
    expect(found.triggers.map(({ type, properties }) => ({ type, ...properties }))).toEqual(triggers);
  };
  const queue = 'resource "aws_sqs_queue" "q" {\n visibility_timeout_seconds = 60\n}\n';
  const mapping = (to: string) =>
    `resource "aws_lambda_event_source_mapping" "m" {\n function_name = ${to}\n event_source_arn = aws_sqs_queue.q.arn\n batch_size = 5\n}\n`;
  const sqs = { type: 'SQS', Queue: 'aws_sqs_queue.q', BatchSize: '5' };
  await check(queue + mapping('aws_lambda_function.f.arn'), ['queue aws_sqs_queue.q 60 at 3'], [sqs]);
  await check(queue + mapping('"${aws_lambda_function.f.arn}:live"'), ['queue aws_sqs_queue.q 60 at 3'], [sqs]);
  await check(
    `${queue}${mapping('aws_lambda_alias.a.arn')}resource "aws_lambda_alias" "a" {\n function_name = aws_lambda_function.f.function_name\n}`,
    ['queue aws_sqs_queue.q 60 at 3'],
    [sqs],
  );
  await check(queue + mapping('aws_lambda_function.other.arn'), []);
  await check(mapping('aws_lambda_function.f.arn'), [], [sqs]);
  await check(
    'resource "aws_cloudwatch_event_rule" "r" {\n schedule_expression = "rate(1 day)"\n}\nresource "aws_cloudwatch_event_target" "t" {\n rule = aws_cloudwatch_event_rule.r.name\n arn = aws_lambda_function.f.arn\n}',
    ['schedule rate(1 day) rule'],
    [{ type: 'Schedule', Schedule: 'rate(1 day)' }],
  );
  await check(
    'resource "aws_scheduler_schedule" "s" {\n schedule_expression = "at(2030-01-01T00:00:00)"\n target {\n  arn = aws_lambda_function.f.arn\n }\n}',
    ['schedule at(2030-01-01T00:00:00) scheduler'],
    [{ type: 'ScheduleV2', ScheduleExpression: 'at(2030-01-01T00:00:00)' }],
  );
  await check(
    'resource "aws_lambda_function_url" "u" {\n function_name = aws_lambda_function.f.function_name\n authorization_type = "NONE"\n}',
    [],
    [{ type: 'FunctionUrl', AuthType: 'NONE' }],
  );
  await check(
    'resource "aws_apigatewayv2_api" "a" {\n protocol_type = "HTTP"\n}\nresource "aws_apigatewayv2_integration" "i" {\n api_id = aws_apigatewayv2_api.a.id\n integration_uri = aws_lambda_function.f.invoke_arn\n payload_format_version = "2.0"\n}\nresource "aws_apigatewayv2_route" "r" {\n route_key = "GET /items"\n target = "integrations/${aws_apigatewayv2_integration.i.id}"\n}',
    ['api http at 6'],
    [{ type: 'HttpApi', ApiId: 'aws_apigatewayv2_api.a', Method: 'GET', Path: '/items', PayloadFormatVersion: '2.0' }],
  );
  await check(
    'resource "aws_api_gateway_resource" "p" {\n path_part = "items"\n parent_id = aws_api_gateway_rest_api.a.root_resource_id\n}\nresource "aws_api_gateway_integration" "i" {\n type = "AWS_PROXY"\n rest_api_id = aws_api_gateway_rest_api.a.id\n resource_id = aws_api_gateway_resource.p.id\n http_method = "POST"\n uri = aws_lambda_function.f.invoke_arn\n}',
    ['api rest at 7'],
    [{ type: 'Api', RestApiId: 'aws_api_gateway_rest_api.a', Method: 'POST', Path: '/items' }],
  );
});

test('what calls the function that a call makes', async () => {
  const tree = {
    'main.tf':
      'module "one" {\n source = "./fn"\n handler = "one.h"\n}\nresource "aws_cloudwatch_event_rule" "r" {\n schedule_expression = "rate(1 day)"\n}\nresource "aws_cloudwatch_event_target" "t" {\n rule = aws_cloudwatch_event_rule.r.name\n arn = module.one.arn\n}',
    'fn/main.tf':
      'variable "handler" {}\nresource "aws_lambda_function" "f" {\n handler = var.handler\n}\nresource "aws_scheduler_schedule" "s" {\n schedule_expression = "rate(2 days)"\n target {\n  arn = aws_lambda_function.f.arn\n }\n}',
  };
  const [definition] = await functionsOf(tree);
  expect(definition?.invokers?.map(shown)).toEqual(['schedule rate(2 days) scheduler', 'schedule rate(1 day) rule']);
});

test('whether a function has a log group of its own', async () => {
  const check = async (args: string, after: string, expected: string) =>
    expect(kindOf((await resource(args, after)).logGroup)).toBe(expected);
  const group = (name: string) => `resource "aws_cloudwatch_log_group" "g" {\n name = ${name}\n}`;
  await check(named, '', 'none, with an edit');
  await check(named, group('"/aws/lambda/orders"'), 'declared');
  await check(named, group('"/aws/lambda/${aws_lambda_function.f.function_name}"'), 'declared');
  await check(named, group('"/aws/lambda/other"'), 'none, with an edit');
  await check(named, group('"/aws/lambda/${var.name}"'), 'unknown');
  await check('function_name = var.name', group('"/aws/lambda/other"'), 'unknown');
  await check('function_name = var.name', group('"/aws/apigateway/x"'), 'none, with an edit');
  await check(`${named}\n logging_config {\n  log_group = "x"\n }`, '', 'declared');
  await check(named, 'resource "aws_cloudwatch_log_group" "f" {\n name = "other"\n}', 'none');
  const { logGroup } = await resource(named);
  expect(logGroup?.kind === 'none' && logGroup.insertion?.text).toBe(
    '\n\nresource "aws_cloudwatch_log_group" "f" {\n  name              = "/aws/lambda/${aws_lambda_function.f.function_name}"\n  retention_in_days = 30\n}',
  );
});

test('what tells functions of one name apart, and where the names of variables stand', async () => {
  expect((await resource('count = var.on ? 1 : 0\n provider = aws.us')).condition).toBe('var.on ? 1 : 0; aws.us');
  expect((await resource(named)).condition).toBeUndefined();
  const { environmentNames } = await resource('environment {\n variables = merge(local.a, { TABLE = "x", "B" = 1 })\n}');
  expect(Object.entries(environmentNames ?? {}).map(([name, { range }]) => `${name} ${range.start.line}:${range.start.character}`)).toEqual(
    ['TABLE 2:30', 'B 2:44'],
  );
});

function shown(invoker: Invoker): string {
  if (invoker.kind === 'schedule') return `schedule ${brief(invoker.expression)} ${invoker.dialect}`;
  if (invoker.kind === 'queue') return `queue ${invoker.name} ${brief(invoker.visibilitySeconds)} at ${invoker.at.range.start.line}`;
  return `api ${invoker.api} at ${invoker.at.range.start.line}`;
}

function kindOf(logGroup: LogGroup | undefined): string {
  if (logGroup?.kind !== 'none') return logGroup?.kind ?? 'nothing';
  return logGroup.insertion === undefined ? 'none' : 'none, with an edit';
}

test('what stands around is looked for once for all files of a module', async () => {
  const file = (name: string) =>
    `resource "aws_lambda_function" "${name}" {\n function_name = "${name}"\n}\nresource "aws_cloudwatch_log_group" "${name}" {\n name = "/aws/lambda/${name}"\n}`;
  const tree = { 'a.tf': file('a'), 'b.tf': file('b') };
  const known = new Map<string, Promise<unknown>>();
  const once: Once = <T>(key: string, compute: (files: ReadableFileSystem) => Promise<T>) => {
    const answer =
      known.get(key) ?? compute(memoryFiles(Object.fromEntries(Object.entries(tree).map(([name, text]) => [`${folder}/${name}`, text]))));
    known.set(key, answer);
    return answer as Promise<T>;
  };
  const found = [...(await functionsOf(tree, 'a.tf', once)), ...(await functionsOf(tree, 'b.tf', once))];
  expect(found.map(({ logicalId, logGroup }) => [logicalId, logGroup?.kind])).toEqual([
    ['aws_lambda_function.a', 'declared'],
    ['aws_lambda_function.b', 'declared'],
  ]);
  expect([...known.keys()].filter((key) => key.includes('surroundings'))).toHaveLength(1);
});
