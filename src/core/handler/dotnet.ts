import { dirname, join } from 'node:path';
import { relativePath } from '../paths.ts';
import { listed } from './context.ts';
import { type NetHandler, splitNetHandler } from './dotnet/handlerName.ts';
import { type ProjectFile, projectFilesAround, readProjectFile } from './dotnet/projectFile.ts';
import { NetSources, type PlacedNetType } from './dotnet/sources.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { nearest, nearness } from './near.ts';
import { type HandlerRequest, hasLayers, resolvedAt, shown, unknown, wrapperReason } from './request.ts';
import { type Member, nearestMembers, simpleName } from './search/members.ts';

type Named = Extract<NetHandler, { readonly kind: 'method' }>;

/** Where builds put what they make. */
const OUTPUT = /^(?:bin|obj|publish|dist|out|output|build|artifacts?|\.aws-sam)$/i;
/** ASP.NET Core's entry points and Amazon's base classes have this method, and it is what their handlers name. */
const INHERITED = 'FunctionHandlerAsync';
const MOST_READ = 12;

/** .NET: the project that builds the code tells the assembly, its sources tell types and methods. */
export async function resolveDotnet(request: HandlerRequest): Promise<HandlerResolution> {
  const { definition, context, handler, root } = request;
  const start = definition.code.kind === 'archive' ? dirname(root) : root;
  const paths = await projectFilesAround(start, definition.folder, context);
  const files = await Promise.all(
    paths.filter((path) => /\.csproj$/i.test(path)).map((path) => readProjectFile(path, definition.folder, context)),
  );
  const around = new Around(
    request,
    files.filter((file) => file !== undefined),
  );
  const parts = splitNetHandler(handler);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformed(handler, parts, around) };
  if (paths.length === 0) return unknown(`no project file is in ${shown(start, request)}, above or below`);
  if (around.projects.length === 0) return unknown('F# and Visual Basic sources are not read');
  return parts.kind === 'executable' ? resolveExecutable(parts.assembly, around) : resolveMethod(parts, around);
}

