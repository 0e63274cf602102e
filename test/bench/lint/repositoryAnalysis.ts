import { defaultExclusion } from '../../../src/core/analysis/exclusion.ts';
import { createAnalysis } from '../../../src/core/analysis/index.ts';
import type { AnalysedFunction, Analysis, FolderSnapshot } from '../../../src/core/analysis/model.ts';
import type { Finding } from '../../../src/core/lint/model.ts';
import { relativePath } from '../../../src/core/paths.ts';
import type { Logger, ReadableFileSystem } from '../../../src/core/ports.ts';
import type { Syntax } from '../../../src/core/syntax/index.ts';
import { blockingFiles } from '../../../src/node/blockingFiles.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { folderOf, type Repository } from './repositories.ts';

/** One repository under analysis, as an editor that opened its folder has it. */
export interface RepositoryAnalysis {
  readonly repository: Repository;
  readonly folder: string;
  readonly analysis: Analysis;
  readonly first: FolderSnapshot;
  /** Of the first snapshot. */
  readonly ms: number;
  /** What the analysis warned of: it must never fail on a file. */
  readonly warnings: readonly string[];
}

export interface BenchContext {
  /** Folder that holds the corpus. */
  readonly root: string;
  readonly syntax: Syntax;
}

export async function analyseRepository(
  repository: Repository,
  { root, syntax }: BenchContext,
  files: ReadableFileSystem = blockingFiles(),
): Promise<RepositoryAnalysis> {
  const folder = folderOf(repository, root);
  const warnings: string[] = [];
  const analysis = createAnalysis({ files, clock: systemClock(), logger: warningsTo(warnings), syntax, exclude: defaultExclusion });
  const start = performance.now();
  const first = await analysis.snapshot(folder);
  return { repository, folder, analysis, first, ms: performance.now() - start, warnings };
}

export function functionsOf(snapshot: FolderSnapshot): readonly AnalysedFunction[] {
  return snapshot.templates.flatMap((template) => (template.kind === 'template' ? template.functions : []));
}

/** `file:line` as people read it; the file relative to the repository. */
export function placeOf(folder: string, at: Finding['at']): string {
  return `${relativePath(folder, at.path)}:${at.range.start.line + 1}`;
}

function warningsTo(warnings: string[]): Logger {
  const note = (message: string, detail?: unknown): void => {
    warnings.push(detail instanceof Error ? `${message}: ${detail.stack ?? detail.message}` : message);
  };
  return { debug() {}, info() {}, warn: note, error: note };
}
