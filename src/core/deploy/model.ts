import type { FunctionSettings } from './lambdaApi.ts';

/** Where a function is deployed to. */
export type DeployTarget =
  | { readonly kind: 'local-cloud'; readonly endpoint: string }
  | { readonly kind: 'aws'; readonly profile?: string; readonly region?: string; readonly endpoint?: string };

/** What is wanted of a function, in Lambda's own terms. `undefined` leaves what is there. */
export interface DesiredFunction extends FunctionSettings {
  readonly functionName: string;
  readonly runtime: string;
  readonly handler: string;
  /** Names of variables whose value can't be told: what is there stays. */
  readonly environmentKept?: readonly string[];
}

/** One setting, old and new, as text for a person. Values of environment variables are never shown. */
export interface SettingChange {
  readonly setting: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface CodeChange {
  /** `CodeSha256`, base64. */
  readonly from: string | undefined;
  readonly to: string;
  /** Bytes. */
  readonly zippedSize: number;
  readonly unzippedSize: number;
  readonly files: number;
}

/** Data: what a deployment will do, shown before anything is done. */
export interface DeployPlan {
  readonly functionName: string;
  readonly action: 'create' | 'update' | 'none';
  readonly target: string;
  readonly settings: readonly SettingChange[];
  /** Absent when the code is the same. */
  readonly code?: CodeChange;
  /** `RevisionId` the plan was made against: an update fails when somebody changed the function since. */
  readonly revisionId?: string;
  /** What a person should know before saying yes: owned by a stack, … */
  readonly warnings: readonly string[];
}

export type DeployStep = 'package' | 'plan' | 'create' | 'update-code' | 'update-configuration' | 'wait';

export type DeployOutcome =
  | { readonly kind: 'done'; readonly functionArn: string; readonly codeSha256: string; readonly state: string }
  | { readonly kind: 'unchanged'; readonly functionArn: string }
  | { readonly kind: 'cancelled'; readonly stands: string }
  /** `stands` says what is true now: what was changed before the step failed. */
  | { readonly kind: 'failed'; readonly step: DeployStep; readonly message: string; readonly advice: string; readonly stands: string };
