import { eventCatalogue } from '../events/index.ts';
import type { ScaffoldChoice } from './model.ts';
import type { FunctionNames } from './names.ts';
import type { ScaffoldFormat } from './resources.ts';

/** The event that the new function's own trigger sends, as a file's text. */
export function eventText(format: ScaffoldFormat, trigger: ScaffoldChoice['trigger'], names: FunctionNames): string {
  const event = eventCatalogue.find((entry) => entry.id === eventOf[trigger])?.event ?? {};
  return `${JSON.stringify(trigger === 'api' ? requested(event as HttpEvent, format, names) : event, null, 2)}\n`;
}

const eventOf: Readonly<Record<ScaffoldChoice['trigger'], string>> = {
  api: 'apigateway-v2',
  queue: 'sqs',
  schedule: 'schedule',
  plain: 'plain',
};

interface HttpEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly domainName: string; readonly http: object };
}

/** A request for the route that `additionsFor` makes: of an HTTP API, or in plain CloudFormation of a function URL. */
function requested(event: HttpEvent, format: ScaffoldFormat, { folder }: FunctionNames): object {
  const isUrl = format === 'cloudformation';
  const path = isUrl ? '/' : `/${folder}`;
  const routeKey = isUrl ? '$default' : `GET ${path}`;
  const { domainName } = event.requestContext;
  const host = isUrl ? domainName.replace('.execute-api.', '.lambda-url.').replace('.amazonaws.com', '.on.aws') : domainName;
  return {
    ...event,
    routeKey,
    rawPath: path,
    rawQueryString: 'name=Ada',
    headers: { ...event.headers, host },
    queryStringParameters: { name: 'Ada' },
    requestContext: { ...event.requestContext, domainName: host, http: { ...event.requestContext.http, path }, routeKey },
    pathParameters: undefined,
  };
}
