import type { DeployedFunction, LocalCloud } from '../../../core/local/index.ts';
import type { Logger } from '../../../core/ports.ts';

/** The local cloud's server: started when it is first needed, on one port for the session. */
export interface CloudServer {
  /** `http://127.0.0.1:PORT`. Rejects with WorkbenchError `port-in-use`; the next call tries again. */
  endpoint(): Promise<string>;
  /** Empty until it is started. */
  functions(): readonly DeployedFunction[];
  /** After every change of a function or its state, and when it has started. */
  onDidChange(listener: () => void): () => void;
}

export function createCloudServer(open: () => Promise<LocalCloud>, port: () => number, logger: Logger): CloudServer {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let running: LocalCloud | undefined;
  let starting: Promise<string> | undefined;

  async function start(): Promise<string> {
    const cloud = await open();
    const { endpoint } = await cloud.listen({ port: port() });
    running = cloud;
    cloud.onDidChange(changed);
    changed();
    logger.info(`The local cloud listens on ${endpoint}`);
    return endpoint;
  }

  return {
    endpoint() {
      starting ??= start().catch((error: unknown) => {
        starting = undefined;
        throw error;
      });
      return starting;
    },
    functions: () => running?.functions() ?? [],
    onDidChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
