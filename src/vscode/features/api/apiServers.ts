import * as vscode from 'vscode';
import type { HttpServing } from '../../../core/http/index.ts';
import type { FrontPorts, Invoke } from '../../../core/http/ports.ts';
import type { ApiDefinition } from '../../../core/project/apis/model.ts';
import { type ApiKey, type ApiMode, type ApiState, allApis, apiId, type ServedApis } from '../../platform/apis.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { goneApi } from './apiPicker.ts';
import { patient } from './patient.ts';

export interface ApiServersDependencies extends Omit<FrontPorts, 'invoke'> {
  readonly functions: WorkspaceFunctions;
  /** Remembers the port of each API, so that its address is the same the next time. */
  readonly memory: vscode.Memento;
  /** The first API's; 0: any free one. */
  readonly firstPort: () => number;
}

interface Served {
  readonly key: ApiKey;
  readonly state: Exclude<ApiState, { readonly kind: 'stopped' }>;
  /** Settles with the address. */
  readonly opening: Promise<Opened>;
}

interface Opened {
  readonly http: HttpServing;
  readonly url: string;
}

const stopped: ApiState = { kind: 'stopped' };

/** The APIs and function URLs that answer on this machine, each on a port of its own, by what its template says now. */
export class ApiServers implements ServedApis, vscode.Disposable {
  readonly #dependencies: ApiServersDependencies;
  readonly #served = new Map<string, Served>();
  /** What each answers by, to tell whether an edit changed it. */
  readonly #definitions = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #following: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(dependencies: ApiServersDependencies) {
    this.#dependencies = dependencies;
    this.#following = dependencies.functions.onDidChange(({ templates }) => templates.size > 0 && this.#follow());
  }

  stateOf(key: ApiKey): ApiState {
    return this.#served.get(apiId(key))?.state ?? stopped;
  }

  running(): readonly ApiKey[] {
    return [...this.#served.values()].map(({ key }) => key);
  }

  /**
   * Resolves with its address. One that runs in another mode is started anew, at the same address.
   *
   * @param invoke runs the functions behind it
   */
  async start(key: ApiKey, mode: ApiMode, invoke: Invoke): Promise<string> {
    const id = apiId(key);
    const before = this.#served.get(id);
    if (before !== undefined) {
      const { url } = await before.opening;
      const { state } = this.#served.get(id) ?? {};
      if (state?.kind === 'running' && state.mode === mode) return url;
      await this.stop(key);
    }
    const opening = this.#open(key, mode, invoke);
    this.#set({ key, state: { kind: 'starting' }, opening });
    try {
      const { url } = await opening;
      if (this.#served.get(id)?.opening === opening) this.#set({ key, state: { kind: 'running', url, mode }, opening });
      return url;
    } catch (error) {
      if (this.#served.get(id)?.opening === opening) this.#forget(id);
      throw error;
    }
  }

  /** Cancels what runs. */
  async stop(key: ApiKey): Promise<void> {
    const served = this.#served.get(apiId(key));
    if (served === undefined) return;
    this.#forget(apiId(key));
    await served.opening.then(
      ({ http }) => http.close(),
      () => undefined,
    );
  }

  dispose(): void {
    this.#following.dispose();
    for (const { key } of this.#served.values()) void this.stop(key);
    this.#changed.dispose();
  }

  async #open(key: ApiKey, mode: ApiMode, invoke: Invoke): Promise<Opened> {
    const { memory, clock, logger } = this.#dependencies;
    const api = this.#definition(key);
    if (api === undefined) throw goneApi(key);
    const { serveHttp } = await import('../../../core/http/index.ts');
    const wanted = this.#port(key);
    const options = { invoke, clock, logger, ...(wanted === 0 ? {} : { firstPort: wanted }) };
    const http = await serveHttp([{ apis: [asServed(api, mode)] }], options);
    const url = http.served[0]?.url ?? '';
    // Where it was taken, what has it may be gone the next time.
    const port = Number(new URL(url).port);
    if (wanted === 0) void memory.update(portKey(key), port);
    this.#definitions.set(apiId(key), JSON.stringify(api));
    logger.info(`${key.name} answers at ${url}`);
    return { http, url };
  }

  #port(key: ApiKey): number {
    const first = this.#dependencies.firstPort();
    if (first === 0) return this.#dependencies.memory.get<number>(portKey(key)) ?? 0;
    const place = allApis(this.#dependencies.functions.folders).findIndex((each) => apiId(each.key) === apiId(key));
    return Math.min(first + Math.max(0, place), 65_535);
  }

  /** Edits of templates hold from the next request on. What is gone from a template that can be read is served no longer. */
  #follow(): void {
    for (const { key, opening } of this.#served.values()) {
      const api = this.#definition(key);
      if (api === undefined) {
        this.#dependencies.logger.info(`${key.name} is gone from its template: it is served no longer.`);
        void this.stop(key);
        continue;
      }
      const text = JSON.stringify(api);
      if (text === this.#definitions.get(apiId(key))) continue;
      this.#definitions.set(apiId(key), text);
      const { state } = this.#served.get(apiId(key)) ?? {};
      const mode = state?.kind === 'running' ? state.mode : 'run';
      void opening.then(({ http }) => http.update([{ apis: [asServed(api, mode)] }]));
    }
  }

  #definition(key: ApiKey): ApiDefinition | undefined {
    return allApis(this.#dependencies.functions.folders).find((each) => apiId(each.key) === apiId(key))?.api;
  }

  #set(served: Served): void {
    this.#served.set(apiId(served.key), served);
    this.#changed.fire();
  }

  #forget(id: string): void {
    this.#served.delete(id);
    this.#definitions.delete(id);
    this.#changed.fire();
  }
}

function asServed(api: ApiDefinition, mode: ApiMode): ApiDefinition {
  return mode === 'debug' ? patient(api) : api;
}

function portKey(key: ApiKey): string {
  return `apiPort:${apiId(key)}`;
}
