import type { ServedFront } from '../http/index.ts';
import type { ServedWebSocket } from '../http/webSocket/index.ts';
import type { DeployedFunction, RecentInvocation } from '../local/index.ts';
import type { ScheduleSource } from '../sources/model.ts';
import { page } from './frame.ts';
import { Html, html } from './html.ts';

/** All that the page shows. Times in milliseconds since 1970. */
export interface PageState {
  readonly endpoint: string;
  readonly now: number;
  readonly functions: readonly DeployedFunction[];
  readonly fronts: readonly ServedFront[];
  readonly webSockets: readonly ServedWebSocket[];
  readonly schedules: readonly (ScheduleSource & { readonly nextRun: number | undefined })[];
  /** Whether schedules fire by themselves. */
  readonly onTime: boolean;
  readonly queues: readonly { readonly name: string; readonly functions: readonly string[]; readonly waiting: number }[];
  readonly streams: readonly { readonly kind: 'stream' | 'table'; readonly name: string; readonly functions: readonly string[] }[];
  readonly topics: readonly { readonly name: string; readonly subscribers: readonly string[] }[];
  readonly buses: readonly { readonly name: string; readonly rules: readonly { readonly name: string; readonly target: string }[] }[];
  readonly recent: readonly RecentInvocation[];
}

/** What is served, and what ran last. It looks again by itself every few seconds; there is no script in it. */
export function overviewPage(state: PageState): string {
  const { functions, endpoint } = state;
  return page(
    html`<meta http-equiv="refresh" content="3">`,
    html`<header><h1>Lambda Workbench</h1>
      <p>${functions.length} ${functions.length === 1 ? 'function' : 'functions'} behind Lambda’s API at <code>${endpoint}</code></p></header>
    ${routes(state)}${webSocketRoutes(state)}${schedules(state)}${queues(state)}${streams(state)}${topics(state)}${buses(state)}${recent(state)}${table(
      'Functions',
      ['Name', 'Runtime', 'Handler', 'State'],
      functions.map(
        ({ name, runtime, handler, state: is }) =>
          html`<tr><td>${name}</td><td class="dim">${runtime}</td><td class="code">${handler}</td>
            <td class="${is === 'Active' ? 'good' : 'dim'}">${is.toLowerCase()}</td></tr>`,
      ),
      'No function was found in this folder, or none could be packaged: then the terminal says why.',
    )}`,
  );
}

