import type { Packager } from './package/index.ts';
import type { Runner } from './runner/model.ts';

/** A runner whose code is loaded for its first invocation: a window that runs nothing is not to wait for it. */
export function lazyRunner(open: () => Promise<Runner>): Runner {
  const runner = new Lazy(open);
  return {
    invoke: async (...args) => (await runner.get()).invoke(...args),
    // What was never opened has no environment to end.
    retire: (name) => void runner.opened?.then((opened) => opened.retire(name)),
    dispose: () => runner.dispose(),
  };
}

/** As `lazyRunner`. */
export function lazyPackager(open: () => Promise<Packager>): Packager {
  const packager = new Lazy(open);
  return {
    build: async (...args) => (await packager.get()).build(...args),
    zip: async (...args) => (await packager.get()).zip(...args),
    dispose: () => packager.dispose(),
  };
}

/** Made when it is first asked for: always the same one. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

class Lazy<T extends { dispose(): Promise<void> }> {
  readonly #open: () => Promise<T>;
  #opened: Promise<T> | undefined;
  #isDisposed = false;

  constructor(open: () => Promise<T>) {
    this.#open = open;
  }

  get opened(): Promise<T> | undefined {
    return this.#opened;
  }

  async get(): Promise<T> {
    this.#opened ??= this.#open();
    const opened = await this.#opened;
    // Whoever asks now is told by the thing itself that it is gone.
    if (this.#isDisposed) await opened.dispose();
    return opened;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await (await this.#opened)?.dispose();
  }
}