/** The projects that may build the code of one function. */
class Around {
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
    if (build.kind === 'other' && !/^dotnet/.test(build.method)) return `${build.method} builds it`;
    const inside = relativePath(project.folder, root).split('/');
    const isOutput = inside[0] === '' || inside.some((segment) => OUTPUT.test(segment));
    return isOutput ? project.doubt : `how ${shown(root, this.request)} is made can't be told`;
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

async function resolveMethod(parts: Named, around: Around): Promise<HandlerResolution> {
  const { request } = around;
  const project = await around.named(parts.assembly);
  if (project === undefined) return otherAssembly(parts, around);
  const sources = await around.sources(project);
  const types = await sources.find(parts.type);
  const [first] = types;
  if (first === undefined) return (await generated(parts, sources, around, project)) ?? missingType(parts, sources, around, project);
  const found = await sources.method(types, parts.method);
  if (found.kind === 'found') return resolvedAt(first.path, parts.method, found);
  if (found.kind === 'unknown' && parts.method === INHERITED && first.type.bases.length > 0) {
    return { kind: 'resolved', path: first.path, exportName: parts.method, at: { path: first.path, range: first.type.range } };
  }
  if (found.kind === 'unknown') return unknown(`${shown(first.path, request)}: ${found.reason}`, first.path);
  const doubt = around.placeDoubt(project);
  if (doubt !== undefined) return unknown(doubt, first.path);
  return {
    kind: 'unresolved',
    problem: missingMethod(parts, await sources.withBases(types), around, (name) => `${parts.assembly}::${parts.type}::${name}`),
  };
}

function missingMethod(
  parts: Named,
  types: readonly PlacedNetType[],
  { request }: Around,
  format: (name: string) => string,
): HandlerProblem {
  const [first] = types;
  const path = first?.path ?? '';
  const methods = types.flatMap(({ type, path }) => type.methods.map(({ name, range }) => ({ name, at: { path, range } })));
  const names = [...new Set(methods.map(({ name }) => name))];
  const near = nearest(parts.method, names);
  const suggested = near.length === 0 && names.length === 1 ? names : near;
  const at = methods.find(({ name }) => name === suggested[0])?.at;
  const end = first?.type.end;
  const creates = end !== undefined && /^[A-Z]\w*$/.test(parts.method);
  return {
    code: 'handler.export-not-found',
    message: `${simpleName(first?.type.name ?? parts.type)} in ${shown(path, request)} has ${names.length === 0 ? 'no method' : listed(names)}, not ${parts.method}.`,
    path,
    exportName: parts.method,
    suggestions: suggested.map(format),
    ...(at === undefined ? {} : { nearest: at }),
    insertion: creates
      ? { range: end, text: `\n    public string ${parts.method}(string input)\n    {\n        return input;\n    }\n` }
      : { range: end ?? request.definition.range, text: '' },
  };
}

/** `Shop.Orders_Create_Generated` is made of the method `Create` of `Shop.Orders`, by Amazon.Lambda.Annotations. */
async function generated(parts: Named, sources: NetSources, around: Around, project: ProjectFile): Promise<HandlerResolution | undefined> {
  const suffix = `_${parts.method}_Generated`;
  if (!/_Generated$/.test(parts.type)) return undefined;
  const written = parts.type.endsWith(suffix) ? parts.type.slice(0, -suffix.length) : parts.type.replace(/_[^_]*_Generated$/, '');
  const types = await sources.find(written);
  const [first] = types;
  if (first === undefined) return unknown(`${parts.type} is generated when the project is built`);
  const found = await sources.method(types, parts.method);
  const method = types.flatMap(({ type }) => type.methods).find(({ name, isAnnotated }) => name === parts.method && isAnnotated);
  if (found.kind === 'found' && parts.type.endsWith(suffix) && method !== undefined) {
    return resolvedAt(first.path, parts.method, found);
  }
  const doubt = found.kind === 'missing' ? around.doubt(project) : 'it is generated when the project is built';
  if (doubt !== undefined) return unknown(`${parts.type}: ${doubt}`, first.path);
  const annotated = types.map((placed) => ({
    ...placed,
    type: { ...placed.type, methods: placed.type.methods.filter(({ isAnnotated }) => isAnnotated) },
  }));
  const format = (name: string): string => `${parts.assembly}::${written}_${name}_Generated::${name}`;
  return { kind: 'unresolved', problem: missingMethod(parts, annotated, around, format) };
}

async function missingType(parts: Named, sources: NetSources, around: Around, project: ProjectFile): Promise<HandlerResolution> {
  const { request } = around;
  const near = await nearMembers(parts, sources);
  // Only types of nearly that name, or of that name elsewhere: what isn't like anything here may come with a package.
  const isFounded = near.some(
    ({ owner }) => nearness(simpleName(parts.type), simpleName(owner)) !== undefined || simpleName(owner) === simpleName(parts.type),
  );
  const doubt =
    around.doubt(project) ??
    (await sources.doubt(parts.type)) ??
    (isFounded ? undefined : hasLayers(request.definition) ? 'a layer may hold it' : await ownNamespaceDoubt(parts.type, sources));
  if (doubt !== undefined) return unknown(`${parts.type} isn't in the sources of ${shown(project.folder, request)}: ${doubt}`);
  const suggestions = near.map(({ handler }) => handler);
  const there = suggestions.length === 0 ? '' : ` There is ${suggestions.join(', ')}.`;
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `No type ${parts.type} in the sources of ${shown(project.path, request)}.${there}`,
      tried: [join(project.folder, `${simpleName(parts.type)}.cs`)],
      suggestions,
    },
  };
}

async function ownNamespaceDoubt(type: string, sources: NetSources): Promise<string | undefined> {
  const namespace = type.slice(0, Math.max(0, type.lastIndexOf('.')));
  const types = await sources.near(() => true, 40);
  const isOwn = namespace !== '' && types.some((placed) => placed.type.name.startsWith(`${namespace}.`));
  return isOwn ? undefined : 'a package may hold it';
}

async function nearMembers({ assembly, type, method }: Named, sources: NetSources): Promise<readonly Member[]> {
  const simple = simpleName(type);
  const types = await sources.near(
    (stem) => stem === simple || simple.startsWith(`${stem}_`) || nearness(simple, stem) !== undefined,
    MOST_READ,
  );
  const members = types.flatMap((placed) =>
    placed.type.methods.map(({ name, range, isAnnotated }) => {
      const owner = isAnnotated ? `${placed.type.name}_${name}_Generated` : placed.type.name;
      return { owner, name, handler: `${assembly}::${owner}::${name}`, at: { path: placed.path, range } };
    }),
  );
  return nearestMembers({ owner: type, name: method }, members);
}

