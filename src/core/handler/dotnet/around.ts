import { relativePath } from '../../paths.ts';
import { type HandlerRequest, shown, wrapperReason } from '../request.ts';
import { type ProjectFile, readProjectFile } from './projectFile.ts';
import { NetSources } from './sources.ts';

/** Where builds put what they make. */
const OUTPUT = /^(?:bin|obj|publish|dist|out|output|build|artifacts?|\.aws-sam)$/i;

/** The projects that may build the code of one function. */
export class NetAround {
  readonly request: HandlerRequest;
  readonly projects: readonly ProjectFile[];

  constructor(request: HandlerRequest, projects: readonly ProjectFile[]) {
    this.request = request;
    this.projects = projects;
  }

  /** The project of this assembly: one of those around, or one that they take in. */
  async named(assembly: string): Promise<ProjectFile | undefined> {
    const all = await this.#withReferences();
    // .NET finds assemblies by their name in any case.
    return (
      all.find((project) => project.assembly === assembly) ??
      all.find((project) => project.assembly?.toLowerCase() === assembly.toLowerCase())
    );
  }

  /** The one project whose assembly is meant for certain where another one is named; undefined where there may be others. */
  async only(): Promise<ProjectFile | undefined> {
    const [first, second] = this.projects;
    const all = await this.#withReferences();
    return second === undefined && all.every(({ assembly }) => assembly !== undefined) ? first : undefined;
  }

  async sources(project: ProjectFile): Promise<NetSources> {
    const references = await this.#withReferences([project]);
    return new NetSources([...new Set(references.map(({ folder }) => folder))], this.request.context);
  }

  /** Why the code may be something else than what the project builds, in words. */
  doubt(project: ProjectFile): string | undefined {
    const { definition } = this.request;
    const wrapper = wrapperReason(definition);
    if (wrapper !== undefined) return wrapper;
    return this.placeDoubt(project);
  }

  /** The same where the handler is meant to be one of the sources', so that no wrapper can stand for it. */
  placeDoubt(project: ProjectFile): string | undefined {
    const { definition, root } = this.request;
    const { build } = definition;
    if (build.kind === 'other' && build.ofCode !== true && !/^dotnet/.test(build.method)) return `${build.method} builds it`;
    const inside = relativePath(project.folder, root).split('/');
    const isOutput = inside[0] === '' || inside.some((segment) => OUTPUT.test(segment));
    return isOutput ? project.doubt : `how ${shown(root, this.request)} is made can’t be told`;
  }

  async #withReferences(from: readonly ProjectFile[] = this.projects): Promise<readonly ProjectFile[]> {
    const all = [...from];
    for (const project of all) {
      for (const path of project.references.slice(0, 20)) {
        if (all.length > 30 || all.some((known) => known.path === path)) continue;
        const file = await readProjectFile(path, this.request.definition.folder, this.request.context);
        if (file !== undefined) all.push(file);
      }
    }
    return all;
  }
}
