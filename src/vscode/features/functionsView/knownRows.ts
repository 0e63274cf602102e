import { functionsOf } from '../../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, AnalysedTemplate } from '../../../core/analysis/model.ts';

/**
 * Rows for as long as what they show is the same: with a thousand functions, making all anew at each change would be felt. Where much is
 * new, it is made in several turns: a template that has to wait keeps the row that it had, if any.
 */
export class KnownRows<Row> {
  readonly #mostFunctions: number;
  readonly #rows = new WeakMap<AnalysedFunction | AnalysedTemplate, Known<Row>>();
  #looked = new WeakMap<AnalysedTemplate, Known<Row>>();
  /** Of templates, by what names them in the view. */
  #before: ReadonlyMap<string, Row> = new Map();
  #now = new Map<string, Row>();
  #left: number;
  #isWhole = true;

  /** @param mostFunctions that are looked at in one turn */
  constructor(mostFunctions = Number.POSITIVE_INFINITY) {
    this.#mostFunctions = mostFunctions;
    this.#left = mostFunctions;
  }

  nextTurn(): void {
    [this.#before, this.#now] = [this.#now, new Map()];
    this.#left = this.#mostFunctions;
    this.#isWhole = true;
  }

  /** Whether nothing of this turn has to wait for another. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** @param shows all that the row is made of besides what it is `of` */
  row(of: AnalysedFunction | AnalysedTemplate, shows: readonly unknown[], make: () => Row): Row {
    const row = known(this.#rows, of, shows) ?? make();
    this.#rows.set(of, { shows, row });
    return row;
  }

  /**
   * The row of a template, without a look at each of its functions where nothing is new.
   * @param told all that functions and findings tell of it
   */
  looked(id: string, template: AnalysedTemplate, told: readonly unknown[], look: () => Row): Row | undefined {
    const row = known(this.#looked, template, told) ?? this.#look(id, template, told, look);
    if (row !== undefined) this.#now.set(id, row);
    return row;
  }

  /** Something else may be different: test events and how they ran, deployments, what is served, the time. */
  lookAgain(): void {
    this.#looked = new WeakMap();
  }

  #look(id: string, template: AnalysedTemplate, told: readonly unknown[], look: () => Row): Row | undefined {
    if (this.#left <= 0) {
      this.#isWhole = false;
      return this.#before.get(id);
    }
    this.#left -= 1 + functionsOf(template).length;
    const row = look();
    this.#looked.set(template, { shows: told, row });
    return row;
  }
}

interface Known<Row> {
  readonly shows: readonly unknown[];
  readonly row: Row;
}

function known<Of extends object, Row>(rows: WeakMap<Of, Known<Row>>, of: Of, shows: readonly unknown[]): Row | undefined {
  const found = rows.get(of);
  return found?.shows.length === shows.length && shows.every((each, index) => each === found.shows[index]) ? found.row : undefined;
}
