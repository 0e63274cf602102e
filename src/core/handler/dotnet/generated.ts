import { join } from 'node:path';
import type { HandlerResolution } from '../model.ts';
import { nearness } from '../near.ts';
import { shown, unknown } from '../request.ts';
import { type Member, nearestMembers, simpleName } from '../search/members.ts';
import type { NetAround } from './around.ts';
import type { NamedNetHandler } from './handlerName.ts';
import { missingMethod } from './missingMethod.ts';
import type { NetMethod } from './model.ts';
import type { ProjectFile } from './projectFile.ts';
import type { NetSources, PlacedNetType } from './sources.ts';

interface Generated extends Member {
  readonly placed: PlacedNetType;
  readonly method: NetMethod;
}

/**
 * The classes that Amazon.Lambda.Annotations makes of methods with `[LambdaFunction]` when the project is built:
 * `Shop.Orders_Create_Generated`, whose method is `Create`, of `Create` in `Shop.Orders`. Undefined for other types.
 */
export async function resolveGenerated(
  parts: NamedNetHandler,
  sources: NetSources,
  around: NetAround,
  project: ProjectFile,
): Promise<HandlerResolution | undefined> {
  if (!/_Generated$/.test(parts.type)) return undefined;
  const members = (await sources.annotated()).flatMap((placed) => membersOf(placed, parts.assembly));
  const made = members.filter(({ owner }) => owner === parts.type);
  const found = made.find(({ name }) => name === parts.method);
  if (found !== undefined)
    return { kind: 'resolved', path: found.placed.path, exportName: parts.method, at: found.at, ...found.method.about };
  const doubt =
    members.length === 0 ? 'it is generated when the project is built' : (around.doubt(project) ?? (await sources.annotatedDoubt()));
  if (doubt !== undefined) return unknown(`${parts.type}: ${doubt}`, made[0]?.placed.path);
  // As in a blueprint, where the project's name is yet to come.
  if (parts.type.split(/[.+]/).some((part) => !/^[\p{L}_]/u.test(part))) return unknown(`${parts.type} can’t be the name of a class`);
  if (made.length > 0) return missing(parts, made, around);
  return (await ofUnmarkedMethod(parts, members, sources, around)) ?? missingClass(parts, members, around, project);
}

function membersOf(placed: PlacedNetType, assembly: string): readonly Generated[] {
  const { path, type } = placed;
  return type.methods
    .filter(({ isAnnotated }) => isAnnotated)
    .map((method) => {
      const { name, range } = method;
      const owner = generatedName(type.name, name);
      return { owner, name, handler: `${assembly}::${owner}::${name}`, at: { path, range }, placed, method };
    });
}

/** The class of a method: in the namespace, whatever types are around its own. */
export function generatedName(type: string, method: string): string {
  const outer = type.split('+')[0] ?? '';
  const namespace = outer.slice(0, outer.lastIndexOf('.') + 1);
  return `${namespace}${simpleName(type).replace(/`\d+$/, '')}_${method}_Generated`;
}

/** `Orders_Get_Generated::Get` where `Orders` has no `Get`. */
async function ofUnmarkedMethod(
  parts: NamedNetHandler,
  members: readonly Generated[],
  sources: NetSources,
  around: NetAround,
): Promise<HandlerResolution | undefined> {
  const suffix = `_${parts.method}_Generated`;
  const types = parts.type.endsWith(suffix) ? await sources.find(parts.type.slice(0, -suffix.length)) : [];
  const [first] = types;
  if (first === undefined) return undefined;
  // A method that is there may be marked in a way that isn't read here.
  const method = await sources.method(types, parts.method);
  if (method.kind !== 'missing') return unknown(`${parts.type}: it is generated when the project is built`, first.path);
  const own = members.filter(({ placed }) => placed.type.name === first.type.name);
  return missing(parts, own.length > 0 ? own : types.map((placed) => ({ placed })), around);
}

function missing(parts: NamedNetHandler, of: readonly Pick<Generated, 'placed'>[], { request }: NetAround): HandlerResolution {
  const types = [...new Set(of.map(({ placed }) => placed))].map((placed) => ({
    ...placed,
    type: { ...placed.type, methods: placed.type.methods.filter(({ isAnnotated }) => isAnnotated) },
  }));
  const format = (name: string): string => `${parts.assembly}::${generatedName(types[0]?.type.name ?? '', name)}::${name}`;
  return { kind: 'unresolved', problem: missingMethod(parts, types, request, format, '    [LambdaFunction]\n') };
}

function missingClass(
  parts: NamedNetHandler,
  members: readonly Generated[],
  { request }: NetAround,
  project: ProjectFile,
): HandlerResolution {
  const near = nearestMembers({ owner: parts.type, name: parts.method }, members);
  // Other generators may make classes of names that end alike.
  if (!near.some(({ owner }) => nearness(simpleName(parts.type), simpleName(owner)) !== undefined))
    return unknown(`${parts.type} may be generated when the project is built`);
  const suggestions = near.map(({ handler }) => handler);
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `No method with [LambdaFunction] in ${shown(project.path, request)} gives the class ${parts.type}. There is ${suggestions.join(', ')}.`,
      tried: [join(project.folder, `${simpleName(parts.type)}.g.cs`)],
      suggestions,
    },
  };
}
