import path from 'node:path';
import { unlessUnreadable } from '../errors.ts';
import { isWithin } from '../paths.ts';
import type { ReadableFileSystem } from '../ports.ts';

/**
 * Where programs that define functions can be: at and below a folder whose files say that the CDK, SST or Pulumi is used. Sources
 * are too many to be read everywhere. Remembers what each folder says by itself.
 */
export class ProgramSigns {
  readonly #files: ReadableFileSystem;
  readonly #known = new Map<string, boolean>();

  constructor(files: ReadableFileSystem) {
    this.#files = files;
  }

  /** Whether the files of a folder, `names`, say so. */
  async areIn(folder: string, names: readonly string[]): Promise<boolean> {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const answer = names.some((name) => CONFIGURATIONS.test(name)) || (await this.#mentioned(folder, names));
    this.#known.set(folder, answer);
    return answer;
  }

  /** Whether a folder above `below`, up to the workspace folder, says so. */
  async areAbove(below: string, workspace: string): Promise<boolean> {
    for (let folder = path.dirname(below); isWithin(workspace, folder); folder = path.dirname(folder)) {
      if (this.#known.get(folder) ?? (await this.areIn(folder, await this.#namesIn(folder)))) return true;
      if (folder === path.dirname(folder)) break;
    }
    return false;
  }

  /** A file came, went or changed: whether its folder says something else now. */
  async changeWith(file: string): Promise<boolean> {
    const folder = path.dirname(file);
    const before = this.#known.get(folder);
    if (before === undefined || !isSign(path.basename(file))) return false;
    this.#known.delete(folder);
    return (await this.areIn(folder, await this.#namesIn(folder))) !== before;
  }

  async #namesIn(folder: string): Promise<readonly string[]> {
    return (await unlessUnreadable(this.#files.readDirectory(folder), [])).map(({ name }) => name);
  }

  async #mentioned(folder: string, names: readonly string[]): Promise<boolean> {
    for (const name of names) {
      if (!MANIFESTS.test(name)) continue;
      const text = await unlessUnreadable(this.#files.readText(path.join(folder, name)), undefined);
      if (text !== undefined && LIBRARIES.test(text)) return true;
    }
    return false;
  }
}

function isSign(name: string): boolean {
  return CONFIGURATIONS.test(name) || MANIFESTS.test(name);
}

const CONFIGURATIONS = /^(?:cdk\.json|sst\.json|sst\.config\.[cm]?[jt]s|Pulumi\.ya?ml)$/;

const MANIFESTS =
  /^(?:package\.json|requirements[\w.-]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|pom\.xml|build\.gradle(?:\.kts)?|go\.mod|[\w.-]+\.csproj)$/;

/** How the libraries are called in manifests: CDK of all languages, SST, Pulumi. */
const LIBRARIES = /aws-cdk|aws_cdk|awscdk|amazon\.cdk|"sst"|@serverless-stack\/|pulumi/i;
