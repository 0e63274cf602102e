import { dirname, join, relative, sep } from 'node:path';
import { isIgnored, trackedIn } from '../gitIgnore.ts';
import type { HandlerContext } from './context.ts';
import { nodeProject } from './search/project.ts';

/** Folder names that builds write to, whether or not they are there. */
const OUTPUT =
  /^(?:\.?(?:dist|build|builds|built|out|output|outputs|target|bin|obj|bundles?|bundled|compiled|generated|artifacts?)|\.(?:webpack|serverless|esbuild|aws-sam|next|nuxt|vercel|turbo)|cdk\.out|node_modules|site-packages|asset\..*)$|[-_.](?:dist|build|out|output|bundle|bundled)$|^(?:dist|build|out)[-_.]/i;

/** Names that a script may well make, when they aren't there; people keep sources under them too. */
const MADE_LATER =
  /^(?:lib|libs|packages?|packaged|deploy|deployments?|release|releases|publish|published|tmp|temp|zips?|\.?cache|vendor|layers?|lambda[-_](?:package|zip|layer).*|.*[-_](?:package|packaged|zip|deploy|release))$/i;

/**
 * Why a path may be made by a build, or undefined where nothing says so. Only what is below the workspace folder counts.
 * `exists`: a part of the path that is there, which scripts don't make. `among`: with `sources`, there is reason to take it for one
 * of the files beside it, which people may have committed though git ignores their kind.
 */
export async function buildOutputReason(
  path: string,
  folder: string,
  exists: string,
  context: HandlerContext,
  among: 'sources' | 'anything' = 'anything',
): Promise<string | undefined> {
  const output = await outputSegment(path, folder, context);
  if (output !== undefined) return `it is in ${output}, which a build makes`;
  const absent = segments(await settledPart(exists, path, among, context), path).find((segment) => MADE_LATER.test(segment));
  if (absent !== undefined) return `${absent} isn’t there yet, and looks like what a script makes`;
  if (!(await isIgnored(path, folder, context.files))) return undefined;
  if (await isPlainJavaScript(dirname(path), folder, among, context)) return undefined;
  return 'git ignores it, so something makes it';
}

/** `build-report`, `build_table.py`: what it does, rather than what made it. */
const VERB = /^build[-_](?!.*(?:dist|build|out|output|bundle|bundled)$)/i;

/** The first part of a path that is called like a build's output; a part that only begins so isn't one where it is committed. */
async function outputSegment(path: string, folder: string, { files }: HandlerContext): Promise<string | undefined> {
  let current = folder;
  for (const segment of segments(folder, path)) {
    current = join(current, segment);
    if (!OUTPUT.test(segment) || (VERB.test(segment) && /\.\w+$/.test(segment))) continue;
    const isSource = VERB.test(segment) && (await files.stat(current)) !== undefined && !(await isIgnored(current, folder, files));
    if (!isSource) return segment;
  }
  return undefined;
}

const TYPESCRIPT = /\.(?:[cm]?ts|tsx|jsx)$/;

/**
 * Whether the JavaScript in a folder is compiled from nothing here: `cdk init` has git ignore `*.js`, for what is compiled in place,
 * and people commit functions that are written in JavaScript all the same. Among anything, only what git tracks tells that.
 */
async function isPlainJavaScript(path: string, folder: string, among: 'sources' | 'anything', context: HandlerContext): Promise<boolean> {
  if (await isIgnored(path, folder, context.files)) return false;
  const names = (await context.files.readDirectory(path)).filter(({ type }) => type === 'file').map(({ name }) => name);
  const scripts = names.filter((name) => /\.[cm]?js$/.test(name));
  if (scripts.length === 0 || names.some((name) => TYPESCRIPT.test(name))) return false;
  const isTracked = among === 'sources' ? undefined : await trackedIn(folder, context.files);
  if (isTracked !== undefined && !scripts.every((name) => isTracked(join(path, name)))) return false;
  return (await nodeProject(path, folder, context)).bundler === undefined;
}

/** What is surely there of a path: all but the last folder that is, since a script may still add to that one, though not among sources. */
async function settledPart(exists: string, path: string, among: 'sources' | 'anything', { files }: HandlerContext): Promise<string> {
  let deepest = exists;
  for (const segment of segments(exists, path)) {
    const next = join(deepest, segment);
    if ((await files.stat(next))?.type !== 'directory') break;
    deepest = next;
  }
  return deepest === exists || among === 'sources' ? deepest : dirname(deepest);
}

function segments(from: string, to: string): readonly string[] {
  return relative(from, to)
    .split(sep)
    .filter((segment) => segment !== '' && segment !== '..');
}