function table(title: string, columns: readonly string[], rows: readonly Html[], empty?: string): Html {
  if (rows.length === 0) return empty === undefined ? html`` : html`<h2>${title}</h2><p class="empty">${empty}</p>`;
  const heads = columns.map((column) => html`<th scope="col"${column === 'Duration' ? new Html(' class="number"') : ''}>${column}</th>`);
  return html`<h2>${title}</h2><div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function routes({ fronts }: PageState): Html {
  const rows = fronts.flatMap(({ type, name, url, routes: all }) =>
    all.map(({ method, path, target, authorizer }) => {
      const address = path === '$default' ? `${url}/` : `${url}${path}`;
      // An address with a variable in it can't be opened as it is.
      const shown =
        /[{}]/.test(path) || (method !== 'GET' && method !== 'ANY') ? html`${address}` : html`<a href="${address}">${address}</a>`;
      return html`<tr><td class="code">${method}</td><td class="code">${shown}</td>
        <td>${target.kind === 'function' ? target.name : html`<span class="dim">answered by the API</span>`}</td>
        <td class="dim">${type === 'FunctionUrl' ? 'function URL' : name}${authorizer === undefined ? '' : `, ${authorizer.kind} authorizer`}</td></tr>`;
    }),
  );
  return table('Routes', ['Method', 'Address', 'Function', ''], rows);
}

function webSocketRoutes({ webSockets }: PageState): Html {
  const rows = webSockets.flatMap(({ name, url, routes: all }) =>
    all.map(
      ({ key, functionName, authorizer }) =>
        html`<tr><td class="code">${key}</td><td class="code">${url}</td><td>${functionName}</td>
        <td class="dim">${name}${authorizer === undefined ? '' : `, ${authorizer.kind} authorizer`}</td></tr>`,
    ),
  );
  return table('WebSocket routes', ['Route', 'Address', 'Function', ''], rows);
}

function schedules({ schedules: all, onTime, now }: PageState): Html {
  const rows = all.map(
    ({ id, functionName, expression, nextRun }) =>
      html`<tr><td>${id}</td><td class="code">${expression}</td><td>${functionName}</td>
        <td class="dim">${nextRun === undefined ? 'never again' : `${onTime ? 'runs' : 'would run'} ${until(nextRun - now)}`}</td>
        <td class="number"><form method="post" action="/_workbench/schedules/${encodeURIComponent(id)}"><button>Run now</button></form></td></tr>`,
  );
  return table('Schedules', ['Name', 'Expression', 'Function', onTime ? '' : 'Fires on time with --schedules', ''], rows);
}

function queues({ queues: all }: PageState): Html {
  const rows = all.map(
    ({ name, functions, waiting }) =>
      html`<tr><td>${name}</td><td>${functions.join(', ')}</td><td class="dim">${waiting === 0 ? '' : waiting}</td>
        <td class="number"><a href="/_workbench/queues/${encodeURIComponent(name)}">Send message…</a></td></tr>`,
  );
  return table('Queues', ['Name', 'Function', 'Waiting', ''], rows);
}

function streams({ streams: all }: PageState): Html {
  const rows = all
    .filter(({ functions }) => functions.length > 0)
    .map(
      ({ kind, name, functions }) =>
        html`<tr><td>${name}</td><td class="dim">${kind === 'stream' ? 'Kinesis' : 'DynamoDB'}</td><td>${functions.join(', ')}</td>
        <td class="number"><a href="/_workbench/${kind}s/${encodeURIComponent(name)}">Put record…</a></td></tr>`,
    );
  return table('Streams', ['Name', '', 'Function', ''], rows);
}

function topics({ topics: all }: PageState): Html {
  const rows = all.map(
    ({ name, subscribers }) =>
      html`<tr><td>${name}</td><td>${subscribers.join(', ')}</td>
        <td class="number"><a href="/_workbench/topics/${encodeURIComponent(name)}">Publish…</a></td></tr>`,
  );
  return table('Topics', ['Name', 'Subscribed', ''], rows);
}

function buses({ buses: all }: PageState): Html {
  const rows = all.map(
    ({ name, rules }) =>
      html`<tr><td>${name}</td><td>${rules.map(({ name: rule, target }) => `${target} by ${rule}`).join(', ')}</td>
        <td class="number"><a href="/_workbench/buses/${encodeURIComponent(name)}">Put event…</a></td></tr>`,
  );
  return table('Event buses', ['Name', 'Targets of its rules', ''], rows);
}

function recent({ recent: all }: PageState): Html {
  const rows = all.slice(0, 50).map(({ functionName, caller, startedAt, status, durationMs, initDurationMs, errorType, requestId }) => {
    const cold = initDurationMs === undefined ? '' : ` + ${Math.round(initDurationMs)} ms init`;
    return html`<tr title="${requestId}"><td class="dim">${new Date(startedAt).toISOString().slice(11, 23)}</td><td>${functionName}</td>
      <td class="code">${caller}</td><td class="${status === 'success' ? 'good' : 'bad'}">${errorType ?? status}</td>
      <td class="number">${durationMs.toFixed(1)} ms<span class="dim">${cold}</span></td></tr>`;
  });
  return table(
    'Last invocations',
    ['Time (UTC)', 'Function', 'Called by', 'Status', 'Duration'],
    rows,
    'None yet: call a route, or Lambda’s API.',
  );
}

/** In words a person would use. */
function until(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ];
  const [unit, size] = units.find(([, each]) => ms >= each) ?? ['second', 1000];
  const count = Math.max(1, Math.round(ms / size));
  return `in ${count} ${unit}${count === 1 ? '' : 's'}`;
}
