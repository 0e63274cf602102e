import type { AnalysedFunction } from '../../../src/core/analysis/model.ts';
import type { Finding } from '../../../src/core/lint/model.ts';
import { isWithin } from '../../../src/core/paths.ts';
import { comparePositions, LineMap } from '../../../src/core/text.ts';
import { blockingFiles } from '../../../src/node/blockingFiles.ts';
import { handlerParts, languageOf } from './handlerParts.ts';
import { type Change, type Mistake, mistakes, type Seed, type Target } from './mistakes.ts';
import { type Move, MovedFiles } from './movedFiles.ts';
import type { Repository } from './repositories.ts';
import { analyseRepository, type BenchContext, functionsOf, placeOf, type RepositoryAnalysis } from './repositoryAnalysis.ts';
import { Seeded } from './seeded.ts';
import { percent, Tally, table } from './table.ts';

/** How many seeded mistakes are found: in functions that resolve, one mistake at a time, on texts in memory. */
export class Recall {
  readonly #made = new Tally();
  readonly #found = new Tally();
  readonly #nearMade = new Tally();
  readonly #nearFixed = new Tally();
  readonly #misses: string[] = [];
  readonly #perFunction: number;

  /** @param perFunction how many of the mistakes that a function can hold are tried on it */
  constructor(perFunction: number) {
    this.#perFunction = perFunction;
  }

  async add(repository: Repository, context: BenchContext): Promise<void> {
    if (repository.synthetic !== undefined) return;
    const files = new MovedFiles(blockingFiles());
    const subject = await analyseRepository(repository, context, files);
    for (const fn of functionsOf(subject.first)) {
      const target = await targetOf(fn);
      if (target === undefined) continue;
      const random = new Seeded(`${repository.name} ${fn.definition.id}`);
      const seeds = random.shuffled(mistakes).flatMap((mistake) => {
        const seed = mistake.make(target, random);
        return seed === undefined ? [] : [{ mistake, seed }];
      });
      for (const { mistake, seed } of seeds.slice(0, this.#perFunction)) {
        const after = await tryOut(seed.change, fn, target, subject, files);
        if (after !== undefined) this.#judge({ mistake, seed, fn, subject, after });
      }
    }
    subject.analysis.dispose();
  }

  report(): string {
    const rows = (names: readonly string[]): readonly (readonly (string | number)[])[] =>
      names.map((name) => {
        const [made, found, near, fixed] = [this.#made, this.#found, this.#nearMade, this.#nearFixed].map((tally) => tally.get(name));
        return [name, made ?? 0, percent(found ?? 0, made ?? 0), near ?? 0, percent(fixed ?? 0, near ?? 0)];
      });
    const names = this.#made
      .entries()
      .map(([name]) => name)
      .sort();
    const heads = ['mistake, format or language', 'made', 'found', 'with an evident fix', 'first fix right'];
    return `## Recall by seeded mistakes, ${this.#perFunction} a function\n\n${table(heads, rows(names))}\n\nMissed:\n\n${this.#misses.join('\n')}`;
  }

  #judge({ mistake, seed, fn, subject, after }: Trial): void {
    const { definition } = fn;
    const format = `format ${definition.format}`;
    const groups = [mistake.name, format, `language ${languageOfFunction(fn)}`, 'all'];
    for (const group of groups) this.#made.add(group);
    const found = after.findings.find(({ code }) => mistake.codes.includes(code));
    const right = found !== undefined && isRightLine(found, fn);
    if (right) for (const group of groups) this.#found.add(group);
    const isFixed = seed.fixed !== undefined && right && firstFixGives(found, seed.fixed);
    if (seed.fixed !== undefined) for (const group of groups) this.#nearMade.add(group);
    if (isFixed) for (const group of groups) this.#nearFixed.add(group);
    if (right && (seed.fixed === undefined || isFixed)) return;
    const why = right ? `first fix: ${found.fixes[0]?.title ?? 'none'}, not ${seed.fixed}` : describe(after, found);
    const what = seed.change.kind === 'handler' ? `'${seed.change.text}'` : seed.change.kind;
    this.#misses.push(
      JSON.stringify({ mistake: mistake.name, repository: subject.repository.name, at: placeOfFunction(fn, subject.folder), what, why }),
    );
  }
}

interface Trial {
  readonly mistake: Mistake;
  readonly seed: Seed;
  readonly fn: AnalysedFunction;
  readonly subject: RepositoryAnalysis;
  readonly after: Outcome;
}

interface Outcome {
  /** Of the function. */
  readonly findings: readonly Finding[];
  readonly fn: AnalysedFunction | undefined;
}

