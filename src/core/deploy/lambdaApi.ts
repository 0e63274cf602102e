/**
 * What deploying asks of Lambda: the same for AWS and for the local cloud. Failures are WorkbenchErrors; of their codes,
 * `deploy-conflict` means that somebody else changes, or has changed, the function.
 */
export interface LambdaApi {
  /** Undefined where there is no such function. */
  getFunction(functionName: string): Promise<DeployedFunction | undefined>;
  /** All pages. Items carry no state and no tags. */
  listFunctions(): Promise<readonly DeployedFunction[]>;
  createFunction(request: FunctionSettings & RequiredSettings & { readonly zip: Uint8Array }): Promise<DeployedFunction>;
  updateFunctionCode(request: {
    readonly functionName: string;
    readonly zip: Uint8Array;
    readonly architecture?: 'x86_64' | 'arm64';
    readonly revisionId?: string;
  }): Promise<DeployedFunction>;
  /** The architecture isn't among what this can change: it goes with the code. */
  updateFunctionConfiguration(
    request: FunctionSettings & { readonly functionName: string; readonly revisionId?: string },
  ): Promise<DeployedFunction>;
  /** Absent is fine. */
  deleteFunction(functionName: string): Promise<void>;
  /** Sent once, never repeated: the function may have run before the answer was lost. */
  invoke(functionName: string, payload: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<DeployedInvocation>;
}

/** `undefined` leaves what is there; `environment` and `layers` replace the whole. */
export interface FunctionSettings {
  readonly runtime?: string;
  readonly handler?: string;
  readonly role?: string;
  readonly description?: string;
  readonly memoryMb?: number;
  readonly timeoutSeconds?: number;
  readonly ephemeralStorageMb?: number;
  readonly architecture?: 'x86_64' | 'arm64';
  readonly environment?: Readonly<Record<string, string>>;
  readonly layers?: readonly string[];
}

export interface RequiredSettings {
  readonly functionName: string;
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
}

/** A function as Lambda tells of it. */
export interface DeployedFunction extends FunctionSettings {
  readonly functionName: string;
  readonly functionArn: string;
  readonly packageType: 'Zip' | 'Image';
  /** Base64 SHA-256 of the zip. */
  readonly codeSha256: string;
  /** Changes with each update, and once more when the update completes. */
  readonly revisionId?: string;
  readonly state?: string;
  readonly stateReason?: string;
  readonly lastUpdateStatus?: string;
  readonly lastUpdateStatusReason?: string;
  readonly lastModified?: string;
  /** The variables are there but can't be decrypted: they must not be written back. */
  readonly environmentUnreadable?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** `LoggingConfig.LogGroup`. */
  readonly logGroup?: string;
}

export interface DeployedInvocation {
  readonly payload: Uint8Array;
  /** `Unhandled` where the function failed; its error is then the payload. */
  readonly functionError?: string;
  readonly executedVersion?: string;
  readonly requestId?: string;
  /** The last 4 KB of the log. */
  readonly logTail: string;
}
