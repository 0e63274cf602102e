import type { Value } from './model.ts';

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
      /** The runtime that it is built for: the folder is then a source, and doesn't have a layer's own folders. */
      readonly buildMethod?: string;
    }
  /** `name`: its ARN, or what stands for it; `reason`: why it isn't found here, where it isn't that only AWS has it. */
  | { readonly kind: 'elsewhere'; readonly name: string; readonly reason?: string };
