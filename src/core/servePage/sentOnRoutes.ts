import { type ApiRequest, type ApiResponse, PAGE_PREFIX, type Route } from '../local/api.ts';
import type { Buses } from '../sources/buses.ts';
import { type EventProblem, eventOfText } from '../sources/eventText.ts';
import { attributesOfText } from '../sources/publicationText.ts';
import type { Topics } from '../sources/topics.ts';
import { BACK, missing, shown } from './answers.ts';
import { busPage, topicPage } from './pages.ts';

/** Where messages for topics and events for buses are written, and what their buttons do. */
export function sentOnRoutes(topics: Topics, buses: Buses): readonly Route[] {
  const route = (method: string, kind: 'topics' | 'buses', run: (name: string, request: ApiRequest) => ApiResponse): Route => ({
    operation: `${method} ${kind}`,
    method,
    path: `${PAGE_PREFIX}${kind}/{name}`,
    maxBodyBytes: 1_048_576,
    run(request) {
      const name = request.params['name'] ?? '';
      const isKnown = kind === 'topics' ? topics.find(name) : buses.find(name);
      return isKnown === undefined ? missing(`There is no ${kind === 'topics' ? 'topic' : 'event bus'} ${name}.`) : run(name, request);
    },
  });
  return [
    route('GET', 'topics', (name) => shown(topicPage(name))),
    route('POST', 'topics', (name, request) => publish(topics, name, formOf(request))),
    route('GET', 'buses', (name) =>
      shown(
        busPage(
          name,
          buses.sources.filter(({ bus }) => bus === name),
        ),
      ),
    ),
    route('POST', 'buses', (name, request) => put(buses, name, formOf(request).get('event') ?? '')),
  ];
}

function publish(topics: Topics, name: string, form: URLSearchParams): ApiResponse {
  const attributes = attributesOfText(form.get('attributes') ?? '');
  if (typeof attributes === 'string') return { ...shown(topicPage(name, attributes)), status: 400 };
  topics.publish(name, { message: form.get('message') ?? '', attributes });
  return BACK;
}

function put(buses: Buses, name: string, text: string): ApiResponse {
  const event: ReturnType<typeof eventOfText> = eventOfText(text);
  if (isProblem(event))
    return {
      ...shown(
        busPage(
          name,
          buses.sources.filter(({ bus }) => bus === name),
          event.problem,
        ),
      ),
      status: 400,
    };
  buses.put(name, event);
  return BACK;
}

function isProblem(event: ReturnType<typeof eventOfText>): event is EventProblem {
  return 'problem' in event;
}

function formOf({ body }: ApiRequest): URLSearchParams {
  return new URLSearchParams(Buffer.from(body).toString('utf8'));
}
