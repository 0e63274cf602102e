import type { IdentitySource, Stage } from '../apis/model.ts';

/** An API whose clients stay connected: messages go both ways. Plain data: it crosses the worker's boundary as it is. */
export interface WebSocketApi {
  /** The API's logical id. */
  readonly name: string;
  readonly stage: Stage;
  /** `$request.body.action`: where a message says which route it is for. */
  readonly routeSelection: string;
  /** In the template's order. */
  readonly routes: readonly WebSocketRoute[];
  /** What isn't served as it is written, in whole sentences for a person. */
  readonly notes: readonly string[];
}

export interface WebSocketRoute {
  /** `$connect`, `$disconnect`, `$default`, or what messages for it say. */
  readonly key: string;
  /** `FunctionDefinition.name`. */
  readonly functionName: string;
  /** Of `$connect`. */
  readonly authorizer?: WebSocketAuthorizer;
  /** Whether what the function returns is sent to the client. */
  readonly answers: boolean;
}

export type WebSocketAuthorizer =
  /** The caller's signature with AWS credentials. */
  | { readonly kind: 'iam' }
  | {
      readonly kind: 'function';
      readonly id: string;
      /** `FunctionDefinition.name`. */
      readonly name: string;
      /** What a request must have for the function to be asked. */
      readonly sources: readonly IdentitySource[];
    };

/** Where a route is, unless the API says otherwise. */
export const USUAL_ROUTE_SELECTION = '$request.body.action';
