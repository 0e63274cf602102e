import { setMaxListeners } from 'node:events';
import type { Delivery } from '../asynchronous.ts';
import { WorkbenchError } from '../errors.ts';
import type { RawLogEvent } from '../logs/model.ts';
import type { Clock, FileSystem, Logger } from '../ports.ts';
import type { Runner } from '../runner/model.ts';
import type { Route } from './api.ts';
import { AwsError } from './awsError.ts';
import { invokeInBackground } from './background.ts';
import type { Cloud } from './cloud.ts';
import { createCodeStore } from './codeStore.ts';
import type { Doorway } from './doorway.ts';
import { createFunctionStore, type FunctionStore } from './functionStore.ts';
import { MoreVariables, variablesForFunctions } from './functionVariables.ts';
import { answer, type Invocable, invocableOf } from './invocations.ts';
import { lambdaRoutes } from './lambdaRoutes.ts';
import { linkAll } from './linkedFunctions.ts';
import { type LinkedFunction, Links } from './links.ts';
import { createLogStore } from './logStore.ts';
import { logsRoute } from './logsRoute.ts';
import { type RecentInvocation, RecentInvocations } from './recent.ts';
import { type ApiServer, startServer } from './server.ts';

/**
 * Lambda and CloudWatch Logs on this machine: their own APIs on 127.0.0.1, functions run by the runner from their unzipped packages.
 * Functions are there again in the next session; logs are not.
 */
export interface LocalCloud {
  /**
   * Port 0 takes a free one. Listening already, it says where. Rejects with WorkbenchError `port-in-use`. `services` are there besides
   * Lambda and CloudWatch Logs. `ready` is awaited before each request is looked at.
   */
  listen(options: {
    readonly port: number;
    readonly services?: readonly Route[];
    readonly ready?: () => Promise<void>;
    /** More for functions that don't set them themselves; asked at each invocation. */
    readonly variables?: () => Readonly<Record<string, string>>;
    /** Takes what asynchronous invocations send on, the `hops`th in a row; false where the target isn't here. */
    readonly deliver?: (delivery: Delivery, hops: number) => boolean;
    /** What has that port already. */
    readonly doorway?: Doorway;
    /** Told the names of functions that are called, and aren't here. */
    readonly onMissing?: (name: string) => void;
  }): Promise<{ readonly endpoint: string; readonly port: number }>;
  /** Has these functions of a folder besides those that were sent to it, and no longer the ones it had. Once it is listening. */
  link(functions: readonly LinkedFunction[]): Promise<void>;
  /** After every change of a function or its state. */
  onDidChange(listener: () => void): () => void;
  /** By name; empty before the first `listen`. */
  functions(): readonly DeployedFunction[];
  /**
   * Runs a function as its Invoke does, without the way over HTTP. Rejects where it can't be run at all, and once `signal` or the end of
   * the cloud cancels it.
   */
  invoke(name: string, event: Uint8Array, options: LocalInvokeOptions): Promise<LocalInvocation>;
  /**
   * Runs a function for an event that nobody waits for, as an asynchronous invocation: tried again where it fails, with what becomes of it
   * sent on. Rejects where it isn't here, or can't be built. `hops`: of what led here, as `deliver` is told them.
   */
  send(name: string, event: Uint8Array, from: { readonly caller: string; readonly hops: number }): Promise<void>;
  /** The newest first, some hundred. */
  recentInvocations(): readonly RecentInvocation[];
  /** Cancels what runs, and stops answering. Functions stay on disk. */
  close(): Promise<void>;
}

export type { LinkedFunction } from './links.ts';
export type { RecentInvocation } from './recent.ts';

export interface LocalInvokeOptions {
  /** What calls, in words. */
  readonly caller: string;
  readonly signal?: AbortSignal;
  readonly onChunk?: (chunk: Uint8Array, contentType: string) => Promise<void>;
}

export interface LocalInvocation {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** There where the function failed; the payload is then its error. */
  readonly functionError?: string;
}

export interface DeployedFunction {
  readonly name: string;
  /** `Updating` is Active with an update in progress. */
  readonly state: 'Pending' | 'Active' | 'Updating';
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  /** Base64. */
  readonly codeSha256: string;
  readonly runtime: string;
  readonly handler: string;
  /** Why it can't be packed, as far as somebody asked. */
  readonly problem?: string;
}

