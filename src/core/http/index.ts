import { setMaxListeners } from 'node:events';
import type { ApiDefinition } from '../project/apis/model.ts';
import { createFront } from './front.ts';
import { frontsOf } from './fronts.ts';
import type { FrontPorts } from './ports.ts';
import { startFrontServer } from './server.ts';

export interface HttpServing {
  /** Each on a port of its own, so that an API's paths begin at its root. APIs first, then function URLs. */
  readonly served: readonly ServedFront[];
  /** Cancels what runs, and stops answering. */
  close(): Promise<void>;
}

export interface ServedFront extends ApiDefinition {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
}

export interface ServeHttpOptions extends FrontPorts {
  /** The first front's port, the next ones follow it; left out: free ones. A port that is taken is said, and a free one used. */
  readonly firstPort?: number;
}

/** Serves the APIs and function URLs of templates on loopback; what can't be served as the template says is told to the logger. */
export async function serveHttp(
  templates: readonly { readonly apis?: readonly ApiDefinition[] }[],
  options: ServeHttpOptions,
): Promise<HttpServing> {
  const { firstPort, clock, logger } = options;
  const { fronts, notes } = frontsOf(templates);
  for (const note of notes) logger.warn(note);
  const servers: { readonly served: ServedFront; readonly close: () => Promise<void> }[] = [];
  const closing = new AbortController();
  // Every running invocation listens to it.
  setMaxListeners(0, closing.signal);
  const close = async () => {
    closing.abort();
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    for (const [index, front] of fronts.entries()) {
      const wanted = firstPort === undefined || firstPort + index > 65_535 ? 0 : firstPort + index;
      const answer = createFront(front, options, closing.signal);
      const server = await startFrontServer({ type: front.type, answer, port: wanted, clock, logger });
      if (wanted !== 0 && server.port !== wanted) logger.warn(`Port ${wanted} is taken: ${front.name} is on port ${server.port}.`);
      servers.push({ served: { ...front, url: `http://127.0.0.1:${server.port}` }, close: server.close });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { served: servers.map(({ served }) => served), close };
}
