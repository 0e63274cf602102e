import { functionUrl } from '../../apis/functionUrl.ts';
import type { ApiDefinition } from '../../apis/model.ts';
import { type Settings, settingsIn, textIn } from '../../apis/settings.ts';
import type { FunctionDefinition } from '../../model.ts';
import { child, type TemplateNode, type TemplateSource } from '../../tree/model.ts';
import type { WebSocketApi } from '../../webSockets/model.ts';
import type { ResourceReader } from '../resourceReader.ts';
import type { TemplateResource } from '../resources.ts';
import type { ApiDocuments } from './documents.ts';
import { readHttpApi } from './httpApi.ts';
import { plainOf } from './plain.ts';
import { readRestApi } from './restApi.ts';
import { type ApiEvent, readSamApi } from './sam.ts';
import { plainResources, Stack } from './stack.ts';
import { readWebSockets } from './webSocket.ts';

export interface ApiContext {
  readonly source: TemplateSource;
  readonly reader: ResourceReader;
  /** The template's `Globals`, where it is one of SAM. */
  readonly globals: TemplateNode | undefined;
  /** By logical id. */
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly documents: ApiDocuments;
}

export interface Apis {
  /** In the template's order, APIs before function URLs. */
  readonly apis: readonly ApiDefinition[];
  readonly webSockets: readonly WebSocketApi[];
}

/** The APIs and function URLs of a template. */
export function readApis(resources: readonly TemplateResource[], context: ApiContext): Apis {
  const { source, reader, functions, documents } = context;
  if (![...functions.values()].some(hasFront) && !resources.some(({ type }) => API_TYPES.test(type ?? '')))
    return { apis: [], webSockets: [] };
  const stack = new Stack(plainResources(resources, reader), functions);
  const sam = new SamApis(context, stack);
  const urls: ApiDefinition[] = [];
  const plain: ApiDefinition[] = [];
  for (const resource of stack.resources) {
    const { id, type } = resource;
    const fn = functions.get(id);
    if (fn !== undefined) {
      if (type.startsWith('AWS::Serverless::')) sam.addEvents(fn.name, settingsIn(resource.properties()['Events']));
      const url = fn.triggers.find((trigger) => trigger.type === 'FunctionUrl');
      if (url !== undefined) urls.push(functionUrl(fn.name, settingsIn(url.properties)));
    } else if (type === 'AWS::Serverless::Api' || type === 'AWS::Serverless::HttpApi') {
      sam.declare(type === 'AWS::Serverless::Api' ? 'Api' : 'HttpApi', id, resource.properties());
    } else if (type === 'AWS::ApiGateway::RestApi') plain.push(readRestApi(resource, stack, documents, source.path));
    else if (type === 'AWS::ApiGatewayV2::Api') {
      if (textIn(resource.properties()['ProtocolType']) !== 'WEBSOCKET') plain.push(readHttpApi(resource, stack, documents, source.path));
    } else if (type === 'AWS::Lambda::Url') {
      const name = stack.functionNamed(resource.properties()['TargetFunctionArn']);
      if (name !== undefined) urls.push(functionUrl(name, resource.properties()));
    }
  }
  return { apis: [...sam.finish(source.path), ...plain, ...urls], webSockets: readWebSockets(stack) };
}

const API_TYPES = /^AWS::(?:Serverless::(?:Http)?Api|ApiGateway::RestApi|ApiGatewayV2::Api|Lambda::Url)$/;

function hasFront({ triggers }: FunctionDefinition): boolean {
  return triggers.some(({ type }) => type === 'Api' || type === 'HttpApi' || type === 'FunctionUrl');
}

/** Events without a reference share the API that SAM makes for them, under these names. */
const IMPLIED = { HttpApi: 'ServerlessHttpApi', Api: 'ServerlessRestApi' };

interface SamApi {
  readonly type: 'HttpApi' | 'Api';
  readonly name: string;
  settings: Settings;
  readonly events: ApiEvent[];
}

/** The APIs of SAM, as resources and events of functions tell of them. */
class SamApis {
  readonly #context: ApiContext;
  readonly #stack: Stack;
  readonly #apis = new Map<string, SamApi>();

  constructor(context: ApiContext, stack: Stack) {
    this.#context = context;
    this.#stack = stack;
  }

  declare(type: 'HttpApi' | 'Api', name: string, settings: Settings): void {
    this.#api(type, name).settings = settings;
  }

  addEvents(functionName: string, events: Settings): void {
    for (const [name, event] of Object.entries(events)) {
      const { Type: type, Properties } = settingsIn(event);
      if (type !== 'HttpApi' && type !== 'Api') continue;
      const settings = settingsIn(Properties);
      this.#api(type, apiName(settings, type)).events.push({ functionName, name, settings });
    }
  }

  finish(templatePath: string): readonly ApiDefinition[] {
    const { documents, source, globals } = this.#context;
    return [...this.#apis.values()].map(({ type, name, settings, events }) => {
      const shared = settingsIn(plainOf(child(globals, type), source));
      return readSamApi(type, name, merged(shared, settings), events, { stack: this.#stack, documents, templatePath });
    });
  }

  #api(type: 'HttpApi' | 'Api', name: string): SamApi {
    const key = `${type} ${name}`;
    const api: SamApi = this.#apis.get(key) ?? { type, name, settings: {}, events: [] };
    this.#apis.set(key, api);
    return api;
  }
}

function apiName(properties: Settings, type: 'HttpApi' | 'Api'): string {
  const reference = properties[type === 'HttpApi' ? 'ApiId' : 'RestApiId'];
  if (reference === undefined || reference === null) return IMPLIED[type];
  return textIn(reference) ?? textIn(settingsIn(reference)['Ref']) ?? JSON.stringify(reference);
}

/** As SAM takes its Globals in: mappings are merged, lists joined, all else is the resource's own where it has it. */
function merged(shared: Settings, own: Settings): Settings {
  const result: Record<string, unknown> = { ...shared, ...own };
  for (const name of Object.keys(shared)) {
    const [a, b] = [shared[name], own[name]];
    if (Array.isArray(a) && Array.isArray(b)) result[name] = [...a, ...b];
    else if (isMapping(a) && isMapping(b)) result[name] = merged(a, b);
  }
  return result;
}

function isMapping(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
