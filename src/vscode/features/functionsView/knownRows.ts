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

  /** @param mostFunctions whose rows are made in one turn */
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

  /**
   * Undefined where it has to be made and this turn has made enough.
   * @param shows all that the row is made of besides what it is `of`
   */
  row(of: AnalysedFunction, shows: readonly unknown[], make: () => Row): Row | undefined {
    return known(this.#rows, of, shows) ?? this.#make(of, shows, make);
  }

  /** As `row`, of a template whose rows below are there. */
  templateRow(of: AnalysedTemplate, shows: readonly unknown[], make: () => Row): Row {
    const row = known(this.#rows, of, shows) ?? make();
    this.#rows.set(of, { shows, row });
    return row;
  }

  /**
   * The row of a template, without a look at each of its functions where nothing is new.
   * @param told all that functions and findings tell of it
   * @param look undefined where one of the rows below has to wait
   */
  looked(id: string, template: AnalysedTemplate, told: readonly unknown[], look: () => Row | undefined): Row | undefined {
    const row = known(this.#looked, template, told) ?? this.#look(template, told, look) ?? this.#before.get(id);
    if (row !== undefined) this.#now.set(id, row);
    return row;
  }

  /** Something else may be different: test events and how they ran, deployments, what is served, the time. */
  lookAgain(): void {
    this.#looked = new WeakMap();
  }

  #look(template: AnalysedTemplate, told: readonly unknown[], look: () => Row | undefined): Row | undefined {
    const row = this.#left > 0 ? look() : undefined;
    if (row === undefined) this.#isWhole = false;
    else this.#looked.set(template, { shows: told, row });
    this.#left -= functionsOf(template).length * lookCost;
    return row;
  }

  #make(of: AnalysedFunction, shows: readonly unknown[], make: () => Row): Row | undefined {
    if (this.#left <= 0) return undefined;
    this.#left -= 1;
    const row = make();
    this.#rows.set(of, { shows, row });
    return row;
  }
}

/** Of seeing that the row of a function is still right, where making one costs 1. */
const lookCost = 0.1;

interface Known<Row> {
  readonly shows: readonly unknown[];
  readonly row: Row;
}

function known<Of extends object, Row>(rows: WeakMap<Of, Known<Row>>, of: Of, shows: readonly unknown[]): Row | undefined {
  const found = rows.get(of);
  return found?.shows.length === shows.length && shows.every((each, index) => each === found.shows[index]) ? found.row : undefined;
}