export interface LocalCloudOptions {
  readonly runner: Runner;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The developer's own variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute folder of this cloud's own: packages and settings, environment variables among them. */
  readonly directory: string;
  /** Every line of every function, under the id that FilterLogEvents gives it. */
  readonly onLog?: (event: RawLogEvent) => void;
}

export function createLocalCloud(options: LocalCloudOptions): LocalCloud {
  const { runner, files, clock, logger, environment, directory, onLog } = options;
  const recent = new RecentInvocations();
  const functions = createFunctionStore(files, logger, directory);
  const code = createCodeStore(files, directory);
  const logs = createLogStore(clock, onLog);
  let running: { readonly opened: Promise<Opened>; readonly closing: AbortController } | undefined;
  const links = new Links();
  const open = async (
    { port, services = [], ready, variables: more, deliver = () => false, doorway, onMissing = () => {} }: ListenOptions,
    closing: AbortSignal,
  ): Promise<Opened> => {
    await functions.load();
    const variables = new MoreVariables(more);
    const cloud: Cloud = {
      functions,
      links,
      code,
      logs,
      runner,
      clock,
      logger,
      recent,
      functionVariables: () => variables.all,
      deliver,
      onMissing,
      closing,
    };
    const serverOptions = { port, logger, ...(ready && { ready }), ...(doorway && { doorway }) };
    const server = await startServer([...lambdaRoutes(cloud), ...services, logsRoute(cloud)], serverOptions);
    variables.own = await variablesForFunctions(`http://127.0.0.1:${server.port}`, environment, files);
    return { server, cloud };
  };

  return {
    async listen(listenOptions) {
      if (running === undefined) {
        const closing = new AbortController();
        // Every running invocation listens to it.
        setMaxListeners(0, closing.signal);
        running = { opened: open(listenOptions, closing.signal), closing };
      }
      const attempt = running;
      try {
        const { server } = await attempt.opened;
        return { endpoint: `http://127.0.0.1:${server.port}`, port: server.port };
      } catch (error) {
        if (running === attempt) running = undefined;
        throw error;
      }
    },
    async link(linked) {
      const { cloud } = (await running?.opened) ?? notListening();
      await linkAll(cloud, linked);
    },
    async invoke(name, event, options) {
      const { cloud } = (await running?.opened) ?? notListening();
      const { status, payload, requestId } = await answer(cloud, await invocable(cloud, name), event, options);
      if (status === 'cancelled') throw new WorkbenchError('cancelled', `The invocation of ${name} was cancelled.`, 'Call it again.');
      return { requestId, payload, ...(status === 'success' ? {} : { functionError: 'Unhandled' }) };
    },
    async send(name, event, from) {
      const { cloud } = (await running?.opened) ?? notListening();
      invokeInBackground(cloud, await invocable(cloud, name), event, from);
    },
    recentInvocations: () => recent.list(),
    onDidChange: functions.onDidChange,
    functions: () => describeFunctions(functions),
    async close() {
      const ending = running;
      running = undefined;
      ending?.closing.abort();
      await ending?.opened.then(
        ({ server }) => server.close(),
        () => {},
      );
      await functions.settled();
    },
  };
}

type ListenOptions = Parameters<LocalCloud['listen']>[0];

interface Opened {
  readonly server: ApiServer;
  readonly cloud: Cloud;
}

/** Refusals in words for a person: nobody here reads AWS's. */
async function invocable(cloud: Cloud, name: string): Promise<Invocable> {
  try {
    return await invocableOf(cloud, name);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new WorkbenchError(
      'function-not-found',
      `${name} is not in the local cloud.`,
      'It was deleted, or what serve said of its template tells why.',
    );
  }
}

function notListening(): never {
  throw new Error('the local cloud is not listening');
}

function describeFunctions(functions: FunctionStore): readonly DeployedFunction[] {
  return functions.list().map(({ name, latest }) => ({
    name,
    state: latest.lastUpdate === 'InProgress' ? 'Updating' : latest.state,
    lastModified: latest.lastModified,
    codeSha256: latest.code.sha256,
    runtime: latest.settings.runtime,
    handler: latest.settings.handler,
    ...(latest.problem === undefined ? {} : { problem: latest.problem }),
  }));
}
