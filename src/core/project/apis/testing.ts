import type { ApiDefinition, ApiRoute } from './model.ts';

/** An API as texts that a table can hold: itself and its stages, then a line a route. */
export function apiLines({ type, name, stages, routes }: ApiDefinition): readonly string[] {
  return [
    `${type} ${name} ${stages.map((stage) => stage.name)}`,
    ...routes.map((route) => `${route.method} ${route.path} ${target(route)}${guard(route)}`),
  ];
}

function target({ target: to }: ApiRoute): string {
  if (to.kind === 'mock') return `mock ${to.status}`;
  return `${to.name} ${to.payloadFormat} ${to.timeoutMs ?? '-'}${to.streams ? ' streams' : ''}`;
}

function guard({ authorizer, apiKeyRequired }: ApiRoute): string {
  const who = authorizer?.kind === 'function' ? `${authorizer.name} ${authorizer.event}` : authorizer?.kind;
  return `${who === undefined ? '' : ` by ${who}`}${apiKeyRequired ? ' with a key' : ''}`;
}
