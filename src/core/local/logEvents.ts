import { Buffer } from 'node:buffer';
import { invalidLogs } from './awsError.ts';
import type { Cloud } from './cloud.ts';
import type { Fields } from './fields.ts';
import { parseFilterPattern } from './filterPattern.ts';
import { requireGroup, requireStream } from './logGroups.ts';
import type { StoredEvent } from './logStore.ts';

/** Bytes and events of a page, as on the service. */
const MAX_PAGE_BYTES = 1_048_576;
const MAX_PAGE_EVENTS = 10_000;

export function filterLogEvents(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const group = requireGroup(cloud, fields);
  const names = fields.texts('logStreamNames');
  const prefix = fields.text('logStreamNamePrefix');
  if (names !== undefined && prefix !== undefined)
    throw invalidLogs('Only one of logStreamNames and logStreamNamePrefix can be specified, not both.');
  const limit = limitOf(fields);
  const matches = parseFilterPattern(fields.text('filterPattern') ?? '');
  const start = fields.integer('startTime') ?? 0;
  const end = fields.integer('endTime') ?? Number.POSITIVE_INFINITY;
  const after = decodeToken(fields.text('nextToken'));
  const wanted = group
    .events()
    .filter(
      (event) =>
        (after === '' || event.id > after) &&
        event.timestamp >= start &&
        event.timestamp <= end &&
        (names === undefined || names.includes(event.stream)) &&
        (prefix === undefined || event.stream.startsWith(prefix)) &&
        matches(event.message),
    );
  const page = wanted.slice(0, pageLength(wanted, limit));
  const last = page.at(-1);
  return {
    events: page.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: event.id,
    })),
    searchedLogStreams: [],
    ...(page.length < wanted.length && last !== undefined ? { nextToken: Buffer.from(last.id).toString('base64url') } : {}),
  };
}

/** One stream, forwards or backwards. The end is where a token comes back as it was sent. */
export function getLogEvents(cloud: Cloud, fields: Fields): Readonly<Record<string, unknown>> {
  const group = requireGroup(cloud, fields);
  const stream = requireStream(group, fields);
  const limit = limitOf(fields);
  const start = fields.integer('startTime') ?? 0;
  const end = fields.integer('endTime') ?? Number.POSITIVE_INFINITY;
  const events = group.events().filter((event) => event.stream === stream.name && event.timestamp >= start && event.timestamp < end);
  const token = fields.text('nextToken');
  const place = token === undefined ? undefined : /^([fb])\/(\d{56})\/s$/.exec(token);
  if (place === null) throw invalidLogs('The specified nextToken is invalid.');
  const at = place?.[2] ?? '';
  const forward = place === undefined ? fields.flag('startFromHead') === true : place[1] === 'f';
  const candidates = events.filter((event) => place === undefined || (forward ? event.id > at : event.id < at));
  const page = forward ? candidates.slice(0, pageLength(candidates, limit)) : lastPage(candidates, limit);
  const first = page[0]?.id ?? (at || NO_EVENT);
  const last = page.at(-1)?.id ?? (at || NO_EVENT);
  return {
    events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${last}/s`,
    nextBackwardToken: `b/${first}/s`,
  };
}

const NO_EVENT = '0'.repeat(56);

function limitOf(fields: Fields): number {
  const limit = fields.integer('limit') ?? MAX_PAGE_EVENTS;
  if (limit >= 1 && limit <= MAX_PAGE_EVENTS) return limit;
  const bound = limit < 1 ? 'greater than or equal to 1' : 'less than or equal to 10000';
  throw invalidLogs(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

/** How many from the front fit in a page: one at least. */
function pageLength(events: readonly StoredEvent[], limit: number): number {
  let bytes = 0;
  for (const [index, event] of events.entries()) {
    bytes += Buffer.byteLength(event.message) + 26;
    if (index >= limit || (index > 0 && bytes > MAX_PAGE_BYTES)) return index;
  }
  return events.length;
}

function lastPage(events: readonly StoredEvent[], limit: number): readonly StoredEvent[] {
  const length = pageLength(events.toReversed(), limit);
  return events.slice(events.length - length);
}

/** The id after which the page begins; before all where there is no token. */
function decodeToken(token: string | undefined): string {
  if (token === undefined) return '';
  const id = Buffer.from(token, 'base64url').toString();
  if (!/^\d{56}$/.test(id)) throw invalidLogs('The specified nextToken is invalid.');
  return id;
}
