import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { mapLimited } from '../../mapLimited.ts';
import type { FileSystem, ReadableFileSystem } from '../../ports.ts';
import { FILES_AT_ONCE } from '../fingerprint.ts';
import { walk } from '../walk.ts';
import type { JvmModule } from './module.ts';

/** What a build reads, as it is at one moment. */
export interface Sources {
  /** Absolute: files, and folders in which one may appear. */
  readonly paths: readonly string[];
  /** Changes with any of them. */
  readonly stamp: string;
  /** Changes with the build's own files, which say what it depends on. */
  readonly buildStamp: string;
  /** Milliseconds since 1970. */
  readonly newestMs: number;
}

const BUILD_FILE = /^(pom\.xml|.*\.gradle(\.kts)?|gradle\.properties|gradle\.lockfile|libs\.versions\.toml|maven\.config|jvm\.config)$/;
const LEFT_ALONE = /^(target|build|out|bin|dist|node_modules|cdk\.out|test|tests|androidTest|integrationTest|it)$|^\.(?!mvn$)/;

/** Those of the whole build, for a module may be made of its neighbours; tests don't count. */
export async function sourcesOf({ top }: JvmModule, files: FileSystem): Promise<Sources> {
  const walked = await walk(files, top, {
    enterFolder: (_, name) => !LEFT_ALONE.test(name),
    takeFile: (path, name) => BUILD_FILE.test(name) || /(^|\/)src\//.test(path),
  });
  const paths = walked.files.map((path) => join(top, path));
  const stats = await mapLimited(paths, FILES_AT_ONCE, (path) => files.stat(path));
  const [all, build] = [createHash('sha256'), createHash('sha256')];
  let newestMs = 0;
  for (const [index, path] of walked.files.entries()) {
    const line = `${path} ${stats[index]?.size} ${stats[index]?.modifiedMs}\n`;
    all.update(line);
    if (BUILD_FILE.test(path.slice(path.lastIndexOf('/') + 1))) build.update(line);
    newestMs = Math.max(newestMs, stats[index]?.modifiedMs ?? 0);
  }
  const folders = walked.folders.filter((folder) => /[\\/]src([\\/]|$)/.test(folder));
  return { paths: [...folders, ...paths], stamp: all.digest('hex'), buildStamp: build.digest('hex'), newestMs };
}

/** When something in a folder was last written, or the file itself, in milliseconds since 1970. Undefined where there is nothing. */
export async function lastWritten(path: string, files: FileSystem & ReadableFileSystem): Promise<number | undefined> {
  const stat = await files.stat(path);
  if (stat?.type !== 'directory') return stat?.modifiedMs;
  const walked = await walk(files, path, { enterFolder: () => true, takeFile: () => true });
  const stats = await mapLimited(walked.files, FILES_AT_ONCE, (file) => files.stat(join(path, file)));
  return stats.length === 0 ? undefined : Math.max(...stats.map((each) => each?.modifiedMs ?? 0));
}
