/** SAM's words for what calls a function over HTTP: an HTTP API, a REST API, a function URL. */
export type FrontType = 'HttpApi' | 'Api' | 'FunctionUrl';

/** One address and what answers there. A function URL is a front with a single route. */
export interface Front {
  readonly type: FrontType;
  /** The API's logical id (SAM's own for those it implies), or the function of a URL. */
  readonly name: string;
  /** In the template's order. */
  readonly routes: readonly Route[];
}

export interface Route {
  /** In capitals; `ANY` for all. */
  readonly method: string;
  /** `/orders/{id}`, `/files/{proxy+}`, or `$default` for what no other route takes. */
  readonly path: string;
  readonly functionName: string;
  readonly payloadFormat: '1.0' | '2.0';
  /** How long the API waits for the function; function URLs wait as long as it runs. */
  readonly timeoutMs?: number;
  /** A function URL with `InvokeMode: RESPONSE_STREAM`. */
  readonly streams?: boolean;
}

export type Header = readonly [name: string, value: string];

/** A request as it was sent. */
export interface HttpRequest {
  readonly method: string;
  /** Still encoded, without the query. */
  readonly path: string;
  /** Still encoded, without the question mark. */
  readonly query: string;
  /** In their order and case, repeated ones repeated. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** What isn't in a request but goes into its event. */
export interface Arrival {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly sourceIp: string;
  /** Where the front listens. */
  readonly port: number;
}

/** A request on its way to a function. */
export interface Call {
  readonly front: Front;
  readonly route: Route;
  /** The variables of the route's path, still encoded. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly request: HttpRequest;
  readonly arrival: Arrival;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** A handler's result as a response; or what is wrong with it, in words that complete "it can't be sent: …". */
export type Mapped =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'malformed'; readonly reason: string };
