import type { ExitStatus } from '../ports.ts';
import type { RuntimeFailure } from './runtimeExchange.ts';
import type { ExtensionFailure } from './sandbox.ts';

/** How a stretch of an environment's life ended. */
export type Step =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly failure: RuntimeFailure }
  | { readonly kind: 'exited'; readonly status: ExitStatus }
  | { readonly kind: 'extension-failed'; readonly failure: ExtensionFailure }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'cancelled' };

export interface Stretch {
  /** Milliseconds. Left out: it may take as long as it likes. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
  /** The runtime's part of it is over, well or not; what may follow is of its extensions, and its end. */
  readonly onRuntimeDone?: (step: Step) => void;
  readonly onRestore?: () => void;
}
