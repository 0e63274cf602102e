import path from 'node:path';
import { unlessUnreadable } from '../errors.ts';
import { repositoryTop } from '../gitIgnore.ts';
import { isWithin } from '../paths.ts';
import type { ReadableFileSystem } from '../ports.ts';

/**
 * Where programs that define functions can be: at and below a folder that says, by its name or its files, that the CDK, SST or Pulumi
 * is used. Sources are too many to be read everywhere. Remembers what each folder says by itself.
 */
export class ProgramSigns {
  readonly #workspace: string;
  readonly #files: ReadableFileSystem;
  readonly #known = new Map<string, boolean>();
  #top: Promise<string> | undefined;

  /** @param workspace the workspace folder */
  constructor(workspace: string, files: ReadableFileSystem) {
    this.#workspace = workspace;
    this.#files = files;
  }

  /** Whether a folder says so; `names`: what is in it. */
  async areIn(folder: string, names: readonly string[]): Promise<boolean> {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const answer =
      NAMED.test(path.basename(folder)) || names.some((name) => CONFIGURATIONS.test(name)) || (await this.#mentioned(folder, names));
    this.#known.set(folder, answer);
    return answer;
  }

  /** Whether a folder above `below` says so, up to the top of the repository: part of a monorepo may be open, whose manifest is further up. */
  async areAbove(below: string): Promise<boolean> {
    this.#top ??= repositoryTop(this.#workspace, this.#files);
    const top = await this.#top;
    for (let folder = path.dirname(below); isWithin(top, folder); folder = path.dirname(folder)) {
      if (this.#known.get(folder) ?? (await this.areIn(folder, await this.#namesIn(folder)))) return true;
      if (folder === path.dirname(folder)) break;
    }
    return false;
  }

  /** A file came, went or changed: the folder that says something else now; undefined where none does. */
  async changedBy(file: string): Promise<string | undefined> {
    const folder = signedBy(file);
    const before = folder === undefined ? undefined : this.#known.get(folder);
    if (folder === undefined || before === undefined) return undefined;
    this.#known.delete(folder);
    return (await this.areIn(folder, await this.#namesIn(folder))) === before ? undefined : folder;
  }

  async #namesIn(folder: string): Promise<readonly string[]> {
    return (await unlessUnreadable(this.#files.readDirectory(folder), [])).map(({ name }) => name);
  }

  async #mentioned(folder: string, names: readonly string[]): Promise<boolean> {
    for (const manifest of await this.#manifestsIn(folder, names)) {
      const text = await unlessUnreadable(this.#files.readText(manifest), undefined);
      if (text !== undefined && LIBRARIES.test(text)) return true;
    }
    return false;
  }

  async #manifestsIn(folder: string, names: readonly string[]): Promise<readonly string[]> {
    const found = names.filter((name) => MANIFESTS.test(name)).map((name) => path.join(folder, name));
    for (const name of names) {
      const manifests = SUBFOLDERS.get(name);
      if (manifests === undefined) continue;
      const inside = path.join(folder, name);
      found.push(...(await this.#namesIn(inside)).filter((each) => manifests.test(each)).map((each) => path.join(inside, each)));
    }
    return found;
  }
}

/** Whether a source's own name says that it is such a program, whatever the manifests say: an example is often without one. */
export function namesProgram(name: string): boolean {
  return NAMED.test(name) || /stack/i.test(name);
}

/** The folder of which a file may be a sign; undefined for other files. */
function signedBy(file: string): string | undefined {
  const folder = path.dirname(file);
  const name = path.basename(file);
  if (SUBFOLDERS.get(path.basename(folder))?.test(name) === true) return path.dirname(folder);
  return CONFIGURATIONS.test(name) || MANIFESTS.test(name) ? folder : undefined;
}

const NAMED = /cdk|pulumi/i;

const CONFIGURATIONS = /^(?:cdk\.json|sst\.json|sst\.config\.[cm]?[jt]s|Pulumi\.ya?ml)$/;

const MANIFESTS =
  /^(?:package\.json|requirements[\w.-]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|pom\.xml|build\.gradle(?:\.kts)?|go\.mod|[\w.-]+\.csproj|Directory\.(?:Build|Packages)\.(?:props|targets))$/;

/** Folders in which manifests of the folder above are: Gradle's version catalogs, Python's requirements by purpose. */
const SUBFOLDERS: ReadonlyMap<string, RegExp> = new Map([
  ['gradle', /\.versions\.toml$/],
  ['requirements', /\.txt$/],
]);

/** How the libraries are called in manifests: CDK of all languages, SST, Pulumi. */
const LIBRARIES = /aws-cdk|aws_cdk|awscdk|amazon\.cdk|"sst"|@serverless-stack\/|pulumi/i;
