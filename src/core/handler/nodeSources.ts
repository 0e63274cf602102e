import { basename, extname, join } from 'node:path';
import { relativePath } from '../paths.ts';
import { buildOutputReason } from './built.ts';
import { SOURCE_EXTENSIONS } from './javascript/exports.ts';
import { typeAt } from './names.ts';
import type { NodeHandler } from './nodeHandler.ts';
import { type HandlerRequest, shown } from './request.ts';
import { nodeProject } from './search/project.ts';
import { findSources, type SourceFile } from './search/sources.ts';
import { mappedSources, outputMapping } from './search/tsconfig.ts';

/** Where the code behind a Node.js handler is. */
export type NodeSources =
  | {
      readonly kind: 'found';
      /** Best first: a source before what a compiler made of it. Never empty. */
      readonly paths: readonly string[];
      /** Why the files may say less than what runs: asked only where they lack something. */
      stale(): Promise<string | undefined>;
    }
  | { readonly kind: 'unknown'; readonly reason: string }
  | {
      readonly kind: 'missing';
      /** What the runtime would have tried, in its order. */
      readonly tried: readonly string[];
      /** Nothing else than these files could hold it: no further doubt. */
      readonly certain: boolean;
      /** Files to look for alternatives in; by default all of the code folder. */
      readonly sources?: readonly SourceFile[];
      /** Where the missing file would be created; absent where none should be. */
      readonly folder?: string;
      /** The module that is meant, where that is known. */
      readonly meant?: string;
      /** A message of its own. */
      readonly note?: string;
    };

const RUNTIME_EXTENSIONS = ['', '.js', '.mjs', '.cjs'] as const;
const TYPESCRIPT_EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.jsx'] as const;

export async function locateNodeSources(request: HandlerRequest, parts: NodeHandler, major: number): Promise<NodeSources> {
  const { root, definition, context } = request;
  const { build, folder } = definition;
  if (build.kind === 'esbuild') return behindEsbuild(request, parts, build.entryPoints);
  const base = join(root, parts.module);
  const written = await present(
    [...RUNTIME_EXTENSIONS].map((extension) => base + extension),
    request,
  );
  const beside = await present(
    [...TYPESCRIPT_EXTENSIONS].map((extension) => base + extension),
    request,
  );
  // A bundler goes by the paths of sources: what the compiler would write doesn't matter to it.
  const mapping = build.kind === 'bundler' || beside.length > 0 ? undefined : await outputMapping(root, folder, context);
  const mappedBases = mapping === undefined ? [] : mappedSources(base, mapping);
  const mapped = await present(mappedBases.flatMap(withTypeScript), request);
  const paths = [...beside, ...mapped, ...written.slice(0, 1)];
  if (paths.length > 0) {
    return found(paths, () => staleReason(base, beside.length > 0, mapped.length > 0, request));
  }
  return (
    (await asFolder(base, request, major)) ??
    (await asPackage(request, parts)) ??
    (await onNodePath(request, parts)) ??
    asMapped(request, parts, mappedBases) ??
    absent(base, request)
  );
}

/** Why the sources that were found may say less than what runs. */
async function staleReason(base: string, beside: boolean, mapped: boolean, request: HandlerRequest): Promise<string | undefined> {
  const { root, definition, context } = request;
  if (beside || request.sealed !== undefined) return undefined;
  if (!mapped) return buildOutputReason(`${base}.js`, definition.folder, base, context, 'sources');
  // The compiler keeps names; what bundles into its folder may give any.
  const { bundler } = await nodeProject(root, definition.folder, context);
  return bundler === undefined ? undefined : `${bundler} may make it of another source`;
}

function withTypeScript(base: string): readonly string[] {
  return [
    ...TYPESCRIPT_EXTENSIONS.map((extension) => base + extension),
    ...TYPESCRIPT_EXTENSIONS.map((extension) => join(base, `index${extension}`)),
  ];
}

/**
 * `sam build` bundles each entry point to a file of its base name and cuts the handler to its last path segment,
 * so only base names count. https://github.com/aws/aws-sam-cli, esbuild workflow.
 */
