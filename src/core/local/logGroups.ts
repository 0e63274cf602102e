import { localAccount, localRegion } from '../localAccount.ts';
import { AwsError, invalidLogs } from './awsError.ts';
import type { Cloud } from './cloud.ts';
import type { Fields } from './fields.ts';
import type { StoredGroup, StoredStream } from './logStore.ts';

export function describeLogGroups(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const prefix = fields.text('logGroupNamePrefix');
  const pattern = fields.text('logGroupNamePattern');
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidLogs('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  }
  const groups = cloud.logs.groups().filter((group) => group.name.startsWith(prefix ?? '') && group.name.includes(pattern ?? ''));
  const { page, token } = pageByName(groups, fields);
  return { logGroups: page.map(describeGroup), ...token };
}

export function describeLogStreams(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const group = requireGroup(cloud, fields);
  const byTime = fields.text('orderBy') === 'LastEventTime';
  const prefix = fields.text('logStreamNamePrefix');
  if (byTime && prefix !== undefined) throw invalidLogs('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const last = new Map(group.events().map((event) => [event.stream, event.id]));
  const key = (stream: StoredStream): string => (byTime ? (last.get(stream.name) ?? '') : stream.name);
  const streams = [...group.streams.values()].filter((stream) => stream.name.startsWith(prefix ?? ''));
  streams.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (fields.flag('descending') === true) streams.reverse();
  const { page, token } = pageByName(streams, fields);
  return { logStreams: page.map((stream) => describeStream(group, stream)), ...token };
}

export function createLogGroup(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const name = nameOf(fields, 'logGroupName', /^[.\-_/#A-Za-z0-9]{1,512}$/);
  if (!cloud.logs.createGroup(name)) throw alreadyExists('log group');
  return {};
}

export function createLogStream(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const group = requireGroup(cloud, fields);
  if (!cloud.logs.createStream(group.name, nameOf(fields, 'logStreamName', /^[^:*]{1,512}$/))) throw alreadyExists('log stream');
  return {};
}

export function deleteLogGroup(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  cloud.logs.deleteGroup(requireGroup(cloud, fields).name);
  return {};
}

const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** Shown, and nothing more: the events are gone with the session, before any retention ends. */
export function putRetentionPolicy(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const group = requireGroup(cloud, fields);
  const days = fields.integer('retentionInDays');
  if (days === undefined || !RETENTION_DAYS.includes(days)) {
    throw invalidLogs(
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
    );
  }
  cloud.logs.setRetention(group.name, days);
  return {};
}

export function deleteRetentionPolicy(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  cloud.logs.setRetention(requireGroup(cloud, fields).name, undefined);
  return {};
}

export function putLogEvents(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const group = requireGroup(cloud, fields);
  const stream = requireStream(group, fields);
  const events = (fields.objects('logEvents') ?? []).map((event) => ({
    timestamp: event.integer('timestamp') ?? 0,
    message: event.text('message') ?? '',
  }));
  if (events.length < 1 || events.length > 10_000) throw invalidLogs('Log events must have 1 to 10000 members.');
  for (const [index, event] of events.entries()) {
    if (event.timestamp < (events[index - 1]?.timestamp ?? 0)) {
      throw invalidLogs('Log events in a single PutLogEvents request must be in chronological order.');
    }
  }
  cloud.logs.append(group.name, stream.name, events);
  return { nextSequenceToken: '0' };
}

/** The group that `logGroupName` or `logGroupIdentifier` (a name, or an ARN) names. */
export function requireGroup(cloud: Cloud, fields: Fields): StoredGroup {
  const name = fields.text('logGroupName');
  const identifier = fields.text('logGroupIdentifier');
  if (name !== undefined && identifier !== undefined) {
    throw invalidLogs('Only one of logGroupName and logGroupIdentifier can be specified, not both.');
  }
  const wanted = name ?? identifier?.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '');
  if (wanted === undefined || wanted === '') throw invalidLogs('Either logGroupName or logGroupIdentifier must be specified.');
  const group = cloud.logs.group(wanted);
  if (group === undefined) throw new AwsError(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

export function requireStream(group: StoredGroup, fields: Fields): StoredStream {
  const stream = group.streams.get(fields.text('logStreamName') ?? '');
  if (stream === undefined) throw new AwsError(400, 'ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

function describeGroup(group: StoredGroup): Readonly<Record<string, unknown>> {
  const arn = groupArn(group);
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: 0,
    logGroupClass: 'STANDARD',
    logGroupArn: arn,
  };
}

function describeStream(group: StoredGroup, stream: StoredStream): Readonly<Record<string, unknown>> {
  const events = group.events().filter((event) => event.stream === stream.name);
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName: stream.name,
    creationTime: stream.creationTime,
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined ? {} : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime }),
    uploadSequenceToken: '0',
    arn: `${groupArn(group)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

function groupArn(group: StoredGroup): string {
  return `arn:aws:logs:${localRegion}:${localAccount}:log-group:${group.name}`;
}

/** At most 50 an answer; the token is the last name given. */
function pageByName<T extends { readonly name: string }>(
  items: readonly T[],
  fields: Fields,
): { page: readonly T[]; token: { nextToken?: string } } {
  const limit = fields.integer('limit') ?? 50;
  if (limit < 1 || limit > 50)
    throw invalidLogs(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50`,
    );
  const after = fields.text('nextToken');
  const start = after === undefined ? 0 : items.findIndex((item) => item.name === after) + 1;
  if (after !== undefined && start === 0) throw invalidLogs('The specified nextToken is invalid.');
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return { page, token: start + limit < items.length && last !== undefined ? { nextToken: last.name } : {} };
}

function nameOf(fields: Fields, member: string, pattern: RegExp): string {
  const name = fields.text(member) ?? '';
  if (!pattern.test(name)) {
    throw invalidLogs(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
    );
  }
  return name;
}

function alreadyExists(what: string): AwsError {
  return new AwsError(400, 'ResourceAlreadyExistsException', `The specified ${what} already exists`);
}
