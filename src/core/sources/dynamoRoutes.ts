import type { ApiRequest, ApiResponse, Route } from '../local/api.ts';
import { AwsError } from '../local/awsError.ts';
import { type Fields, readFields } from '../local/fields.ts';
import { localAccount, localRegion } from '../localAccount.ts';
import type { TableCarrier } from '../project/messaging/model.ts';
import type { Stream } from './stream.ts';
import type { Item, Tables } from './tables.ts';

/** As much of DynamoDB as changes single items, so that functions are given the records of those changes. */
export function dynamoRoutes(tables: Tables): readonly Route[] {
  return [
    {
      operation: 'DynamoDB',
      service: { id: 'dynamodb', name: 'DynamoDB' },
      method: 'POST',
      path: '/',
      target: 'DynamoDB_20120810.',
      maxBodyBytes: 1024 * 1024,
      run: (request) => ({ status: 200, headers: { 'Content-Type': 'application/x-amz-json-1.0' }, body: answer(tables, request) }),
    },
  ];
}

function answer(tables: Tables, request: ApiRequest): ApiResponse['body'] {
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const body = readFields(request.body);
  if (operation === 'ListTables') return { TableNames: tables.all.map(({ carrier }) => carrier.name) };
  const named = body.text('TableName') ?? '';
  const table = tables.find(named);
  if (table === undefined) {
    const known =
      tables.all.length === 0 ? 'no template here has one' : `there are ${tables.all.map(({ carrier }) => carrier.name).join(', ')}`;
    throw new AwsError(400, 'ResourceNotFoundException', `Requested resource not found: the table ${named}; ${known}.`);
  }
  const conditions = body
    .names()
    .find((name) => /Expression|Expected|AttributeUpdates/.test(name) && !/Attribute(?:Names|Values)$/.test(name));
  if (operation === 'DescribeTable') return { Table: descriptionOf(table) };
  if (!['PutItem', 'DeleteItem', 'GetItem'].includes(operation) || conditions !== undefined) {
    const what = conditions === undefined ? `no operation ${operation}` : `no ${conditions}`;
    throw new AwsError(
      400,
      'ValidationException',
      `serve has ${what} of DynamoDB: its tables take whole items with PutItem, and give and delete them by their keys.`,
    );
  }
  return change(tables, table, operation, body);
}

function change(tables: Tables, table: Stream, operation: string, body: Fields): ApiResponse['body'] {
  const item = itemIn(body, operation === 'PutItem' ? 'Item' : 'Key', table.carrier as TableCarrier);
  if (operation === 'GetItem') return { Item: tables.get(table, item) };
  const before = operation === 'PutItem' ? tables.put(table, item) : tables.delete(table, item);
  return body.text('ReturnValues') === 'ALL_OLD' ? { Attributes: before } : {};
}

function itemIn(body: Fields, member: string, { keys }: TableCarrier): Item {
  const fields = body.object(member);
  const names = fields?.names() ?? [];
  const lacking = keys.find((key) => !names.includes(key));
  if (fields === undefined || names.length === 0 || lacking !== undefined) {
    throw new AwsError(400, 'ValidationException', `One of the required keys was not given a value: ${lacking ?? member}`);
  }
  return fields.plain();
}

function descriptionOf({ carrier }: Stream) {
  const { name, keys } = carrier as TableCarrier;
  return {
    TableName: name,
    TableStatus: 'ACTIVE',
    TableArn: `arn:aws:dynamodb:${localRegion}:${localAccount}:table/${name}`,
    KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  };
}