async function behindEsbuild(request: HandlerRequest, parts: NodeHandler, entryPoints: readonly string[]): Promise<NodeSources> {
  const { root } = request;
  const stem = basename(parts.module);
  if (entryPoints.length === 0 || entryPoints.some((entry) => /[*=?{$]/.test(entry))) {
    const paths = await present(
      SOURCE_EXTENSIONS.map((extension) => join(root, parts.module) + extension),
      request,
    );
    return paths.length > 0 ? found(paths) : { kind: 'unknown', reason: 'esbuild’s entry points can’t be told' };
  }
  const candidates = entryPoints.map((entry) => ({ entry, stem: basename(entry, extname(entry)), path: join(root, entry) }));
  const matching = candidates.filter((candidate) => candidate.stem === stem);
  const paths = await present(
    matching.flatMap(({ path }) => (extname(path) === '' ? SOURCE_EXTENSIONS.map((extension) => path + extension) : [path])),
    request,
  );
  if (paths.length > 0) return found(paths);
  if (matching[0] !== undefined) return missingEntryPoint(matching[0].entry, matching[0].path, request);
  const sources: SourceFile[] = [];
  // The folder that a handler names doesn't count, and may stay.
  const folder = parts.module.slice(0, parts.module.length - stem.length);
  for (const candidate of candidates) {
    if ((await present([candidate.path], request)).length > 0) sources.push({ path: candidate.path, module: folder + candidate.stem });
  }
  if (sources.length === 0) return { kind: 'unknown', reason: 'esbuild’s entry points aren’t there' };
  const outputs = candidates.map((candidate) => `${candidate.stem}.js`).join(', ');
  return {
    kind: 'missing',
    tried: [join(root, `${stem}.js`)],
    certain: true,
    sources,
    note: `esbuild makes ${outputs} of the function’s entry points, not ${stem}.js.`,
  };
}

/** `sam build` stops at an entry point that isn't there, unless something else makes it before. */
async function missingEntryPoint(entry: string, path: string, request: HandlerRequest): Promise<NodeSources> {
  const { root, definition, context } = request;
  const doubt = extname(entry) === '' ? 'its extension is left out' : await buildOutputReason(path, definition.folder, root, context);
  if (doubt !== undefined) return { kind: 'unknown', reason: `the entry point ${entry} isn’t there: ${doubt}` };
  const sources = await findSources(root, SOURCE_EXTENSIONS, context);
  if (sources.length === 0) return { kind: 'unknown', reason: `the entry point ${entry} isn’t there` };
  return {
    kind: 'missing',
    tried: [path],
    certain: true,
    sources: [],
    note: `esbuild’s entry point ${entry} isn’t in ${shown(root, request)}.`,
  };
}

/** A folder with an index: Node.js up to 22 requires it, from 24 on importing it fails. */
async function asFolder(base: string, request: HandlerRequest, major: number): Promise<NodeSources | undefined> {
  const { files } = request.context;
  if ((await typeAt(base, request.root, files)) !== 'directory') return undefined;
  if ((await files.stat(join(base, 'package.json'))) !== undefined)
    return { kind: 'unknown', reason: `${shown(base, request)} is a package with a main of its own` };
  const typed = await present(
    TYPESCRIPT_EXTENSIONS.map((extension) => join(base, `index${extension}`)),
    request,
  );
  if (typed.length > 0) return { kind: 'unknown', reason: `what is built of ${shown(base, request)} can’t be told` };
  const [index] = await present([join(base, 'index.js')], request);
  if (index === undefined) return undefined;
  if (major < 24) return found([index]);
  const module = relativePath(request.root, base);
  return {
    kind: 'missing',
    tried: RUNTIME_EXTENSIONS.map((extension) => base + extension),
    certain: true,
    sources: [{ path: index, module: `${module}/index` }],
    meant: `${module}/index`,
    note: `${shown(base, request)} is a folder, and Node.js ${major} doesn’t load the index of a folder.`,
  };
}

/** A module that isn't a file of the project, but may be one of a package. */
async function asPackage(request: HandlerRequest, parts: NodeHandler): Promise<NodeSources | undefined> {
  const { root, definition, context } = request;
  if (/(^|\/)node_modules\//.test(parts.module)) return { kind: 'unknown', reason: 'a package in node_modules holds it' };
  const { dependencies } = await nodeProject(root, definition.folder, context);
  const name = parts.module
    .split('/')
    .slice(0, parts.module.startsWith('@') ? 2 : 1)
    .join('/');
  const installed = await context.files.stat(join(root, 'node_modules', name));
  if (dependencies.has(name) || installed !== undefined) return { kind: 'unknown', reason: `the package ${name} holds it` };
  return undefined;
}

/**
 * The last thing the runtime does is to resolve the bare name, and NODE_PATH ends in the code folder: `any/order.handler` finds
 * `order.js` there, but no other extension.
 */
async function onNodePath(request: HandlerRequest, parts: NodeHandler): Promise<NodeSources | undefined> {
  const { root, definition } = request;
  if (!parts.module.includes('/') || definition.build.kind === 'bundler') return undefined;
  const base = join(root, basename(parts.module));
  const paths = await present([`${base}.ts`, `${base}.tsx`, `${base}.js`], request);
  if (paths.length === 0) return undefined;
  if (definition.environment['NODE_PATH'] !== undefined) return { kind: 'unknown', reason: 'the function sets NODE_PATH' };
  const named = `${join(root, parts.module)}.js`;
  const doubt = request.sealed === undefined ? await buildOutputReason(named, definition.folder, root, request.context) : undefined;
  if (doubt !== undefined) return { kind: 'unknown', reason: `${parts.module} isn’t in ${shown(root, request)}: ${doubt}` };
  return found(paths, () => staleReason(base, paths.length > 1, false, request));
}

/** The handler names the compiler's output, and its source isn't where it would be. */
function asMapped(request: HandlerRequest, parts: NodeHandler, bases: readonly string[]): NodeSources | undefined {
  if (bases.length === 0) return undefined;
  return {
    kind: 'unknown',
    reason: `its source isn’t at ${bases.map((base) => shown(base, request)).join(' or ')}: ${parts.module} is made by the TypeScript compiler`,
  };
}

function found(paths: readonly string[], stale: () => Promise<string | undefined> = async () => undefined): NodeSources {
  return { kind: 'found', paths, stale };
}

/** A bundler reads sources in TypeScript as well; else something has to compile them first. */
function absent(base: string, { root, definition: { build } }: HandlerRequest): NodeSources {
  const extensions = build.kind === 'bundler' ? SOURCE_EXTENSIONS : RUNTIME_EXTENSIONS;
  return { kind: 'missing', tried: extensions.map((extension) => base + extension), certain: false, folder: root };
}

async function present(paths: readonly string[], { root, context }: HandlerRequest): Promise<readonly string[]> {
  const types = await Promise.all(paths.map((path) => typeAt(path, root, context.files)));
  return paths.filter((_, index) => types[index] === 'file');
}
