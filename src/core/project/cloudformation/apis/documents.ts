import { dirname, resolve } from 'node:path';
import { settingsIn, textIn } from '../../apis/settings.ts';
import { parseTree, sourceOf } from '../../tree/parse.ts';
import { plainOf } from './plain.ts';

/** OpenAPI documents, and parts of templates, that are taken in from files beside them. What isn't there yet is noted: whoever can read files reads it then. */
export class ApiDocuments {
  readonly #texts = new Map<string, string>();
  readonly #wanted = new Set<string>();

  /** Absolute paths that were asked for and aren't known. */
  takeWanted(): readonly string[] {
    const wanted = [...this.#wanted].filter((path) => !this.#texts.has(path));
    this.#wanted.clear();
    return wanted;
  }

  add(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  /** Of a file that a template takes in; undefined where it isn't there yet. */
  text(path: string): string | undefined {
    const text = this.#texts.get(path);
    if (text === undefined) this.#wanted.add(path);
    return text;
  }

  /**
   * The document as plain data: `body` is written out or includes a file, `location` is a path. Undefined where there is none, `missing`
   * where it can't be read here.
   */
  of(body: unknown, location: unknown, templatePath: string): unknown | 'missing' {
    const include = settingsIn(settingsIn(body)['Fn::Transform']);
    const path =
      body === undefined ? location : include['Name'] === 'AWS::Include' ? settingsIn(include['Parameters'])['Location'] : undefined;
    if (path === undefined) return body;
    const relative = textIn(path);
    if (relative === undefined || /^\w+:\/\//.test(relative)) return 'missing';
    const absolute = resolve(dirname(templatePath), relative);
    const text = this.text(absolute);
    if (text === undefined) return 'missing';
    const tree = parseTree(absolute, text);
    return tree.kind === 'tree' ? plainOf(tree.root, sourceOf(absolute, text)) : 'missing';
  }
}
