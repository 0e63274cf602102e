import type { Value } from './value.ts';

/** What an execution environment heeds and no rule asks about: for running a function on this machine. */
export interface ExecutionSettings {
  /** In the order in which they are extracted. */
  readonly layers: readonly LayerSource[];
  readonly logging: {
    /** `Text` or `JSON`. */
    readonly format: Value<string>;
    readonly systemLevel: Value<string>;
    readonly applicationLevel: Value<string>;
    readonly group: Value<string>;
  };
  readonly reservedConcurrency: Value<number>;
  /** Published versions start from snapshots. */
  readonly snapStart: boolean;
  readonly asynchronous: AsynchronousSettings;
}

export interface AsynchronousSettings {
  /** Left out: 2. */
  readonly maximumRetryAttempts: Value<number>;
  /** Left out: 6 hours. */
  readonly maximumEventAgeSeconds: Value<number>;
  /** ARNs, or the logical ids of resources that are referred to. */
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly deadLetterTarget: string | undefined;
}

/** What a layer holds, as far as it is on this machine. */
export type LayerSource =
  | {
      readonly kind: 'folder';
      readonly name: string;
      /** Absolute. */
      readonly path: string;
      /** What `sam build` makes of it goes to a folder of this one; absolute. */
      readonly built?: string;
      /** SAM's `BuildMethod`, or `python` for the function's: the folder is then a source, and doesn't have a layer's own folders. */
      readonly buildMethod?: string;
    }
  /** A zip that is as it is deployed; absolute. */
  | { readonly kind: 'archive'; readonly name: string; readonly path: string }
  /** One that only AWS has. `name`: its ARN, or what stands for it; undefined where a deployment decides which one it is. */
  | { readonly kind: 'elsewhere'; readonly name: string | undefined };
