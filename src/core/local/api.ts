import type { IncomingHttpHeaders } from 'node:http';

/** A request that was let in, read whole. */
export interface ApiRequest {
  /** Decoded parts of the path, by the names in the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  /** `http://127.0.0.1:<port>`, as the client reached us. */
  readonly origin: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes go out as they are, a stream as it comes; anything else as JSON; nothing for undefined. */
  readonly body?: unknown;
}

/** One operation: how it is reached, how much it takes, what it does. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  /** `/2015-03-31/functions/{name}`: each `{part}` is one segment. */
  readonly path: string;
  /** How the `X-Amz-Target` of its requests begins, where that tells it from others of the same path; empty where they have none. */
  readonly target?: string;
  /** Signing name and own name of the service it belongs to. Left out: Lambda. */
  readonly service?: { readonly id: string; readonly name: string };
  readonly maxBodyBytes: number;
  readonly run: (request: ApiRequest) => Promise<ApiResponse> | ApiResponse;
}

export function header(request: ApiRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** What a page that is served at `/` posts to: by a browser, and not signed. */
export const PAGE_PREFIX = '/_workbench/';

/** Where packages are downloaded from: an address with a secret in it, so without a signature. */
export const DOWNLOAD_PREFIX = '/_packages/';
