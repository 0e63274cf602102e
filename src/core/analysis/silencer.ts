import { unlessUnreadable } from '../errors.ts';
import { lintText } from '../lint/index.ts';
import type { Finding } from '../lint/model.ts';
import { isSuppressed, mayHoldNotes, readSuppressions, suppressingFix } from '../lint/suppressions.ts';
import { mapLimited } from '../mapLimited.ts';
import type { ReadableFileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { LineMap } from '../text.ts';
import { compareFindings, compareTexts } from './order.ts';

interface SilencedFile {
  readonly found: readonly Finding[];
  readonly shown: readonly Finding[];
}

/** Takes out the findings that comments ask not to show, gives the others a fix that writes such a comment, and checks the comments. */
export class Silencer {
  readonly #files: ReadableFileSystem;
  readonly #known = new Map<string, SilencedFile>();
  /** Of files that are read anyway, or have findings: until they change. */
  readonly #texts = new Map<string, string>();
  /** Those of them with comments for us. */
  readonly #noted = new Set<string>();

  constructor(files: ReadableFileSystem) {
    this.#files = files;
  }

  /** Its text is another now, or it is gone. */
  forget(file: string): void {
    this.#known.delete(file);
    this.#texts.delete(file);
    this.#noted.delete(file);
  }

  /** Its text has just been read. */
  remember(file: string, text: string): void {
    this.forget(file);
    this.#texts.set(file, text);
    if (mayHoldNotes(text)) this.#noted.add(file);
  }

  /** @param byPath the findings of each file, sorted by place. Answers all that are left, sorted by path and place. */
  async apply(
    byPath: ReadonlyMap<string, readonly Finding[]>,
    definitionOf: (id: string) => FunctionDefinition | undefined,
  ): Promise<readonly Finding[]> {
    const all = new Map([...[...this.#noted].map((path): [string, readonly Finding[]] => [path, []]), ...byPath]);
    for (const path of [...this.#known.keys()]) if (!all.has(path)) this.#known.delete(path);
    const sorted = [...all].sort(([a], [b]) => compareTexts(a, b));
    const shown = await mapLimited(sorted, 16, async ([path, found]) => {
      const known = this.#known.get(path);
      if (known !== undefined && (known.found === found || sameItems(known.found, found))) return known.shown;
      const text = this.#texts.get(path) ?? (await unlessUnreadable(this.#files.readText(path), undefined));
      if (text !== undefined) this.#texts.set(path, text);
      const left = text === undefined ? found : silenced(path, found, text, definitionOf);
      this.#known.set(path, { found, shown: left });
      return left;
    });
    return shown.flat();
  }
}

function silenced(
  path: string,
  found: readonly Finding[],
  text: string,
  definitionOf: (id: string) => FunctionDefinition | undefined,
): readonly Finding[] {
  const asked = readSuppressions(text);
  const source = { text, lines: new LineMap(text) };
  const ofComments = lintText(path, text);
  const all = ofComments.length === 0 ? found : [...found, ...ofComments].sort(compareFindings);
  return all.flatMap((finding) => {
    const definition = finding.functionId === null ? undefined : definitionOf(finding.functionId);
    if (isSuppressed(finding, asked, definition)) return [];
    const fix = suppressingFix(finding, source, definition);
    return [fix === undefined ? finding : { ...finding, fixes: [...finding.fixes, fix] }];
  });
}

function sameItems(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && after.every((item, index) => item === before[index]);
}
