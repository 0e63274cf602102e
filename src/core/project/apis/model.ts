/** SAM's words for what calls a function over HTTP: an HTTP API, a REST API, a function URL. */
export type ApiType = 'HttpApi' | 'Api' | 'FunctionUrl';

/**
 * One address that is put in front of functions and what answers there, in the words of whatever defines it. A function URL is an API
 * with a single route. Plain data: it crosses the worker's boundary as it is.
 */
export interface ApiDefinition {
  readonly type: ApiType;
  /** The API's logical id (SAM's own for those it implies), or the function of a URL. */
  readonly name: string;
  /** At least one. The first is the one of requests whose path doesn't begin with the name of any. */
  readonly stages: readonly Stage[];
  /** In the template's order. */
  readonly routes: readonly ApiRoute[];
  /** Of HTTP APIs and function URLs, which send the headers themselves. In a REST API the functions do, and mocks for OPTIONS. */
  readonly cors?: Cors;
  /** Of REST APIs: `image/png`, or with `*` for either half. */
  readonly binaryMediaTypes?: readonly string[];
  /** Of REST APIs: what they answer by themselves, by AWS's name for why, `UNAUTHORIZED` or `DEFAULT_4XX`. */
  readonly gatewayResponses?: Readonly<Record<string, GatewayResponse>>;
  /** What isn't served as it is written, in whole sentences for a person. */
  readonly notes: readonly string[];
}

export interface GatewayResponse {
  readonly status?: number;
  /** Constants in single quotes, or `method.request.header.Origin`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The template for JSON, with `$context.error.messageString` and its like. */
  readonly body?: string;
}

export interface Stage {
  /** `Prod`; `$default` is the one of an HTTP API that isn't in its paths. */
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface ApiRoute {
  /** In capitals; `ANY` for all. */
  readonly method: string;
  /** `/orders/{id}`, `/files/{proxy+}`, or `$default` for what no other route takes. */
  readonly path: string;
  readonly target: RouteTarget;
  readonly authorizer?: Authorizer;
  /** A REST API's method that wants an `x-api-key`. */
  readonly apiKeyRequired?: boolean;
  /** Of a REST API's method with a request validator. */
  readonly validation?: RequestValidation;
}

/** What a request must have to be handed on. */
export interface RequestValidation {
  readonly parameters: readonly RequestParameter[];
  /** By media type, `$default` for all others: JSON Schema, draft 4, with all that it refers to in `definitions`. */
  readonly bodies?: Readonly<Record<string, unknown>>;
  /** There are schemas that only a deployment knows: bodies that they are for aren't looked at. */
  readonly isOpen?: true;
}

export interface RequestParameter {
  readonly in: 'querystring' | 'header' | 'path';
  readonly name: string;
}

export type RouteTarget = FunctionTarget | MockTarget;

export interface FunctionTarget {
  readonly kind: 'function';
  /** `FunctionDefinition.name`. */
  readonly name: string;
  readonly payloadFormat: '1.0' | '2.0';
  /** How long the API waits for the function; function URLs wait as long as it runs. */
  readonly timeoutMs?: number;
  /** A function URL with `InvokeMode: RESPONSE_STREAM`. */
  readonly streams?: boolean;
}

/** A REST API's answer without a function: what SAM, the CDK and the Serverless Framework make for OPTIONS. */
export interface MockTarget {
  readonly kind: 'mock';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** CORS settings of an HTTP API or a function URL; what is left out isn't sent. */
export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds?: number;
}

/** Who is asked whether a request may come in. */
export type Authorizer =
  | FunctionAuthorizer
  /** An HTTP API's own check of a token that an issuer signed. */
  | {
      readonly kind: 'jwt';
      readonly source: IdentitySource;
      readonly issuer?: string;
      readonly audience: readonly string[];
      readonly scopes: readonly string[];
    }
  /** A REST API's check of a token of a Cognito user pool. */
  | { readonly kind: 'cognito'; readonly source: IdentitySource; readonly scopes: readonly string[] }
  /** The caller's signature with AWS credentials. */
  | { readonly kind: 'iam' };

export interface FunctionAuthorizer {
  readonly kind: 'function';
  /** Of the authorizer: what it decided is kept under this name. */
  readonly id: string;
  /** `FunctionDefinition.name`. */
  readonly name: string;
  /** `TOKEN` is a REST API's short event: the first source alone. */
  readonly event: 'TOKEN' | 'REQUEST';
  /** What a request must have for the function to be asked, and what its answer is kept by. */
  readonly sources: readonly IdentitySource[];
  /** Seconds for which an answer holds; 0: the function is always asked. */
  readonly ttlSeconds: number;
  /** A regular expression for the token. */
  readonly validation?: string;
  /** Of an HTTP API. */
  readonly payloadFormat: '1.0' | '2.0';
  /** An HTTP API's `{"isAuthorized": true}` instead of a policy. */
  readonly simpleResponses: boolean;
}

export interface IdentitySource {
  readonly in: 'header' | 'querystring' | 'context' | 'stageVariables';
  readonly name: string;
}
