import type { ApiRequest, ApiResponse, Route } from '../local/api.ts';
import { type Fields, readFields } from '../local/fields.ts';
import { type Buses, busArn, type NewEvent } from './buses.ts';
import { DEFAULT_BUS } from './readSubscriptions.ts';

/** As much of EventBridge as puts events on buses: `aws events put-events` reaches the targets of the rules that match. */
export function eventsRoutes(buses: Buses): readonly Route[] {
  return [
    {
      operation: 'EventBridge',
      service: { id: 'events', name: 'EventBridge' },
      method: 'POST',
      path: '/',
      target: 'AWSEvents.',
      maxBodyBytes: 2_097_152,
      run: (request) => answer(buses, request),
    },
  ];
}

function answer(buses: Buses, { headers, body }: ApiRequest): ApiResponse {
  const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
  if (operation === 'ListEventBuses') return ok({ EventBuses: buses.names.map((Name) => ({ Name, Arn: busArn(Name) })) });
  if (operation !== 'PutEvents') return refused('UnknownOperationException', `serve has no operation ${operation} of EventBridge.`);
  const entries = readFields(body).objects('Entries') ?? [];
  if (entries.length === 0 || entries.length > 10)
    return refused('ValidationException', `1 to 10 entries are put at once, not ${entries.length}.`);
  const Entries = entries.map((entry) => putEntry(buses, entry));
  return ok({ FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries });
}

function putEntry(buses: Buses, entry: Fields) {
  const event = eventIn(entry);
  if (typeof event === 'string') return { ErrorCode: 'InvalidArgument', ErrorMessage: event };
  const EventId = buses.put(entry.text('EventBusName') ?? DEFAULT_BUS, event);
  if (EventId !== undefined) return { EventId };
  return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `There is no event bus ${entry.text('EventBusName')} in this folder.` };
}

/** What is wrong with it, as EventBridge says it. */
function eventIn(entry: Fields): NewEvent | string {
  const [source, detailType, detail] = [entry.text('Source'), entry.text('DetailType'), entry.text('Detail')];
  for (const [name, value] of Object.entries({ Source: source, DetailType: detailType, Detail: detail }))
    if (value === undefined) return `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
  try {
    const read = JSON.parse(detail ?? '') as unknown;
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return 'Detail is malformed.';
    // What is nested too deeply can be read, and not written again.
    JSON.stringify(read);
    const time = timeIn(entry);
    if (Number.isNaN(time)) return 'Parameter Time is not valid. Reason: it is no time.';
    return {
      source: source ?? '',
      detailType: detailType ?? '',
      detail: read,
      resources: entry.texts('Resources') ?? [],
      ...(time === undefined ? {} : { time }),
    };
  } catch {
    return 'Detail is malformed.';
  }
}

/** Milliseconds since 1970, of seconds over the wire; NaN where it is no time. */
function timeIn(entry: Fields): number | undefined {
  const { Time } = entry.plain();
  return typeof Time === 'number' ? new Date(Time * 1000).getTime() : undefined;
}

function ok(body: unknown): ApiResponse {
  return { status: 200, headers: { 'Content-Type': 'application/x-amz-json-1.1' }, body };
}

function refused(type: string, message: string): ApiResponse {
  return { status: 400, headers: { 'Content-Type': 'application/x-amz-json-1.1' }, body: { __type: type, message } };
}