async function targetOf({ definition, resolution }: AnalysedFunction): Promise<Target | undefined> {
  if (resolution.kind !== 'resolved' || definition.handler.kind === 'unknown') return undefined;
  const language = languageOf(resolution.path, definition.runtime.kind === 'literal' ? definition.runtime.value : undefined);
  const text = await blockingFiles().readText(resolution.path);
  if (language === undefined || text === undefined) return undefined;
  const handler = definition.handler.kind === 'literal' ? definition.handler.value : undefined;
  const lines = new LineMap(text);
  const { range } = resolution.at;
  // A rename in a template would rename what its handler says too.
  const isHere = resolution.at.path === resolution.path && definition.code.kind !== 'inline';
  return {
    language,
    handler,
    parts: handler === undefined ? undefined : handlerParts(handler, language),
    source: { path: resolution.path, text },
    namedByHandler: definition.code.kind !== 'inline' && definition.build.kind !== 'entry',
    // A moved file is named there too: by `source_file`, or as an entry point of esbuild.
    namedElsewhere: definition.code.kind === 'files' || definition.build.kind === 'esbuild',
    declared: isHere ? { start: lines.offset(range.start), end: lines.offset(range.end) } : undefined,
  };
}

/** The findings while the change is there; afterwards everything is as before. Undefined where it can't be made: the handler is put together. */
async function tryOut(
  change: Change,
  fn: AnalysedFunction,
  target: Target,
  subject: RepositoryAnalysis,
  files: MovedFiles,
): Promise<Outcome | undefined> {
  const { analysis, folder } = subject;
  const look = async (): Promise<Outcome> => {
    const snapshot = await analysis.snapshot(folder);
    const { id } = fn.definition;
    return {
      // Of functions that share a handler string, as with `for_each`, one has the finding.
      findings: snapshot.findings.filter((finding) => finding.functionId === id || isAtHandler(finding, fn)),
      fn: functionsOf(snapshot).find(({ definition }) => definition.id === id),
    };
  };
  if (change.kind === 'move') {
    // A function that is defined beside its source has moved with it.
    if (fn.definition.handler.kind === 'literal' && isWithin(change.move.from, fn.definition.handler.path)) return undefined;
    const move = (to: Move | undefined): void => {
      files.set(to);
      for (const file of [change.move.from, change.move.to]) analysis.fileChanged(file);
    };
    move(change.move);
    const outcome = await look();
    move(undefined);
    return outcome;
  }
  const { handler } = fn.definition;
  const file = change.kind === 'handler' && handler.kind === 'literal' ? handler.path : target.source.path;
  const text = change.kind === 'handler' ? await withHandler(fn, change.text) : change.text;
  if (text === undefined) return undefined;
  analysis.documentChanged(file, text);
  const outcome = await look();
  analysis.documentChanged(file, undefined);
  return outcome;
}

/** The text that the handler stands in, with another handler. */
async function withHandler({ definition }: AnalysedFunction, wrong: string): Promise<string | undefined> {
  const { handler } = definition;
  if (handler.kind !== 'literal') return undefined;
  const text = (await blockingFiles().readText(handler.path)) ?? '';
  const lines = new LineMap(text);
  const [start, end] = [lines.offset(handler.range.start), lines.offset(handler.range.end)];
  const inside = text.slice(start, end).lastIndexOf(handler.value);
  if (inside === -1) return undefined;
  return text.slice(0, start + inside) + wrong + text.slice(start + inside + handler.value.length);
}

/** On the handler string; where a default holds, anywhere in the function. */
function isRightLine({ at }: Finding, { definition }: AnalysedFunction): boolean {
  const { handler, bodyRange } = definition;
  if (handler.kind === 'literal') return isAtHandler({ at }, { definition });
  return comparePositions(bodyRange.start, at.range.start) <= 0 && comparePositions(at.range.end, bodyRange.end) <= 0;
}

function isAtHandler({ at }: Pick<Finding, 'at'>, { definition: { handler } }: Pick<AnalysedFunction, 'definition'>): boolean {
  return handler.kind === 'literal' && at.path === handler.path && at.range.start.line === handler.range.start.line;
}

/** A fix of the source that brings the old name back is as good. */
function firstFixGives({ fixes, at }: Finding, fixed: string): boolean {
  const edits = fixes[0]?.edits ?? [];
  return edits.some((edit) => edit.kind === 'replace' && (edit.path === at.path ? edit.text === fixed : fixed.endsWith(`${edit.text}V2`)));
}

function describe({ findings, fn }: Outcome, found: Finding | undefined): string {
  if (fn === undefined) return 'the function is gone';
  if (found !== undefined) return `wrong line: ${found.at.range.start.line + 1}`;
  const others = findings.filter(({ code }) => code.startsWith('handler.'));
  if (others.length > 0) return `wrong code: ${others.map(({ code }) => code).join(', ')}`;
  const { resolution } = fn;
  return resolution.kind === 'unknown' ? `unknown: ${resolution.reason}` : resolution.kind;
}

function placeOfFunction({ definition }: AnalysedFunction, folder: string): string {
  const { handler } = definition;
  return placeOf(folder, handler.kind === 'literal' ? handler : { path: definition.definedIn, range: definition.range });
}

function languageOfFunction({ resolution, definition }: AnalysedFunction): string {
  const runtime = definition.runtime.kind === 'literal' ? definition.runtime.value : undefined;
  return resolution.kind === 'resolved' ? (languageOf(resolution.path, runtime) ?? '') : '';
}
