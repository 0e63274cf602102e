import { setMaxListeners } from 'node:events';
import type { RawLogEvent } from '../logs/model.ts';
import type { Clock, FileSystem, Logger } from '../ports.ts';
import type { Runner } from '../runner/model.ts';
import type { Cloud } from './cloud.ts';
import { createCodeStore } from './codeStore.ts';
import { createFunctionStore, type FunctionStore } from './functionStore.ts';
import { lambdaRoutes } from './lambdaRoutes.ts';
import { createLogStore } from './logStore.ts';
import { logsRoute } from './logsRoute.ts';
import { type ApiServer, startServer } from './server.ts';

/**
 * Lambda and CloudWatch Logs on this machine: their own APIs on 127.0.0.1, functions run by the runner from their unzipped packages.
 * Functions are there again in the next session; logs are not.
 */
export interface LocalCloud {
  /** Port 0 takes a free one. Listening already, it says where. Rejects with WorkbenchError `port-in-use`. */
  listen(options: { readonly port: number }): Promise<{ readonly endpoint: string; readonly port: number }>;
  /** After every change of a function or its state. */
  onDidChange(listener: () => void): () => void;
  /** By name; empty before the first `listen`. */
  functions(): readonly DeployedFunction[];
  /** Cancels what runs, and stops answering. Functions stay on disk. */
  close(): Promise<void>;
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
}

export interface LocalCloudOptions {
  readonly runner: Runner;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absolute folder of this cloud's own: packages and settings, environment variables among them. */
  readonly directory: string;
  /** Every line of every function, under the id that FilterLogEvents gives it. */
  readonly onLog?: (event: RawLogEvent) => void;
}

export function createLocalCloud(options: LocalCloudOptions): LocalCloud {
  const { runner, files, clock, logger, directory, onLog } = options;
  const functions = createFunctionStore(files, logger, directory);
  const code = createCodeStore(files, directory);
  const logs = createLogStore(clock, onLog);
  let running: { readonly server: Promise<ApiServer>; readonly closing: AbortController } | undefined;

  return {
    async listen({ port }) {
      if (running === undefined) {
        const closing = new AbortController();
        // Every running invocation listens to it.
        setMaxListeners(0, closing.signal);
        const cloud: Cloud = { functions, code, logs, runner, clock, logger, closing: closing.signal };
        const routes = [...lambdaRoutes(cloud), logsRoute(cloud)];
        running = { server: functions.load().then(() => startServer(routes, port, logger)), closing };
      }
      const attempt = running;
      try {
        const server = await attempt.server;
        return { endpoint: `http://127.0.0.1:${server.port}`, port: server.port };
      } catch (error) {
        if (running === attempt) running = undefined;
        throw error;
      }
    },
    onDidChange: functions.onDidChange,
    functions: () => describeFunctions(functions),
    async close() {
      const ending = running;
      running = undefined;
      ending?.closing.abort();
      await ending?.server.then(
        (server) => server.close(),
        () => {},
      );
      await functions.settled();
    },
  };
}

function describeFunctions(functions: FunctionStore): readonly DeployedFunction[] {
  return functions.list().map(({ name, latest }) => ({
    name,
    state: latest.lastUpdate === 'InProgress' ? 'Updating' : latest.state,
    lastModified: latest.lastModified,
    codeSha256: latest.code.sha256,
    runtime: latest.settings.runtime,
    handler: latest.settings.handler,
  }));
}