/** The handler names an assembly that no project around builds: certain where the type is one of the only project's. */
async function otherAssembly(parts: Named, around: Around): Promise<HandlerResolution> {
  const { request } = around;
  const [first] = around.projects;
  const project = await around.only();
  const reason = `no project here builds ${parts.assembly}`;
  if (project?.assembly === undefined) return unknown(reason, first?.path);
  const sources = await around.sources(project);
  const written = parts.type.endsWith(`_${parts.method}_Generated`)
    ? parts.type.slice(0, -`_${parts.method}_Generated`.length)
    : parts.type;
  const types = await sources.find(written);
  const path = types[0]?.path;
  const doubt = around.placeDoubt(project);
  if (types.length === 0 || doubt !== undefined) return unknown(doubt === undefined ? reason : `${reason}: ${doubt}`, path ?? project.path);
  const method = await sources.method(types, parts.method);
  const suggestions = method.kind === 'missing' ? [] : [`${project.assembly}::${parts.type}::${parts.method}`];
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `${shown(project.path, request)} builds the assembly ${project.assembly}, not ${parts.assembly}.`,
      tried: [join(request.root, `${parts.assembly}.dll`)],
      suggestions,
    },
  };
}

async function resolveExecutable(assembly: string, around: Around): Promise<HandlerResolution> {
  const { request } = around;
  const [first] = around.projects;
  const project = await around.named(assembly);
  if (project !== undefined) {
    const main = await (await around.sources(project)).main();
    if (main === undefined) return unknown(`where ${assembly} begins can't be told`, project.path);
    return project.isExecutable
      ? { kind: 'resolved', path: main.path, exportName: assembly, at: main }
      : unknown(`${shown(project.path, request)} builds no program`, main.path);
  }
  const only = await around.only();
  const sources = only === undefined ? undefined : await around.sources(only);
  const doubt = only === undefined ? undefined : around.doubt(only);
  const dot = assembly.lastIndexOf('.');
  const [type, method] = [assembly.slice(0, Math.max(0, dot)), assembly.slice(dot + 1)];
  const types = sources === undefined ? [] : await sources.find(type);
  if (only?.assembly !== undefined && sources !== undefined && doubt === undefined && types.length > 0) {
    if ((await sources.method(types, method)).kind === 'found') {
      return {
        kind: 'unresolved',
        problem: notAHandler(request.handler, 'Assembly, type and method are joined by ::', [`${only.assembly}::${type}::${method}`]),
      };
    }
  }
  const main = sources === undefined ? undefined : await sources.main();
  return unknown(`no project here builds ${assembly}`, main?.path ?? first?.path);
}

async function malformed(handler: string, reason: string, around: Around): Promise<HandlerProblem> {
  const spelled = handler
    .replace(/:+/g, '::')
    .replace(/\/|\\/g, '.')
    .replace(/^[:.]+|[:.]+$/g, '');
  const parts = splitNetHandler(spelled);
  const written = spelled.split('::');
  const project = await around.only();
  if (typeof parts !== 'string' && parts.kind === 'method') {
    return notAHandler(handler, reason, (await around.named(parts.assembly)) === undefined ? [] : [spelled]);
  }
  if (project?.assembly === undefined || written.length !== 2) return notAHandler(handler, reason, []);
  // The assembly is left out, or the method is.
  const [before = '', after = ''] = written;
  const sources = await around.sources(project);
  const isMethod = (await sources.method(await sources.find(before), after)).kind === 'found';
  if (isMethod) return notAHandler(handler, reason, [`${project.assembly}::${before}::${after}`]);
  const methods = before === project.assembly ? (await sources.find(after)).flatMap(({ type }) => type.methods) : [];
  return notAHandler(handler, reason, methods.length === 1 ? [`${before}::${after}::${methods[0]?.name ?? ''}`] : []);
}

function notAHandler(handler: string, reason: string, suggestions: readonly string[]): HandlerProblem {
  const message = `'${handler}' is not a .NET handler. ${reason}. A right one looks like 'Shop::Shop.Orders::FunctionHandler'.`;
  return { code: 'handler.malformed', message, suggestions };
}
