import type { Carrier } from '../messaging/model.ts';
import type { CallValue } from './values.ts';

/** The carriers that a program makes, as they are come upon: each construct is one, and has an id that no other of its kind has. */
export class MadeCarriers {
  readonly #byPlace = new Map<string, Carrier>();

  get all(): readonly Carrier[] {
    return [...this.#byPlace.values()];
  }

  /** @param make what it is under its own id, which tells those apart that a helper makes at one place */
  of(call: CallValue, id: string, make: (id: string) => Carrier): Carrier {
    const { source, span } = call.place;
    const key = `${source.path} ${span.start} ${id}`;
    const known = this.#byPlace.get(key);
    if (known !== undefined) return known;
    const first = make(id);
    const taken = new Set(this.all.filter(({ kind }) => kind === first.kind).map((carrier) => carrier.id));
    let own = id;
    for (let number = 2; taken.has(own); number++) own = `${id}-${number}`;
    const made = own === id ? first : make(own);
    this.#byPlace.set(key, made);
    return made;
  }
}
