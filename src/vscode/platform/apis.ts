import type * as vscode from 'vscode';
import { apisOf, type PlacedApi } from '../../core/analysis/apis.ts';
import type { FolderSnapshot } from '../../core/analysis/model.ts';
import type { ApiDefinition, ApiRoute, ApiType } from '../../core/project/apis/model.ts';

/** What names an API or a function URL in the arguments of commands and the nodes of the view. Never goes stale. */
export interface ApiKey {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Absolute path of the template. */
  readonly template: string;
  readonly type: ApiType;
  /** The API's logical id, or the function of a URL. */
  readonly name: string;
}

/** Whether and where an API answers on this machine. */
export type ApiState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  /** `url` without a slash at the end. */
  | { readonly kind: 'running'; readonly url: string; readonly mode: ApiMode };

/** With `debug`, functions run under the debugger. */
export type ApiMode = 'run' | 'debug';

export interface ServedApis {
  readonly onDidChange: vscode.Event<void>;
  /** The same object for as long as it is the same. */
  stateOf(api: ApiKey): ApiState;
}

export function apiKeyOf(folder: string, { template, api }: PlacedApi): ApiKey {
  return { folder, template, type: api.type, name: api.name };
}

export function isApiKey(value: unknown): value is ApiKey {
  if (typeof value !== 'object' || value === null) return false;
  const { folder, template, type, name } = value as Partial<Record<keyof ApiKey, unknown>>;
  return [folder, template, name].every((each) => typeof each === 'string') && apiTypes.includes(type);
}

const apiTypes: readonly unknown[] = ['HttpApi', 'Api', 'FunctionUrl'] satisfies readonly ApiType[];

/** Unique in the workspace. */
export function apiId({ folder, template, type, name }: ApiKey): string {
  return [folder, template, type, name].join('\0');
}

/** Every API and function URL of the workspace. */
export function allApis(snapshots: readonly FolderSnapshot[]): readonly { readonly key: ApiKey; readonly api: ApiDefinition }[] {
  return snapshots.flatMap(({ folder, templates }) =>
    apisOf(templates).map((placed) => ({ key: apiKeyOf(folder, placed), api: placed.api })),
  );
}

const typeNames: Readonly<Record<ApiType, string>> = { HttpApi: 'HTTP API', Api: 'REST API', FunctionUrl: 'function URL' };

export function apiTypeName(type: ApiType): string {
  return typeNames[type];
}

/** `GET /orders/{id}`; an HTTP API's default route in words. */
export function routeName({ method, path }: Pick<ApiRoute, 'method' | 'path'>): string {
  return path === '$default' ? 'every other request' : `${method} ${path}`;
}
