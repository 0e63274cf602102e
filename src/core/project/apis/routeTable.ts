import type { ApiRoute } from './model.ts';

/** The routes of an API as they are found, each path and method once. */
export class RouteTable {
  readonly #routes = new Map<string, ApiRoute>();
  readonly notes: string[] = [];

  get routes(): readonly ApiRoute[] {
    return [...this.#routes.values()];
  }

  add(route: ApiRoute): void {
    const key = `${route.method} ${route.path}`;
    const rival = this.#routes.get(key);
    if (rival === undefined) this.#routes.set(key, route);
    else if (rival.target.kind === 'function' && route.target.kind === 'function' && rival.target.name !== route.target.name) {
      this.notes.push(`${key} goes to ${rival.target.name}: that ${route.target.name} wants it too is overlooked.`);
    }
  }

  note(what: string): void {
    this.notes.push(what);
  }
}
