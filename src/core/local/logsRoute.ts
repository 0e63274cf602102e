import { type ApiRequest, type ApiResponse, header, type Route } from './api.ts';
import { AwsError } from './awsError.ts';
import type { Cloud } from './cloud.ts';
import { type Fields, readFields } from './fields.ts';
import { LOGS_CONTENT_TYPE } from './http.ts';
import { filterLogEvents, getLogEvents } from './logEvents.ts';
import {
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  deleteRetentionPolicy,
  describeLogGroups,
  describeLogStreams,
  putLogEvents,
  putRetentionPolicy,
} from './logGroups.ts';

/** What an operation of CloudWatch Logs is: members in, members out. */
type Run = (cloud: Cloud, fields: Fields) => Readonly<Record<string, unknown>>;

const operations: Readonly<Record<string, Run>> = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DeleteLogGroup: deleteLogGroup,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  PutLogEvents: putLogEvents,
  PutRetentionPolicy: putRetentionPolicy,
};

/** CloudWatch Logs speaks JSON 1.1: one address, and the operation in a header. */
export function logsRoute(cloud: Cloud): Route {
  return {
    operation: 'Logs',
    service: { id: 'logs', name: 'CloudWatch Logs' },
    method: 'POST',
    path: '/',
    maxBodyBytes: 2_097_152,
    run: (request) => dispatch(cloud, request),
  };
}

function dispatch(cloud: Cloud, request: ApiRequest): ApiResponse {
  const target = header(request, 'x-amz-target') ?? '';
  const [service, operation = ''] = target.split('.');
  const run = service === 'Logs_20140328' && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (run === undefined) throw new AwsError(400, 'UnknownOperationException', `The local cloud has no operation ${target || 'POST /'}.`);
  const body = run(cloud, readFields(request.body));
  return { status: 200, headers: { 'Content-Type': LOGS_CONTENT_TYPE }, body };
}
