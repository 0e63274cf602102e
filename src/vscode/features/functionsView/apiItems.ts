import type { ApiDefinition, ApiRoute } from '../../../core/project/apis/model.ts';
import { type ApiState, apiTypeName, routeName } from '../../platform/apis.ts';
import { markdownText } from '../../platform/markdown.ts';
import type { Item } from './items.ts';
import { count } from './wording.ts';

/** An API below its template, or a function's URL below the function: where it answers, once it is started. */
export function apiItem(api: ApiDefinition, state: ApiState): Item {
  const isUrl = api.type === 'FunctionUrl';
  const label = isUrl ? 'Function URL' : api.name;
  const description = [addressOf(state), ...(isUrl ? [] : [apiTypeName(api.type), count(api.routes.length, 'route')])]
    .filter((part) => part !== '')
    .join(' · ');
  const isRunning = state.kind === 'running';
  return {
    label,
    ...(description !== '' && { description }),
    icon: isRunning && state.mode === 'debug' ? 'debug-alt' : 'globe',
    ...(isRunning && { iconColor: 'charts.green' }),
    tooltip: apiTooltip(api, state),
    contextValue: `${isUrl ? 'url' : 'api'}${isRunning ? 'Running' : 'Stopped'}`,
    spoken: [isUrl ? `URL of the function ${api.name}` : `API ${label}`, ...(description === '' ? ['not started'] : [description])].join(
      ', ',
    ),
    expanded: false,
  };
}

/** What calls a function over HTTP, below it. `isOnly`: no other API stands in the template, so which one goes without saying. */
export function routeItem(api: ApiDefinition, route: ApiRoute, isOnly: boolean): Item {
  const label = routeName(route);
  const description = [
    isOnly ? apiTypeName(api.type) : api.name,
    ...(route.authorizer === undefined ? [] : [`authorizer ${authorizerName(route)}`]),
    ...(route.apiKeyRequired === true ? ['API key'] : []),
  ].join(' · ');
  return {
    label,
    description,
    icon: 'arrow-swap',
    contextValue: 'route',
    spoken: `route ${label}, ${description}`,
    expanded: false,
  };
}

function authorizerName({ authorizer }: ApiRoute): string {
  switch (authorizer?.kind) {
    case 'function':
      return authorizer.name;
    case 'iam':
      return 'IAM';
    case 'cognito':
      return 'Cognito';
    default:
      return 'JWT';
  }
}

function addressOf(state: ApiState): string {
  switch (state.kind) {
    case 'stopped':
      return '';
    case 'starting':
      return 'starting…';
    case 'running':
      return `${state.url.replace('http://', '')}${state.mode === 'debug' ? ' · debugging' : ''}`;
  }
}

function apiTooltip(api: ApiDefinition, state: ApiState): string {
  const lines = api.routes.map(
    (route) => `- \`${routeName(route)}\`${route.target.kind === 'function' ? ` → ${markdownText(route.target.name)}` : ''}`,
  );
  const most = 25;
  const shown = lines.length > most ? [...lines.slice(0, most), `- and ${lines.length - most} more`] : lines;
  return [
    `**${markdownText(api.name)}** (${apiTypeName(api.type)})`,
    state.kind === 'running' ? `Answers at ${state.url} with the code as it is saved.` : 'Not started on this machine.',
    shown.join('\n'),
    ...api.notes.map(markdownText),
  ].join('\n\n');
}
