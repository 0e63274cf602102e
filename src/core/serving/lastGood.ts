import type { AnalysedTemplate, FolderSnapshot } from '../analysis/model.ts';
import { relativePath } from '../paths.ts';
import type { FileSystem } from '../ports.ts';

export type GoodTemplate = Extract<AnalysedTemplate, { kind: 'template' }>;

/**
 * The templates of a folder, each as it was when it could last be read: somebody types in it, or it is being written. What is wrong with
 * one, and that it is right again, is said once.
 */
export class LastGood {
  readonly #files: Pick<FileSystem, 'stat'>;
  readonly #say: (line: string) => void;
  #templates: readonly GoodTemplate[] = [];
  /** What is wrong with each that can't be read, by path. */
  readonly #broken = new Map<string, string>();

  constructor(files: Pick<FileSystem, 'stat'>, say: (line: string) => void) {
    this.#files = files;
    this.#say = say;
  }

  async take({ folder, templates }: FolderSnapshot): Promise<readonly GoodTemplate[]> {
    const now = new Map(templates.map((template) => [template.path, template]));
    const missing = this.#templates.filter(({ path }) => !now.has(path));
    const emptied = (await Promise.all(missing.map(async (template) => ((await this.#isEmpty(template.path)) ? [template] : [])))).flat();
    for (const template of templates) this.#tell(relativePath(folder, template.path), template);
    for (const path of this.#broken.keys())
      if (!now.has(path) && !emptied.some((template) => template.path === path)) this.#broken.delete(path);
    const before = new Map(this.#templates.map((template) => [template.path, template]));
    const good = templates.flatMap((template) => (template.kind === 'template' ? [template] : (before.get(template.path) ?? [])));
    this.#templates = [...good, ...emptied];
    return this.#templates;
  }

  /** Editors empty a file before they write it. */
  async #isEmpty(path: string): Promise<boolean> {
    const stat = await this.#files.stat(path).catch(() => undefined);
    return stat?.type === 'file' && stat.size === 0;
  }

  #tell(name: string, template: AnalysedTemplate): void {
    const { path } = template;
    const before = this.#broken.get(path);
    if (template.kind === 'template') {
      if (this.#broken.delete(path)) this.#say(`${name} can be read again.`);
    } else if (before !== template.message) {
      this.#broken.set(path, template.message);
      const isServed = this.#templates.some((known) => known.path === path);
      this.#say(`${name}: ${template.message}${isServed ? ' What it said before is served until it can be read again.' : ''}`);
    }
  }
}
