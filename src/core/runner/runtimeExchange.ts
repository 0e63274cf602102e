/** What is handed to the runtime as one `next`. */
export interface RuntimeEvent {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly arn: string;
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext?: string;
  /** JSON text. */
  readonly cognitoIdentity?: string;
  readonly tenantId?: string;
  /** Left out: JSON. */
  readonly contentType?: string;
  readonly body: Uint8Array;
  /** Given what the runtime streams, as it comes; the next chunk is read once this one is taken. */
  readonly onChunk?: OnChunk;
}

export type OnChunk = (chunk: Uint8Array, contentType: string) => Promise<void>;

/** What the runtime said to an event. */
export type Answer =
  | { readonly kind: 'response'; readonly body: Uint8Array; readonly contentType: string; readonly failure?: RuntimeFailure }
  | { readonly kind: 'error'; readonly failure: RuntimeFailure }
  | { readonly kind: 'too-large' }
  /** The connection went before its end. */
  | { readonly kind: 'truncated' };

export interface RuntimeFailure {
  /** The JSON a caller sees. */
  readonly body: Uint8Array;
  /** `Lambda-Runtime-Function-Error-Type`, where the client sends it. */
  readonly errorType?: string;
}
