import { localAccount, localRegion } from '../localAccount.ts';

/** What CreateFunction and UpdateFunctionConfiguration set. Plain data: it is written to disk as it is. */
export interface FunctionSettings {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly architecture: string;
  readonly ephemeralStorageMb: number;
  /** ARNs. Kept and shown; the local cloud can't fetch a layer, so functions run without them. */
  readonly layers: readonly string[];
  readonly tracingMode: string;
  readonly logFormat: string;
  /** Absent: `/aws/lambda/<name>`. */
  readonly logGroup?: string;
}

export interface FunctionCode {
  /** Base64 SHA-256 of the zip's bytes: `CodeSha256`. */
  readonly sha256: string;
  /** Bytes of the zip. */
  readonly size: number;
}

/** `$LATEST`, or a published and thereby frozen state of the function. */
export interface FunctionVersion {
  readonly version: string;
  readonly settings: FunctionSettings;
  readonly code: FunctionCode;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly revisionId: string;
  readonly state: 'Pending' | 'Active';
  /** Absent while the function is being created, and in published versions. */
  readonly lastUpdate?: 'InProgress' | 'Successful';
  /** Why it can't be packed, of a function whose code is in a folder: AWS would say that it failed. */
  readonly problem?: string;
}

/** A name for a version, which may share its calls with another one. */
export interface Alias {
  readonly name: string;
  readonly version: string;
  /** Shares of calls that go to another version, from 0 to 1. */
  readonly weights: Readonly<Record<string, number>>;
  readonly description: string;
  readonly revisionId: string;
}

export interface CloudFunction {
  readonly name: string;
  readonly latest: FunctionVersion;
  /** What an invocation of `$LATEST` runs: the state before the update while one is in progress. */
  readonly serving: FunctionVersion;
  /** In ascending order. */
  readonly versions: readonly FunctionVersion[];
  /** The highest number ever given: numbers aren't used again. */
  readonly lastVersion: number;
  /** By name. Left out: none. */
  readonly aliases?: readonly Alias[];
  /** `ReservedConcurrentExecutions`. */
  readonly reservedConcurrency?: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Unguessable part of the address its package is downloaded from. */
  readonly downloadToken: string;
}

export function aliasesOf({ aliases = [] }: CloudFunction): readonly Alias[] {
  return aliases;
}

/** The version that an alias leads a call to. `chance`: from 0 up to 1, without it. */
export function versionBehind({ version, weights }: Alias, chance: number): string {
  let below = 0;
  for (const [other, weight] of Object.entries(weights)) {
    below += weight;
    if (chance < below) return other;
  }
  return version;
}

export function functionArn(name: string, qualifier?: string): string {
  return `arn:aws:lambda:${localRegion}:${localAccount}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;
}

export function logGroupOf(name: string, settings: FunctionSettings): string {
  return settings.logGroup ?? `/aws/lambda/${name}`;
}
