import { createAnalysis } from '../../src/core/analysis/index.ts';
import type { FolderSnapshot } from '../../src/core/analysis/model.ts';
import type { Logger } from '../../src/core/ports.ts';
import type { Syntax } from '../../src/core/syntax/index.ts';
import { memoryFiles } from '../../src/core/testing/memoryFiles.ts';
import type { TextRange } from '../../src/core/text.ts';
import { mutations } from './mutations.ts';
import type { Project } from './projects.ts';
import { Random } from './random.ts';

/** What one broken project did to the analysis. */
export interface Round {
  readonly seed: number;
  /** In words: which project, and how it was broken. */
  readonly title: string;
  /** Empty where all went well. */
  readonly failures: readonly string[];
  /** Of the whole analysis, from nothing. */
  readonly durationMs: number;
}

/** Breaks one to three files of a project, the same way for the same seed, and analyses it: from nothing, then typed back to what it was. */
export async function runRound(project: Project, seed: number, syntax: Syntax): Promise<Round> {
  const random = new Random(seed);
  const files = memoryFiles(project.files);
  const broken = new Map<string, string | Uint8Array>();
  const titles: string[] = [];
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const path = random.pick(Object.keys(project.files));
    const name = random.pick(Object.keys(mutations));
    const content = mutations[name]?.(project.files[path] ?? '', random) ?? '';
    titles.push(`${path} ${name}`);
    broken.set(path, content);
    files.set(path, content);
  }
  const failures: string[] = [];
  const complain = (message: string, detail?: unknown): void => {
    failures.push(detail instanceof Error ? `${message}: ${detail.stack}` : message);
  };
  const logger: Logger = { debug: () => {}, info: () => {}, warn: complain, error: complain };
  const analysis = createAnalysis({ files, logger, clock: { now: () => Date.UTC(2026, 10, 26) }, syntax, exclude: [] });
  const begun = performance.now();
  let durationMs = 0;
  try {
    const snapshot = await analysis.snapshot('/w');
    durationMs = performance.now() - begun;
    failures.push(...problemsOf(snapshot, (path) => textOf(broken.get(path) ?? project.files[path])));
    for (const path of broken.keys()) analysis.documentChanged(path, project.files[path]);
    failures.push(...problemsOf(await analysis.snapshot('/w'), (path) => project.files[path]));
  } catch (error) {
    complain('the analysis threw', error);
  } finally {
    analysis.dispose();
  }
  return { seed, title: `${project.name}: ${titles.join(', ')}`, failures, durationMs };
}

/** What no snapshot may be, whatever the files hold. */
function problemsOf(snapshot: FolderSnapshot, textAt: (path: string) => string | undefined): readonly string[] {
  const problems: string[] = [];
  structuredClone(snapshot);
  const ids = snapshot.templates.flatMap((template) =>
    template.kind === 'template' ? template.functions.map(({ definition }) => definition.id) : [],
  );
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`two functions are ${id}`);
  for (const { code, message, at } of snapshot.findings) {
    const text = textAt(at.path);
    if (text === undefined) problems.push(`${code} is in ${at.path}, which isn’t there`);
    else if (!isInside(at.range, text)) problems.push(`${code} is outside of ${at.path}: ${JSON.stringify(at.range)}`);
    if (message.trim() === '' || message.length > 2_000) problems.push(`${code} says ${message.length} characters`);
  }
  return problems;
}

function isInside({ start, end }: TextRange, text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines[end.line];
  if (last === undefined || end.character > last.length + 1) return false;
  return start.line < end.line || (start.line === end.line && start.character <= end.character);
}

function textOf(content: string | Uint8Array | undefined): string | undefined {
  return content instanceof Uint8Array ? new TextDecoder().decode(content) : content?.replace(/^\uFEFF/, '');
}
