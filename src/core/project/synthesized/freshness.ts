import { join } from 'node:path';
import { mapLimited } from '../../mapLimited.ts';
import type { ReadableFileSystem } from '../../ports.ts';

/**
 * Whether an app's newest template is newer than everything it may be made of. Where there is too much to look at, it isn't told to be.
 * @param output the assembly's folder, which isn't looked into
 */
export async function isNewerThanSources(
  templates: readonly string[],
  app: string,
  output: string,
  files: ReadableFileSystem,
): Promise<boolean> {
  const made = Math.max(...(await modifiedTimes(templates, files)));
  const sources = await sourcesBelow(app, output, files);
  if (sources === undefined) return false;
  return (await modifiedTimes(sources, files)).every((written) => written <= made);
}

/** Sources of any language that CDK apps, and the functions in their assets, are written in. */
const sourceNames = /\.(?:[cm]?[jt]sx?|py|java|kt|cs|go|rb)$/;

/** What is installed or made, not written. */
const otherFolders = /^(?:\..*|node_modules|cdk\.out|dist|build|target|obj|venv|__pycache__|coverage)$/;

/** More would hold up the analysis each time that one of them changes. */
const mostSources = 500;
const mostFolders = 200;

async function sourcesBelow(app: string, output: string, files: ReadableFileSystem): Promise<readonly string[] | undefined> {
  const sources: string[] = [];
  let folders: readonly string[] = [app];
  let visited = 0;
  while (folders.length > 0) {
    visited += folders.length;
    if (visited > mostFolders) return undefined;
    const below = await mapLimited(folders, 8, async (folder) => {
      const entries = (await files.readDirectory(folder)).map(({ name, type }) => ({ name, type, path: join(folder, name) }));
      sources.push(...entries.filter(({ name, type }) => type === 'file' && sourceNames.test(name)).map(({ path }) => path));
      return entries.filter(({ name, type, path }) => type === 'directory' && path !== output && !otherFolders.test(name));
    });
    if (sources.length > mostSources) return undefined;
    folders = below.flat().map(({ path }) => path);
  }
  return sources;
}

async function modifiedTimes(paths: readonly string[], files: ReadableFileSystem): Promise<readonly number[]> {
  return mapLimited(paths, 16, async (path) => (await files.stat(path))?.modifiedMs ?? 0);
}
