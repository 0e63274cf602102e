import { relativePath } from '../../../src/core/paths.ts';
import type { RepositoryAnalysis } from './repositoryAnalysis.ts';
import { percent, Tally, table } from './table.ts';
import judged from './verdicts.json' with { type: 'json' };

/** What a person who read the source says of a finding. */
interface Verdict {
  readonly repository: string;
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** Logical id; null where the finding is about a whole file. */
  readonly function: string | null;
  readonly verdict: string;
  /** In words: what the code holds. */
  readonly reason: string;
}

/** How many findings are true, by the verdicts; and which have none yet. */
export class Precision {
  readonly #codes = new Set<string>();
  readonly #true = new Tally();
  readonly #false = new Tally();
  readonly #open = new Tally();
  readonly #unjudged: string[] = [];
  readonly #wrong: string[] = [];
  #functions = 0;
  readonly #prefix: string;

  /** @param prefix of the codes that are judged */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  add({ repository, folder, first }: RepositoryAnalysis): void {
    if (repository.synthetic !== undefined) return;
    this.#functions += first.templates.reduce((sum, template) => sum + (template.kind === 'template' ? template.functions.length : 0), 0);
    for (const finding of first.findings) {
      if (!finding.code.startsWith(this.#prefix)) continue;
      const file = relativePath(folder, finding.at.path);
      const line = finding.at.range.start.line + 1;
      const fn = finding.functionId?.slice(finding.functionId.lastIndexOf('#') + 1) ?? null;
      const known = verdicts.get(keyOf({ repository: repository.name, file, line, code: finding.code, function: fn }));
      const described = JSON.stringify({
        repository: repository.name,
        file,
        line,
        code: finding.code,
        function: fn,
        message: finding.message,
      });
      this.#codes.add(finding.code);
      (known === undefined ? this.#open : known.verdict === 'true' ? this.#true : this.#false).add(finding.code);
      if (known === undefined) this.#unjudged.push(described);
      else if (known.verdict !== 'true') this.#wrong.push(`${described}: ${known.reason}`);
    }
  }

  report(): string {
    const rows = [...this.#codes].sort().map((code) => this.#row(code, this.#true.get(code), this.#false.get(code), this.#open.get(code)));
    const all = this.#row('all', this.#true.total, this.#false.total, this.#open.total);
    return [
      `## Precision of \`${this.#prefix}*\`, by ${verdicts.size} verdicts\n\n` +
        `${this.#false.total} false findings in ${this.#functions} functions.`,
      table(['code', 'true', 'false', 'no verdict', 'precision'], [...rows, all]),
      ...(this.#wrong.length > 0 ? [`False:\n\n${this.#wrong.join('\n')}`] : []),
      ...(this.#unjudged.length > 0 ? [`Without a verdict:\n\n${this.#unjudged.join('\n')}`] : []),
    ].join('\n\n');
  }

  #row(name: string, right: number, wrong: number, open: number): readonly (string | number)[] {
    return [name, right, wrong, open, percent(right, right + wrong)];
  }
}

const verdicts: ReadonlyMap<string, Verdict> = new Map((judged satisfies Verdict[]).map((verdict: Verdict) => [keyOf(verdict), verdict]));

function keyOf({ repository, file, line, code, function: fn }: Omit<Verdict, 'verdict' | 'reason'>): string {
  return [repository, file, line, code, fn].join('\n');
}
