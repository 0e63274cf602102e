import type { AnalysedFunction } from '../../../src/core/analysis/model.ts';
import { relativePath } from '../../../src/core/paths.ts';
import { sightingsIn } from './oracle/index.ts';
import type { Sighting } from './oracle/model.ts';
import oracleErrors from './oracleErrors.json' with { type: 'json' };
import { functionsOf, type RepositoryAnalysis } from './repositoryAnalysis.ts';
import { percent, Tally, table } from './table.ts';

/** A difference in which the reader of lines is wrong, by a person's eyes. */
interface OracleError {
  readonly repository: string;
  readonly file: string;
  /** Of the sighting, or of our function; absent for all of the file. */
  readonly line?: number;
  /** In words: what is there instead. */
  readonly reason: string;
}

/** How many of the functions that lines of the corpus show are found, with the same line and handler. */
export class Discovery {
  readonly #seen = new Tally();
  readonly #same = new Tally();
  /** The lines show no literal where ours follows a name to one, in the same function. */
  readonly #followed = new Tally();
  readonly #missed = new Tally();
  readonly #differing = new Tally();
  readonly #more = new Tally();
  readonly #excused = new Tally();
  readonly #differences: string[] = [];

  add({ repository, folder, first }: RepositoryAnalysis): void {
    if (repository.synthetic !== undefined) return;
    const ours = functionsOf(first).map((fn) => placed(fn, folder));
    const rest = new Set(ours);
    const note = (
      kind: string,
      of: { readonly file: string; readonly line: number; readonly handler: string | undefined },
      by: string,
      found?: Placed,
    ): void => {
      const { file, line, handler } = of;
      this.#differences.push(
        JSON.stringify({
          kind,
          by,
          repository: repository.name,
          file,
          line,
          handler,
          ...(found && { found: `${found.line} ${found.handler}` }),
        }),
      );
    };
    for (const sighting of sightingsIn(folder)) {
      if (isExcused(repository.name, sighting)) {
        this.#excused.add(sighting.by);
        continue;
      }
      this.#seen.add(sighting.by);
      const candidates = ours.filter((fn) => rest.has(fn) && isSamePlace(fn, sighting));
      const found = candidates.find((fn) => isSame(fn, sighting)) ?? candidates[0];
      if (found !== undefined) rest.delete(found);
      if (found === undefined) {
        this.#missed.add(sighting.by);
        note('missed', sighting, sighting.by);
      } else if (isSame(found, sighting)) this.#same.add(sighting.by);
      else if (sighting.handler === undefined && found.handler !== undefined) this.#followed.add(sighting.by);
      else {
        this.#differing.add(sighting.by);
        note('differs', sighting, sighting.by, found);
      }
    }
    for (const fn of rest) {
      if (isExcused(repository.name, fn)) continue;
      this.#more.add(fn.format);
      note('only ours', fn, fn.format);
    }
  }

  report(): string {
    const kinds = this.#seen.entries().map(([by]) => by);
    const tallies = [this.#seen, this.#same, this.#followed, this.#differing, this.#missed];
    const rows = kinds.map((by) => [
      by,
      ...tallies.map((tally) => tally.get(by)),
      percent(this.#same.get(by) + this.#followed.get(by), this.#seen.get(by)),
      this.#excused.get(by),
    ]);
    const all = [
      'all',
      ...tallies.map(({ total }) => total),
      percent(this.#same.total + this.#followed.total, this.#seen.total),
      this.#excused.total,
    ];
    const more = table(['functions that only ours shows', 'count'], this.#more.entries());
    const heads = [
      'seen as',
      'seen',
      'same line and handler',
      'followed to a literal',
      'other line or handler',
      'missed',
      'share',
      'where the lines mislead',
    ];
    return `## Discovery, against a reader of lines\n\n${table(heads, [...rows, all])}\n\n${more}\n\nDifferences:\n\n${this.#differences.join('\n')}`;
  }
}

interface Placed {
  readonly file: string;
  readonly line: number;
  readonly handler: string | undefined;
  readonly format: string;
  /** Lines of the whole resource or call, in `definedIn`. */
  readonly body: { readonly file: string; readonly first: number; readonly last: number };
}

function placed({ definition }: AnalysedFunction, folder: string): Placed {
  const { handler, format, bodyRange, range } = definition;
  const at = handler.kind === 'literal' ? handler : { path: definition.definedIn, range };
  return {
    file: relativePath(folder, at.path),
    line: at.range.start.line + 1,
    handler: handler.kind === 'literal' ? handler.value : undefined,
    format,
    body: { file: relativePath(folder, definition.definedIn), first: bodyRange.start.line + 1, last: bodyRange.end.line + 1 },
  };
}

function isSamePlace({ file, line, body }: Placed, sighting: Sighting): boolean {
  if (file === sighting.file && line === sighting.line) return true;
  return body.file === sighting.file && body.first <= sighting.line && sighting.line <= body.last;
}

/** Where no handler is written, the place is the function: its id can stand a line below its keyword. */
function isSame({ file, line, handler, body }: Placed, sighting: Sighting): boolean {
  if (handler !== sighting.handler) return false;
  return handler === undefined ? file === sighting.file && body.first <= sighting.line : file === sighting.file && line === sighting.line;
}

function isExcused(repository: string, { file, line }: { readonly file: string; readonly line: number }): boolean {
  return (oracleErrors satisfies OracleError[]).some(
    (error: OracleError) => error.repository === repository && error.file === file && (error.line === undefined || error.line === line),
  );
}
