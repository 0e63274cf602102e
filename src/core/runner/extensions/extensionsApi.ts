import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestBody } from '../../requestBody.ts';
import { MAX_PAYLOAD_BYTES } from '../limits.ts';
import { send, sendAccepted, sendFailure } from '../replies.ts';
import { type Extension, type ExtensionEvent, ExtensionRegistry, type ShutdownReason } from './registry.ts';
import { readSubscription, type TelemetryApi } from './subscription.ts';
import type { Telemetry } from './telemetry.ts';

export interface FunctionIdentity {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly accountId: string;
}

export interface ExtensionsListener {
  /** One registered, or asked for an event. */
  onProgress(): void;
  onRegistered(extension: Extension): void;
  onSubscribed(name: string, types: readonly string[]): void;
  /** One says that it can't go on. */
  onFailure(extension: Extension, failure: 'Extension.InitError' | 'Extension.ExitError', errorType: string): void;
}

/** What an extension is told of an event. */
export interface InvokeNotice {
  readonly requestId: string;
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly tracing: { readonly type: 'X-Amzn-Trace-Id'; readonly value: string };
}

/** Lambda's Extensions API, and the subscriptions to its Telemetry and Logs APIs, on the port of the Runtime API. */
export class ExtensionsApi {
  readonly registry = new ExtensionRegistry();
  readonly #identity: FunctionIdentity;
  readonly #telemetry: Telemetry;
  readonly #listener: ExtensionsListener;
  #isOpen = true;
  /** What is told to each that asks for an event from now on. */
  #shutdown: object | undefined;

  constructor(identity: FunctionIdentity, telemetry: Telemetry, listener: ExtensionsListener) {
    this.#identity = identity;
    this.#telemetry = telemetry;
    this.#listener = listener;
  }

  /** The runtime is ready: nobody registers or subscribes any more. */
  closeRegistration(): void {
    this.#isOpen = false;
    this.#telemetry.closeSubscriptions();
  }

  /** Tells an event to all that want to know. */
  invoke(notice: InvokeNotice): void {
    if (!this.registry.isEmpty) this.#tell('INVOKE', { eventType: 'INVOKE', ...notice });
  }

  shutDown(reason: ShutdownReason, deadlineMs: number): void {
    this.#shutdown = { eventType: 'SHUTDOWN', deadlineMs, shutdownReason: reason };
    this.#tell('SHUTDOWN', this.#shutdown);
  }

  /** Answers a request, or says that it isn't one of these APIs. */
  async answer(request: IncomingMessage, reply: ServerResponse): Promise<boolean> {
    switch (`${request.method} ${request.url}`) {
      case 'POST /2020-01-01/extension/register':
        await this.#register(request, reply);
        return true;
      case 'GET /2020-01-01/extension/event/next':
        this.#withExtension(request, reply, (extension) => this.#next(extension, reply));
        return true;
      case 'POST /2020-01-01/extension/init/error':
        this.#withExtension(request, reply, (extension) => this.#fail(extension, 'InitError', request, reply));
        return true;
      case 'POST /2020-01-01/extension/exit/error':
        this.#withExtension(request, reply, (extension) => this.#fail(extension, 'ExitError', request, reply));
        return true;
      case 'PUT /2020-08-15/logs':
        await this.#subscribe('logs', request, reply);
        return true;
      case 'PUT /2022-07-01/telemetry':
        await this.#subscribe('telemetry', request, reply);
        return true;
      default:
        return false;
    }
  }

  async #register(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const name = headerOf(request, 'lambda-extension-name');
    const body = await requestBody(request, MAX_PAYLOAD_BYTES);
    if (name === undefined) return refuse(reply, 'Extension.InvalidExtensionName', 'Empty extension name');
    const events = eventsOf(body);
    if (events === undefined) return refuse(reply, 'InvalidRequestFormat', 'The body must be a JSON object with a list of events');
    const known = this.registry.byName(name);
    const isExternal = known?.kind === 'external';
    const unknown = events.find((event) => event !== 'INVOKE' && !(event === 'SHUTDOWN' && isExternal));
    if (unknown !== undefined) return refuse(reply, 'Extension.InvalidEventType', `${unknown}: event is not supported`);
    if (isExternal && known.state.phase !== 'Started') return refuseState(reply, known, 'Registered');
    if (!isExternal && !this.#isOpen) return refuse(reply, 'Extension.RegistrationClosed', 'Extension registration closed already');
    if (!isExternal && known) return refuse(reply, 'Extension.InvalidExtensionState', 'Extension with this name already registered');
    if (!isExternal && this.registry.isFull) return refuse(reply, 'Extension.TooManyExtensions', 'Extension limit (10) reached');
    const extension = isExternal ? known : this.registry.add(name, 'internal');
    extension.events = events as readonly ExtensionEvent[];
    extension.state = { phase: 'Registered' };
    const { accountId, ...identity } = this.#identity;
    const features = (headerOf(request, 'lambda-extension-accept-feature') ?? '').split(',').map((feature) => feature.trim());
    const answer = { ...identity, ...(features.includes('accountId') && { accountId }) };
    send(reply, 200, JSON.stringify(answer), { 'Lambda-Extension-Identifier': extension.id });
    this.#listener.onRegistered(extension);
    this.#listener.onProgress();
  }

