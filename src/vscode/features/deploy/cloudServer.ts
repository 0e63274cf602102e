import type { LocalCloud } from '../../../core/local/index.ts';
import type { Logger } from '../../../core/ports.ts';

/** The local cloud's server: started when it is first needed, on one port for the session. */
export interface CloudServer {
  /** `http://127.0.0.1:PORT`. Rejects with WorkbenchError `port-in-use`. */
  endpoint(): Promise<string>;
  readonly running: string | undefined;
}

export function createCloudServer(cloud: LocalCloud, port: () => number, logger: Logger): CloudServer {
  let starting: Promise<string> | undefined;
  let running: string | undefined;
  return {
    get running() {
      return running;
    },
    endpoint() {
      starting ??= cloud.listen({ port: port() }).then(
        (address) => {
          running = address.endpoint;
          logger.info(`The local cloud listens on ${address.endpoint}`);
          return address.endpoint;
        },
        (error: unknown) => {
          // So that the next attempt tries again, perhaps with another port in the settings.
          starting = undefined;
          throw error;
        },
      );
      return starting;
    },
  };
}
