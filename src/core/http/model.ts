import type { Readable } from 'node:stream';
import type { ApiDefinition, ApiRoute, Stage } from '../project/apis/model.ts';

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

/** A request that has a route, on its way to whoever answers it. */
export interface Call {
  readonly front: ApiDefinition;
  readonly stage: Stage;
  readonly route: ApiRoute;
  /** Below the stage, still encoded: what the route's path was held against. */
  readonly path: string;
  /** The variables of the route's path, still encoded. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly request: HttpRequest;
  readonly arrival: Arrival;
}

/** A call with what is known of a caller who may come in. */
export interface AdmittedCall extends Call {
  readonly admission?: Admission;
}

export interface Admission {
  /** `requestContext.authorizer` of the event. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
  /** More of `requestContext.identity`, of events in payload format 1.0. */
  readonly identity?: Readonly<Record<string, unknown>>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  /** Whole, or as it comes. */
  readonly body: Uint8Array | Readable;
}

/** A handler's result as a response; or what is wrong with it, in words that complete "it can't be sent: …". */
export type Mapped =
  | { readonly kind: 'response'; readonly response: HttpResponse & { readonly body: Uint8Array } }
  | { readonly kind: 'malformed'; readonly reason: string };
