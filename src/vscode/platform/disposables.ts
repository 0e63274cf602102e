/** Anything that holds on to something until it is told to let go. VS Code's own disposables fit. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns what is added to it. Adding after `dispose` disposes at once, so a late arrival never leaks. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  /** Newest first. One failure doesn't keep the others from being disposed. */
  dispose(): void {
    this.#disposed = true;
    const failures: unknown[] = [];
    for (const item of this.#items.splice(0).reverse()) {
      try {
        item.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some things could not be disposed');
  }
}
