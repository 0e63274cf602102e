import { dirname, join } from 'node:path';
import type { Lookup } from './context.ts';
import { listed } from './context.ts';
import { type JvmHandler, splitJvmHandler } from './jvm/handlerName.ts';
import { binaryName, JvmLookup } from './jvm/lookup.ts';
import { JvmProject, type PlacedType } from './jvm/project.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { nearness } from './near.ts';
import { type HandlerRequest, hasLayers, resolvedAt, shown, unknown, wrapperReason } from './request.ts';
import { type Member, nearestMembers, simpleName } from './search/members.ts';

/** Files of nearly the wanted name are read for suggestions, no more than this. */
const MOST_READ = 12;

/** Java, Kotlin and Scala: the class is looked for in the sources of the module that the code is, or is made by. */
export async function resolveJava(request: HandlerRequest): Promise<HandlerResolution> {
  const { definition, context, handler, root } = request;
  const start = definition.code.kind === 'archive' ? dirname(root) : root;
  const project = await JvmProject.around(start, definition.folder, context);
  const parts = splitJvmHandler(handler);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformed(handler, parts, project) };
  if (project === undefined) return unknown(`no build file of Maven, Gradle or sbt is at ${shown(start, request)} or above`);
  const types = await project.find(parts.type);
  const [first] = types;
  if (first === undefined) return missingClass(request, parts, project);
  const lookup = new JvmLookup(project);
  const doubt = placeDoubt(request, project);
  if (parts.method === undefined) {
    const resolved: HandlerResolution = {
      kind: 'resolved',
      path: first.path,
      exportName: simpleName(parts.type),
      at: { path: first.path, range: first.type.range },
      ...first.type.about,
    };
    if ((await lookup.isHandler(types)) !== false || (wrapperReason(definition) ?? doubt) !== undefined) return resolved;
    return { kind: 'unresolved', problem: noInterface(request, parts.type, types) };
  }
  const found = await lookup.method(types, parts.method);
  if (found.kind === 'found') return resolvedAt(first.path, parts.method, found);
  if (found.kind === 'unknown') return unknown(`${shown(first.path, request)}: ${found.reason}`, first.path);
  if (doubt !== undefined) return unknown(doubt, first.path);
  return { kind: 'unresolved', problem: missingMethod(request, parts.type, parts.method, types, found) };
}

/** Why the code may be made of other sources than those of the module, in words. */
function placeDoubt(request: HandlerRequest, project: JvmProject): string | undefined {
  return project.makes(request.root) ? undefined : `how ${shown(request.root, request)} is made can’t be told`;
}

function missingMethod(
  request: HandlerRequest,
  typeName: string,
  method: string,
  types: readonly PlacedType[],
  found: Lookup<unknown>,
): HandlerProblem {
  const [first] = types;
  const path = first?.path ?? '';
  const where = shown(path, request);
  const members = types.flatMap(membersOf);
  const near = nearestMembers({ owner: typeName, name: method }, members);
  const names = [...new Set(members.map(({ name }) => name))];
  const there = names.length === 0 ? 'no public method' : listed(names);
  const end = first?.type.end;
  const creates = end !== undefined && path.endsWith('.java') && found.kind === 'missing' && /^\p{Ll}[\p{L}\p{N}_]*$/u.test(method);
  return {
    code: 'handler.export-not-found',
    message:
      found.kind === 'not-a-function'
        ? `${simpleName(typeName)} in ${where} has a method ${method}, but it isn’t public: Lambda calls public methods only.`
        : `${simpleName(typeName)} in ${where} has ${there}, not ${method}.`,
    path,
    exportName: method,
    suggestions: near.map(({ handler }) => handler),
    ...(near[0] === undefined ? {} : { nearest: near[0].at }),
    insertion: creates
      ? { range: end, text: `\n    public Object ${method}(Object event) {\n        return event;\n    }\n` }
      : { range: end ?? request.definition.range, text: '' },
  };
}

function noInterface(request: HandlerRequest, typeName: string, types: readonly PlacedType[]): HandlerProblem {
  const [first] = types;
  const path = first?.path ?? '';
  const near = nearestMembers({ owner: typeName, name: 'handleRequest' }, types.flatMap(membersOf));
  return {
    code: 'handler.export-not-found',
    message: `${simpleName(typeName)} in ${shown(path, request)} implements neither RequestHandler nor RequestStreamHandler, so the handler must name a method, as in '${near[0]?.handler ?? `${typeName}::handleRequest`}'.`,
    path,
    exportName: simpleName(typeName),
    suggestions: near.map(({ handler }) => handler),
    ...(near[0] === undefined ? {} : { nearest: near[0].at }),
    insertion: { range: request.definition.range, text: '' },
  };
}