  #next(extension: Extension, reply: ServerResponse): void {
    const { phase } = extension.state;
    if (phase === 'Started' || phase === 'InitError' || phase === 'ExitError') {
      refuseState(reply, extension, 'Ready');
      return;
    }
    extension.state = { phase: 'Ready', reply };
    if (this.#shutdown) this.#tell('SHUTDOWN', this.#shutdown);
    else if (phase !== 'Ready') this.#listener.onProgress();
  }

  #fail(extension: Extension, phase: 'InitError' | 'ExitError', request: IncomingMessage, reply: ServerResponse): void {
    const errorType = headerOf(request, 'lambda-extension-function-error-type');
    if (errorType === undefined) {
      refuse(reply, 'Extension.MissingHeader', 'Lambda-Extension-Function-Error-Type not found');
      return;
    }
    const before = extension.state.phase;
    const allowed = phase === 'InitError' ? before === 'Registered' || before === phase : before !== 'Started' && before !== 'InitError';
    if (!allowed) {
      refuseState(reply, extension, phase);
      return;
    }
    extension.state = { phase };
    sendAccepted(reply);
    this.#listener.onFailure(extension, `Extension.${phase}`, errorType);
  }

  async #subscribe(api: TelemetryApi, request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await requestBody(request, MAX_PAYLOAD_BYTES);
    const word = api === 'logs' ? 'Logs' : 'Telemetry';
    this.#withExtension(request, reply, ({ name }) => {
      const subscription = readSubscription(api, body ?? new Uint8Array());
      if (!this.#telemetry.isOpen) refuse(reply, `${word}.SubscriptionClosed`, `${word} API subscription is closed already`);
      else if ('refused' in subscription) sendFailure(reply, 400, 'ValidationError', subscription.refused);
      else {
        this.#telemetry.subscribe(name, subscription);
        send(reply, 200, '"OK"');
        this.#listener.onSubscribed(name, subscription.types);
      }
    });
  }

  #withExtension(request: IncomingMessage, reply: ServerResponse, act: (extension: Extension) => void): void {
    const id = headerOf(request, 'lambda-extension-identifier');
    const extension = this.registry.byId(id?.toLowerCase() ?? '');
    if (extension) act(extension);
    else if (id === undefined) refuse(reply, 'Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header');
    else if (!UUID.test(id)) refuse(reply, 'Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier');
    else refuse(reply, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`);
  }

  #tell(type: ExtensionEvent, event: object): void {
    for (const extension of this.registry.all) {
      if (!extension.events.includes(type) || extension.state.phase !== 'Ready') continue;
      const { reply } = extension.state;
      extension.state = { phase: 'Running' };
      send(reply, 200, JSON.stringify(event), { 'Lambda-Extension-Event-Identifier': randomUUID() });
    }
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function eventsOf(body: Uint8Array | undefined): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof value !== 'object' || value === null) return undefined;
    const { events = [] } = value as { readonly events?: unknown };
    return Array.isArray(events) && events.every((event) => typeof event === 'string') ? events : undefined;
  } catch {
    return undefined;
  }
}

function refuse(reply: ServerResponse, errorType: string, message: string): void {
  sendFailure(reply, 403, errorType, message);
}

function refuseState(reply: ServerResponse, extension: Extension, to: string): void {
  const from = extension.state.phase;
  const message = `State transition from ${from} to ${to} failed for extension ${extension.name}. Error: State transition is not allowed`;
  refuse(reply, 'Extension.InvalidExtensionState', message);
}
