import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { unlessUnreadable } from './errors.ts';
import { trackedPaths } from './gitIndex.ts';
import { isWithin } from './paths.ts';
import type { ReadableFileSystem } from './ports.ts';

/** The rules of one `.gitignore`. https://git-scm.com/docs/gitignore */
export interface IgnoreLayer {
  /** The folder the file is in: its rules are relative to it. */
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * Whether git ignores `path` itself; the folders above it are taken not to be ignored.
 * @param layers from the top of the repository down: the lowest one that says anything holds
 */
export function isIgnoredBy(layers: readonly IgnoreLayer[], path: string, type: 'file' | 'directory'): boolean {
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index];
    if (layer === undefined) continue;
    const inside = relative(layer.folder, path).split(sep).join('/');
    if (inside === '' || !ignore.isPathValid(inside)) continue;
    const { ignored, unignored } = layer.rules.test(type === 'directory' ? `${inside}/` : inside);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** `layers` with what the `.gitignore` of `folder` adds, if there is one. */
export async function withLayerOf(
  folder: string,
  layers: readonly IgnoreLayer[],
  files: ReadableFileSystem,
): Promise<readonly IgnoreLayer[]> {
  const text = await unlessUnreadable(files.readText(join(folder, '.gitignore')), undefined);
  return text === undefined ? layers : [...layers, { folder, rules: ignore().add(text) }];
}

/**
 * The layers for what is in `folder`, from the top of its repository down, without its own. Where the workspace itself is ignored, as a
 * scratch folder in somebody's repository may be, only the rules from the workspace down count.
 */
export async function layersAbove(folder: string, workspace: string, files: ReadableFileSystem): Promise<readonly IgnoreLayer[]> {
  const outside = await layersBetween(await repositoryTop(workspace, files), workspace, [], files);
  return layersBetween(workspace, folder, isIgnoredBy(outside, workspace, 'directory') ? [] : outside, files);
}

/**
 * True where git ignores `path`, which need not exist: then something makes it, and what isn't there now may be there later.
 * Whether the last part is a file or a folder isn't asked.
 */
export async function isIgnored(path: string, workspace: string, files: ReadableFileSystem): Promise<boolean> {
  const start = isWithin(workspace, path) ? workspace : await repositoryTop(workspace, files);
  if (!isWithin(start, path) || path === start) return false;
  let layers = start === workspace ? await layersAbove(workspace, workspace, files) : [];
  let folder = start;
  let isTracked: Tracked | undefined;
  for (const part of relative(start, path).split(sep)) {
    layers = await withLayerOf(folder, layers, files);
    folder = join(folder, part);
    if (!isIgnoredBy(layers, folder, 'directory') && !(folder === path && isIgnoredBy(layers, folder, 'file'))) continue;
    isTracked ??= await trackedIn(workspace, files);
    if (!isTracked(folder)) return true;
  }
  return false;
}

/** Whether git tracks a file, or one below a folder: then it isn't ignored, whatever the rules say. */
export type Tracked = (path: string) => boolean;

export async function trackedIn(workspace: string, files: ReadableFileSystem): Promise<Tracked> {
  const top = await repositoryTop(workspace, files);
  const index = await unlessUnreadable(files.readBytes(join(top, '.git', 'index')), undefined);
  const paths = index === undefined ? undefined : trackedPaths(index);
  if (paths === undefined) return () => false;
  return (path) => {
    const inside = relative(top, path).split(sep).join('/');
    return paths.has(inside) || paths.has(`${inside}/`);
  };
}

async function layersBetween(
  top: string,
  folder: string,
  above: readonly IgnoreLayer[],
  files: ReadableFileSystem,
): Promise<readonly IgnoreLayer[]> {
  if (!isWithin(top, folder) || top === folder) return above;
  const layers = await layersBetween(top, dirname(folder), above, files);
  return withLayerOf(dirname(folder), layers, files);
}

/** How far above the workspace folder the top of the repository is looked for. */
const mostParents = 8;

export async function repositoryTop(folder: string, files: ReadableFileSystem): Promise<string> {
  let current = folder;
  for (let step = 0; step < mostParents; step += 1) {
    if ((await unlessUnreadable(files.stat(join(current, '.git')), undefined)) !== undefined) return current;
    if (dirname(current) === current) break;
    current = dirname(current);
  }
  return folder;
}
