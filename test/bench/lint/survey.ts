import { functionsOf, placeOf, type RepositoryAnalysis } from './repositoryAnalysis.ts';
import { percent, Tally, table } from './table.ts';

/** What is found in the corpus, and what it costs to find it. */
export class Survey {
  readonly #functions = new Tally();
  readonly #resolutions = new Tally();
  readonly #reasons = new Tally();
  readonly #findings = new Tally();
  readonly #warnings: string[] = [];
  readonly #broken: string[] = [];
  readonly #slowest: (readonly [string, number])[] = [];
  #repositories = 0;
  #ms = 0;

  async add(subject: RepositoryAnalysis): Promise<void> {
    const { repository, folder, first } = subject;
    this.#repositories++;
    this.#ms += subject.ms;
    const formats = new Map<string, string>();
    for (const { definition, resolution } of functionsOf(first)) {
      const group = repository.synthetic === undefined ? definition.format : `${definition.format} (synthetic)`;
      formats.set(definition.id, group);
      this.#functions.add(group);
      this.#resolutions.add(`${group} ${resolution.kind}`);
      if (resolution.kind === 'unknown') this.#reasons.add(`${group}: ${withoutNames(resolution.reason)}`);
    }
    for (const { code, functionId } of first.findings) this.#findings.add(`${code} ${formats.get(functionId ?? '') ?? 'whole file'}`);
    for (const template of first.templates) {
      if (template.kind === 'broken') this.#broken.push(`${repository.name} ${placeOf(folder, template)} ${template.message}`);
    }
    this.#warnings.push(...subject.warnings.map((warning) => `${repository.name}: ${warning}`));
    await this.#timeFiles(subject);
  }

  report(): string {
    const formats = this.#functions.entries();
    const sum = (kind: string): number => formats.reduce((total, [format]) => total + this.#resolutions.get(`${format} ${kind}`), 0);
    const kinds = ['resolved', 'unresolved', 'unknown'];
    const rows = formats.map(([format, count]) => [format, count, ...kinds.map((kind) => this.#resolutions.get(`${format} ${kind}`))]);
    const all = this.#functions.total;
    return [
      `## Functions\n\n${this.#repositories} repositories, ${all} functions, ${(this.#ms / 1000).toFixed(1)} s of analysis, ` +
        `${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most in one process for all of them.`,
      table(
        ['format', 'functions', ...kinds],
        [...rows, ['all', all, ...kinds.map((kind) => `${sum(kind)} (${percent(sum(kind), all)})`)]],
      ),
      `## Why handlers are unknown\n\n${table(
        ['count', 'reason'],
        this.#reasons.entries().map(([reason, count]) => [count, reason]),
      )}`,
      `## Findings\n\n${table(
        ['count', 'code and format'],
        this.#findings.entries().map(([code, count]) => [count, code]),
      )}`,
      `## Slowest files (ms from a change to the findings)\n\n${table(['ms', 'file'], this.#topFiles())}`,
      `## Files that look like templates and can't be read: ${this.#broken.length}\n\n${list(this.#broken)}`,
      `## Warnings of the analysis: ${this.#warnings.length} (there must be none)\n\n${list(this.#warnings)}`,
    ].join('\n\n');
  }

  /** Each file that findings were told from, as if it were saved again. */
  async #timeFiles({ repository, folder, first, analysis }: RepositoryAnalysis): Promise<void> {
    const sources = functionsOf(first).flatMap(({ resolution }) =>
      'path' in resolution && resolution.path !== undefined ? [resolution.path] : [],
    );
    for (const file of new Set([...first.templates.map((template) => template.path), ...sources])) {
      analysis.fileChanged(file);
      const start = performance.now();
      await analysis.snapshot(folder);
      this.#slowest.push([`${repository.name} ${file.slice(folder.length + 1)}`, performance.now() - start]);
    }
  }

  #topFiles(): readonly (readonly [number, string])[] {
    const top = this.#slowest.toSorted(([, a], [, b]) => b - a).slice(0, 10);
    return top.map(([file, ms]) => [Math.round(ms), file]);
  }
}

/** Reasons that differ only in the name of a thing are one reason. */
function withoutNames(reason: string): string {
  return reason.replace(/"[^"]*"|(?<!\w)'[^']*'|`[^`]*`/g, '…').replace(/\S*\/\S*|\basset\.\w+/g, '…');
}

function list(lines: readonly string[]): string {
  return (
    lines
      .slice(0, 40)
      .map((line) => `- ${line}`)
      .join('\n') + (lines.length > 40 ? `\n- and ${lines.length - 40} more` : '')
  );
}
