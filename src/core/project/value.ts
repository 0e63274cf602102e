import type { TextRange } from '../text.ts';

/** A value of a template: written out, left out, or only known when it is built or deployed. */
export type Value<T> =
  | {
      readonly kind: 'literal';
      readonly value: T;
      readonly path: string;
      readonly range: TextRange;
      /** It isn't what is written there, but what an expression or a loop gives, so a new value can't be written in its place. */
      readonly computed?: boolean;
    }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unknown';
      /** In words that complete "can't be told before deploying: …". */
      readonly reason: string;
      readonly range?: TextRange;
      readonly assumed?: Assumed<T>;
      readonly refersTo?: ResourceReference;
    };

/** What is said of a resource of the same template. */
export interface ResourceReference {
  readonly logicalId: string;
  readonly attribute: 'name' | 'arn';
}

/**
 * What a deployment gives that leaves the template's parameters at their defaults. Good enough to run a function with on this
 * machine, where it is said to whoever runs it; never to call something wrong by, nor to set it where the function is deployed.
 */
export interface Assumed<T> {
  readonly value: T;
  /** In words that complete "X is … here: …". */
  readonly because: string;
  /** A parameter with `NoEcho` is in it: not to be shown. */
  readonly secret?: boolean;
}
