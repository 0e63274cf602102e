import type { TestEvent } from '../../../core/events/model.ts';
import type { Source } from '../../../core/sources/model.ts';
import { type ApiKey, apiId, isApiKey } from '../../platform/apis.ts';
import { type FunctionKey, isFunctionKey } from '../../platform/functionIndex.ts';

/**
 * What a row of the functions view stands for. Commands of its menus get it as their argument. It names things and holds no data,
 * so it never goes stale: function, event, route, source and target are FunctionKeys of their function, APIs and routes ApiKeys.
 */
export type FunctionsNode = FolderNode | TemplateNode | ApiNode | FunctionNode | RouteNode | SourceNode | EventNode | TargetNode;

export interface FolderNode {
  readonly kind: 'folder';
  readonly folder: string;
}

export interface TemplateNode {
  readonly kind: 'template';
  readonly folder: string;
  readonly path: string;
}

/** Function URLs, too. */
export interface ApiNode extends ApiKey {
  readonly kind: 'api';
}

export interface RouteNode extends ApiKey, FunctionKey {
  readonly kind: 'route';
  readonly method: string;
  readonly path: string;
}

/** A queue, a stream, a topic, a rule or a schedule that calls a function. */
export interface SourceNode extends FunctionKey {
  readonly kind: 'source';
  readonly source: Source['kind'];
  /** Of the queue, stream, topic or rule, or the id of the schedule. */
  readonly name: string;
}

export interface FunctionNode extends FunctionKey {
  readonly kind: 'function';
}

export interface EventNode extends FunctionKey {
  readonly kind: 'event';
  /** Of the test event's JSON file. */
  readonly path: string;
  readonly name: string;
}

export interface TargetNode extends FunctionKey {
  readonly kind: 'target';
  readonly target: 'local-cloud' | 'aws';
  readonly label: string;
}

/** The test event that a node stands for. */
export function eventOf(node: unknown): TestEvent | undefined {
  return isFunctionsNode(node) && node.kind === 'event' ? { name: node.name, path: node.path } : undefined;
}

export function isFunctionsNode(value: unknown): value is FunctionsNode {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  switch (value.kind) {
    case 'folder':
      return hasText(value, 'folder');
    case 'template':
      return hasText(value, 'folder') && hasText(value, 'path');
    case 'api':
      return isApiKey(value);
    case 'function':
      return isFunctionKey(value);
    case 'route':
      return isApiKey(value) && isFunctionKey(value) && hasText(value, 'method') && hasText(value, 'path');
    case 'source':
      return isFunctionKey(value) && hasText(value, 'source') && hasText(value, 'name');
    case 'event':
      return isFunctionKey(value) && hasText(value, 'path') && hasText(value, 'name');
    case 'target':
      return (
        isFunctionKey(value) && hasText(value, 'label') && 'target' in value && (value.target === 'local-cloud' || value.target === 'aws')
      );
    default:
      return false;
  }
}

/** Unique in the view, and the same as long as the thing is there: the editor keeps what is expanded by it. */
export function nodeId(node: FunctionsNode): string {
  switch (node.kind) {
    case 'folder':
      return `folder ${node.folder}`;
    case 'template':
      return `template ${node.folder} ${node.path}`;
    case 'api':
      return `api ${apiId(node)}`;
    case 'route':
      return `route ${apiId(node)} ${node.id} ${node.method} ${node.path}`;
    case 'function':
      return `function ${node.folder} ${node.id}`;
    case 'source':
      return `${node.source} ${node.folder} ${node.id} ${node.name}`;
    case 'event':
      return `event ${node.folder} ${node.id} ${node.path}`;
    case 'target':
      return `target ${node.folder} ${node.id} ${node.target} ${node.label}`;
  }
}

function hasText(value: object, key: string): boolean {
  return typeof Reflect.get(value, key) === 'string';
}
