import type { ServedFolder } from '../core/serving/index.ts';

/** What a person at a terminal needs of where things are served: the first line, for programs, says all of it. */
export function serveGreeting({ endpoint, functions, fronts, webSockets }: ServedFolder, folder: string): string {
  const apis = fronts.map(({ name, type, url, routes }) =>
    type === 'FunctionUrl' ? [`${url}/`, `function URL of ${name}`] : [url, `${name}, ${counted(routes.length, 'route')}`],
  );
  const sockets = webSockets.map(({ name, url, routes }) => [url, `${name}, ${counted(routes.length, 'WebSocket route')}`]);
  const rows = [
    [endpoint, 'open it in a browser: functions, routes, queues, schedules and what ran last'],
    ...apis,
    ...sockets,
    ['', `for the AWS CLI and SDKs: export AWS_ENDPOINT_URL=${endpoint}`],
  ];
  const width = Math.max(...rows.map(([url = '']) => url.length));
  const what =
    functions.length === 0 ? `No function was found in ${folder}` : `Serving ${counted(functions.length, 'function')} of ${folder}`;
  return [`${what}. Ctrl+C ends it.`, ...rows.map(([url = '', text = '']) => `  ${url.padEnd(width)}  ${text}`), ''].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