async function missingClass(request: HandlerRequest, parts: JvmHandler, project: JvmProject): Promise<HandlerResolution> {
  const near = await alternatives(parts, project);
  const doubt = await absenceDoubt(request, parts, project, near);
  if (doubt !== undefined) return unknown(`${parts.type} isn’t in the sources of ${shown(project.module, request)}: ${doubt}`);
  const suggestions = near.map(({ handler }) => handler);
  const there = suggestions.length === 0 ? '' : ` There is ${suggestions.join(', ')}.`;
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `No class ${parts.type} in the sources of ${shown(project.module, request)}.${there}`,
      tried: [join(project.module, 'src/main/java', `${parts.type.replaceAll('.', '/')}.java`)],
      suggestions,
    },
  };
}

async function absenceDoubt(
  request: HandlerRequest,
  { type }: JvmHandler,
  project: JvmProject,
  near: readonly Member[],
): Promise<string | undefined> {
  const { definition } = request;
  const { build } = definition;
  const simple = simpleName(type);
  const packageName = type.slice(0, Math.max(0, type.length - simple.length - 1));
  const prefix = packageName === '' ? '' : `${packageName}.`;
  if (build.kind === 'other' && build.ofCode !== true && !/^(?:java|maven|gradle)/.test(build.method)) return `${build.method} builds it`;
  const doubt = placeDoubt(request, project) ?? (await project.unread(type));
  // The class itself under another package, one of nearly that name beside it, or a method where a package's part should be:
  // then the handler is meant to be one of the sources', whatever else the build or a wrapper adds.
  const isFounded = near.some(
    ({ owner }) => simpleName(owner) === simple || type.startsWith(owner) || owner === `${prefix}${simpleName(owner)}`,
  );
  if (doubt !== undefined || isFounded) return doubt;
  const generator = await project.doubt();
  if (generator !== undefined) return generator;
  // A package of one's own: with a name for it, since others have classes without one, too.
  const isOwn = packageName !== '' && (await project.hasPackage(packageName.split('$')[0] ?? ''));
  if (isOwn) return undefined;
  return hasLayers(definition) ? 'a layer may hold it' : (wrapperReason(definition) ?? 'a library may hold it');
}

/** What may be meant by a class that isn't there, nearest first. */
async function alternatives({ type, method }: JvmHandler, project: JvmProject): Promise<readonly Member[]> {
  const lookup = new JvmLookup(project);
  const dot = type.lastIndexOf('.');
  const [before, last] = [type.slice(0, Math.max(0, dot)), type.slice(dot + 1)];
  // `com.shop.Orders.handle`: a dot for the colons. `com.shop.Outer.Inner`: a dot for the dollar.
  const asMethod = method === undefined && before !== '' ? (await project.find(before)).flatMap(membersOf) : [];
  const inner = binaryName(type) === type ? [] : await project.find(binaryName(type));
  const simple = simpleName(last);
  const types = inner.length > 0 ? inner : await project.near((stem) => stem === simple || nearness(simple, stem) !== undefined, MOST_READ);
  const members = types.flatMap(membersOf);
  for (const placed of types) {
    const { name, range } = placed.type;
    if ((await lookup.isHandler([placed])) !== false)
      members.push({ owner: name, name: '', handler: name, at: { path: placed.path, range } });
  }
  if (asMethod.length > 0) return nearestMembers({ owner: before, name: last }, asMethod);
  const owner = inner[0]?.type.name ?? type;
  const exact = nearestMembers({ owner, name: method ?? '' }, members);
  if (exact.length > 0 || method !== undefined) return exact;
  return nearestMembers({ owner, name: 'handleRequest' }, members);
}

function membersOf({ path, type }: PlacedType): Member[] {
  return type.methods
    .filter(({ isPublic }) => isPublic)
    .map(({ name, range }) => ({ owner: type.name, name, handler: `${type.name}::${name}`, at: { path, range } }));
}

async function malformed(handler: string, reason: string, project: JvmProject | undefined): Promise<HandlerProblem> {
  const spelled = handler
    .replace(/[#:]+(?=\w+$)/, '::')
    .replace(/[/\\]/g, '.')
    .replace(/\.(?:java|class|kt|scala)(?=::|$)/, '')
    .replace(/^\.+|:+$/g, '');
  const parts = splitJvmHandler(spelled);
  const found = typeof parts === 'string' || project === undefined ? [] : await alternatives(parts, project);
  // Only what is certain to be meant: the class itself.
  const meant = typeof parts === 'string' ? [] : found.filter(({ owner }) => owner === parts.type);
  return {
    code: 'handler.malformed',
    message: `'${handler}' is not a Java handler. ${reason}. A right one looks like 'com.shop.Orders::handleRequest'.`,
    suggestions: meant.slice(0, 1).map((member) => member.handler),
  };
}
