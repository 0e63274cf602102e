import { type ApiRequest, type ApiResponse, PAGE_PREFIX, type Route } from '../local/api.ts';
import type { Buses } from '../sources/buses.ts';
import type { Queues } from '../sources/queues.ts';
import { targetName } from '../sources/receivers.ts';
import type { Schedules } from '../sources/schedules.ts';
import type { Streams } from '../sources/streams.ts';
import type { Tables } from '../sources/tables.ts';
import type { Topics } from '../sources/topics.ts';
import { BACK, missing, shown } from './answers.ts';
import { overviewPage, type PageState } from './page.ts';
import { queuePage } from './pages.ts';
import { recordRoutes } from './recordRoutes.ts';
import { sentOnRoutes } from './sentOnRoutes.ts';

export interface ServePageOptions {
  readonly schedules: Schedules;
  readonly queues: Queues;
  readonly streams: Streams;
  readonly tables: Tables;
  readonly topics: Topics;
  readonly buses: Buses;
  readonly clock: { now(): number };
  /** What the page shows besides what is above. */
  readonly state: () => Omit<PageState, 'schedules' | 'queues' | 'streams' | 'topics' | 'buses'>;
}

/** The page of `serve`, and what its buttons do. Its requests need no signature: the server lets in a browser on the page itself alone. */
export function servePageRoutes(options: ServePageOptions): readonly Route[] {
  const { schedules, queues, streams, tables, topics, buses, clock, state } = options;
  const common = { maxBodyBytes: 1_048_576 };
  const whole = (): PageState => ({
    ...state(),
    schedules: schedules.sources.map((source) => ({ ...source, nextRun: schedules.nextRun(source) })),
    queues: queues.names.map((name) => ({
      name,
      functions: queues.sources.filter(({ queue }) => queue === name).map(({ functionName }) => functionName),
      waiting: queues.find(name)?.counts(clock.now()).visible ?? 0,
    })),
    streams: streams.all.map(({ carrier: { kind, name } }) => ({
      kind,
      name,
      functions: streams.sources.filter(({ stream }) => stream === name).map(({ functionName }) => functionName),
    })),
    topics: topics.names.map((name) => ({
      name,
      subscribers: topics.sources.filter(({ topic }) => topic === name).map(({ to }) => targetName(to)),
    })),
    buses: buses.names.map((name) => ({
      name,
      rules: buses.sources.filter(({ bus }) => bus === name).map(({ name: rule, to }) => ({ name: rule, target: targetName(to) })),
    })),
  });
  return [
    { ...common, operation: 'Page', method: 'GET', path: '/', run: () => shown(overviewPage(whole())) },
    {
      ...common,
      operation: 'FireSchedule',
      method: 'POST',
      path: `${PAGE_PREFIX}schedules/{id}`,
      run(request) {
        const id = request.params['id'] ?? '';
        if (!schedules.sources.some((source) => source.id === id)) return missing(`There is no schedule ${id}.`);
        void schedules.fire(id);
        return BACK;
      },
    },
    {
      ...common,
      operation: 'QueuePage',
      method: 'GET',
      path: `${PAGE_PREFIX}queues/{name}`,
      run: ({ params }) => (queues.names.includes(params['name'] ?? '') ? shown(queuePage(params['name'] ?? '')) : noQueue(params)),
    },
    {
      ...common,
      operation: 'SendToQueue',
      method: 'POST',
      path: `${PAGE_PREFIX}queues/{name}`,
      run: (request) =>
        queues.send(request.params['name'] ?? '', [{ body: bodyOf(request) }]) === undefined ? noQueue(request.params) : BACK,
    },
    ...recordRoutes(streams, tables),
    ...sentOnRoutes(topics, buses),
  ];
}

/** A form's field, or the whole of any other body. */
function bodyOf({ headers, body }: ApiRequest): string {
  const text = Buffer.from(body).toString('utf8');
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? (new URLSearchParams(text).get('body') ?? '') : text;
}

function noQueue(params: ApiRequest['params']): ApiResponse {
  return missing(`There is no queue ${params['name'] ?? ''}.`);
}
