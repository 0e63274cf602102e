import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export type ExtensionEvent = 'INVOKE' | 'SHUTDOWN';

/** Why an environment ends, in the word of its extensions' SHUTDOWN event. */
export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

type State =
  /** Started as a process, and not heard of yet. */
  | { readonly phase: 'Started' }
  | { readonly phase: 'Registered' }
  | { readonly phase: 'Ready'; readonly reply: ServerResponse }
  | { readonly phase: 'Running' }
  | { readonly phase: 'InitError' | 'ExitError' };

export interface Extension {
  readonly id: string;
  readonly name: string;
  /** `external`: a process of its own; `internal`: a part of the function's. */
  readonly kind: 'external' | 'internal';
  events: readonly ExtensionEvent[];
  state: State;
}

/** Extensions that an environment may have, of both kinds. */
const MOST_EXTENSIONS = 10;

/** The extensions of one execution environment, and what each of them is doing. */
export class ExtensionRegistry {
  readonly #extensions = new Map<string, Extension>();

  /** Says whether there is none: what nearly every function has. */
  get isEmpty(): boolean {
    return this.#extensions.size === 0;
  }

  get isFull(): boolean {
    return this.#extensions.size >= MOST_EXTENSIONS;
  }

  get all(): readonly Extension[] {
    return [...this.#extensions.values()];
  }

  add(name: string, kind: Extension['kind']): Extension {
    const extension: Extension = { id: randomUUID(), name, kind, events: [], state: { phase: 'Started' } };
    this.#extensions.set(extension.id, extension);
    return extension;
  }

  byId(id: string): Extension | undefined {
    return this.#extensions.get(id);
  }

  byName(name: string): Extension | undefined {
    return this.all.find((extension) => extension.name === name);
  }

  /** Every process that was started has registered: now the runtime may start. */
  get areRegistered(): boolean {
    return this.all.every(({ state }) => state.phase !== 'Started');
  }

  /** Each has asked for an event: initialization is done, or work on the last event is. */
  get areReady(): boolean {
    return this.isEmpty || this.all.every(({ state }) => state.phase === 'Ready');
  }
}
