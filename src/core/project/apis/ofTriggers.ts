import { dirname } from 'node:path';
import type { FunctionDefinition, Trigger } from '../model.ts';
import { functionUrl } from './functionUrl.ts';
import type { ApiDefinition } from './model.ts';
import { RouteTable } from './routeTable.ts';
import { longestWaitMs, methodOf, textIn } from './settings.ts';

/**
 * APIs as far as functions tell of them, in formats whose APIs aren't read whole: Terraform. An API is the routes that name the same one
 * in the same folder. Its stages, CORS settings and authorizers aren't known.
 */
export function apisOfTriggers(functions: readonly FunctionDefinition[]): readonly ApiDefinition[] {
  const apis = new Map<string, { readonly type: 'HttpApi' | 'Api'; readonly name: string; readonly table: RouteTable }>();
  const urls: ApiDefinition[] = [];
  for (const fn of functions) {
    for (const trigger of fn.triggers) {
      const { type, properties } = trigger;
      if (type === 'FunctionUrl') urls.push(functionUrl(fn.name, properties));
      else if (type === 'HttpApi' || type === 'Api') {
        const name = textIn(properties[type === 'HttpApi' ? 'ApiId' : 'RestApiId']) ?? type;
        const key = JSON.stringify([dirname(fn.templatePath), type, name]);
        const api = apis.get(key) ?? { type, name, table: new RouteTable() };
        apis.set(key, api);
        addRoute(fn, trigger, type, api.table);
      }
    }
  }
  return [...[...apis.values()].map(apiOf), ...urls];
}

function addRoute(fn: FunctionDefinition, { name, properties }: Trigger, type: 'HttpApi' | 'Api', table: RouteTable): void {
  const isDefault = type === 'HttpApi' && properties['Path'] === undefined;
  const path = isDefault ? '$default' : textIn(properties['Path']);
  const method = isDefault ? 'ANY' : textIn(properties['Method']);
  if (path === undefined || method === undefined || !/^(?:\/|\$default$)/.test(path)) {
    return void table.note(`The route ${name} of ${fn.name} is not served: its path and method must be written out.`);
  }
  const payloadFormat = type === 'HttpApi' && textIn(properties['PayloadFormatVersion']) === '2.0' ? '2.0' : '1.0';
  table.add({
    method: methodOf(method),
    path,
    target: { kind: 'function', name: fn.name, payloadFormat, timeoutMs: longestWaitMs[type] },
  });
}

function apiOf({
  type,
  name,
  table,
}: {
  readonly type: 'HttpApi' | 'Api';
  readonly name: string;
  readonly table: RouteTable;
}): ApiDefinition {
  const open = `${name} is open here: authorizers, stages and CORS settings of Terraform are not read.`;
  return {
    type,
    name,
    stages: [{ name: type === 'HttpApi' ? '$default' : 'prod', variables: {} }],
    routes: table.routes,
    notes: [...table.notes, open],
  };
}
