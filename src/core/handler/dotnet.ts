import { dirname, join } from 'node:path';
import { NetAround } from './dotnet/around.ts';
import { HOSTED_HANDLER, isHosted } from './dotnet/aspNetCore.ts';
import { generatedName, resolveGenerated } from './dotnet/generated.ts';
import { type NamedNetHandler, splitNetHandler } from './dotnet/handlerName.ts';
import { missingMethod } from './dotnet/missingMethod.ts';
import { type ProjectFile, projectFilesAround, readProjectFile } from './dotnet/projectFile.ts';
import type { NetSources } from './dotnet/sources.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { nearness } from './near.ts';
import { type HandlerRequest, hasLayers, resolvedAt, shown, unknown } from './request.ts';
import { type Member, nearestMembers, simpleName } from './search/members.ts';

const MOST_READ = 12;

/** .NET: the project that builds the code tells the assembly, its sources tell types and methods. */
export async function resolveDotnet(request: HandlerRequest): Promise<HandlerResolution> {
  const { definition, context, handler, root } = request;
  const start = definition.code.kind === 'archive' ? dirname(root) : root;
  const paths = await projectFilesAround(start, definition.folder, context);
  const files = await Promise.all(
    paths.filter((path) => /\.csproj$/i.test(path)).map((path) => readProjectFile(path, definition.folder, context)),
  );
  const around = new NetAround(
    request,
    files.filter((file) => file !== undefined),
  );
  const parts = splitNetHandler(handler);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformed(handler, parts, around) };
  if (paths.length === 0) return unknown(`no project file is in ${shown(start, request)}, above or below`);
  if (around.projects.length === 0) return unknown('F# and Visual Basic sources are not read');
  return parts.kind === 'executable' ? resolveExecutable(parts.assembly, around) : resolveMethod(parts, around);
}

async function resolveMethod(parts: NamedNetHandler, around: NetAround): Promise<HandlerResolution> {
  const { request } = around;
  const project = await around.named(parts.assembly);
  if (project === undefined) return otherAssembly(parts, around);
  const sources = await around.sources(project);
  const types = await sources.find(parts.type);
  const [first] = types;
  if (first === undefined) return (await resolveGenerated(parts, sources, around, project)) ?? missingType(parts, sources, around, project);
  const found = await sources.method(types, parts.method);
  if (found.kind === 'found') return resolvedAt(first.path, parts.method, found);
  if (found.kind === 'unknown' && parts.method === HOSTED_HANDLER && first.type.bases.length > 0) {
    return { kind: 'resolved', path: first.path, exportName: parts.method, at: { path: first.path, range: first.type.range } };
  }
  if (found.kind === 'unknown') return unknown(`${shown(first.path, request)}: ${found.reason}`, first.path);
  const doubt = around.placeDoubt(project);
  if (doubt !== undefined) return unknown(doubt, first.path);
  return {
    kind: 'unresolved',
    problem: missingMethod(parts, await sources.withBases(types), request, (name) => `${parts.assembly}::${parts.type}::${name}`),
  };
}

async function missingType(
  parts: NamedNetHandler,
  sources: NetSources,
  around: NetAround,
  project: ProjectFile,
): Promise<HandlerResolution> {
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
  if (doubt !== undefined) return unknown(`${parts.type} isn’t in the sources of ${shown(project.folder, request)}: ${doubt}`);
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

async function nearMembers({ assembly, type, method }: NamedNetHandler, sources: NetSources): Promise<readonly Member[]> {
  const simple = simpleName(type);
  const types = await sources.near(
    (stem) => stem === simple || simple.startsWith(`${stem}_`) || nearness(simple, stem) !== undefined,
    MOST_READ,
  );
  const members = types.flatMap(({ path, type, facts }) => {
    const member = (owner: string, name: string, range = type.range): Member => {
      return { owner, name, handler: `${assembly}::${owner}::${name}`, at: { path, range } };
    };
    const inherited = isHosted(type, facts) ? [member(type.name, HOSTED_HANDLER)] : [];
    const own = type.methods.flatMap(({ name, range, isAnnotated }) => {
      const plain = member(type.name, name, range);
      return isAnnotated ? [plain, member(generatedName(type.name, name), name, range)] : [plain];
    });
    return [...inherited, ...own];
  });
  return nearestMembers({ owner: type, name: method }, members);
}

/** The handler names an assembly that no project around builds: certain where the type is one of the only project's. */
async function otherAssembly(parts: NamedNetHandler, around: NetAround): Promise<HandlerResolution> {
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

async function resolveExecutable(assembly: string, around: NetAround): Promise<HandlerResolution> {
  const { request } = around;
  const [first] = around.projects;
  const project = await around.named(assembly);
  if (project !== undefined) {
    const main = await (await around.sources(project)).main();
    if (main === undefined) return unknown(`where ${assembly} begins can’t be told`, project.path);
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

async function malformed(handler: string, reason: string, around: NetAround): Promise<HandlerProblem> {
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
