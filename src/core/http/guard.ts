import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost } from '../loopbackHost.ts';

/**
 * Why a request isn't answered, in words for a person; undefined where it is. A page of another site must not be able to run functions:
 * its requests carry its origin, or the browser's word that they are cross-site, or, by DNS rebinding, its own host name. What a
 * person types into a browser and what programs send has none of these; pages served from this machine may call.
 */
export function whyRefused(headers: IncomingHttpHeaders, port: number): string | undefined {
  const { host, origin } = headers;
  if (!isLoopbackHost(host, port)) {
    return `Only requests to 127.0.0.1:${port} and localhost:${port} are answered here, not those to the host name of this one.\n`;
  }
  // A page of this machine at another name of it (localhost, 127.0.0.1) is cross-site for the browser: its origin counts.
  const isForeign = origin === undefined ? headers['sec-fetch-site'] === 'cross-site' : !isLoopback(origin);
  if (!isForeign) return undefined;
  return 'Web pages of other sites are not answered here, since a request can run code. Open the address in the browser itself,\ncall it with curl, or from a page that is served by this machine.\n';
}

function isLoopback(origin: string): boolean {
  return /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(origin);
}
