/** Where a printed path may be on this machine, without asking the disk. */
export interface SourceCandidates {
  /** Absolute, in the machine's own form, likeliest first. */
  readonly paths: readonly string[];
  /** What to look for anywhere in the workspace when none of them is there: a tail with forward slashes. */
  readonly tail: string | undefined;
}

/**
 * Reads a path as a runtime or a bundle printed it: absolute, `file://`, relative to a workspace folder, or inside the
 * package (`/var/task/…`). Network paths are left out: opening one would sign in to a host that a log line names.
 */
export function sourceCandidates(printed: string, folders: readonly string[], platform: NodeJS.Platform): SourceCandidates {
  const path = withoutScheme(printed, platform);
  if (path === undefined || /^[\\/]{2}/.test(path)) return { paths: [], tail: undefined };
  const inPackage = /^\/(?:var\/task|opt(?:\/nodejs|\/python)?)\/(.+)$/.exec(path)?.[1];
  if (inPackage !== undefined) return { paths: below(folders, inPackage, platform), tail: inPackage };
  const absolute = path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
  if (absolute) return { paths: [path], tail: undefined };
  // `../../src/a.ts` in a source map starts at a bundle whose place isn't known: what follows the dots is what is known.
  const tail = path.replaceAll('\\', '/').replace(/^(?:\.{1,2}\/)+/, '');
  if (tail === '' || tail.split('/').includes('..')) return { paths: [], tail: undefined };
  return { paths: below(folders, tail, platform), tail };
}

function below(folders: readonly string[], tail: string, platform: NodeJS.Platform): readonly string[] {
  if (tail.split('/').includes('..')) return [];
  const separator = platform === 'win32' ? '\\' : '/';
  return folders.map((folder) => `${folder.replace(/[\\/]+$/, '')}${separator}${tail.replaceAll('/', separator)}`);
}

function withoutScheme(printed: string, platform: NodeJS.Platform): string | undefined {
  if (!printed.startsWith('file:')) return printed;
  try {
    const { host, pathname } = new URL(printed);
    if (host !== '' && host !== 'localhost') return undefined;
    const path = decodeURIComponent(pathname);
    return platform === 'win32' && /^\/[A-Za-z]:/.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
  } catch {
    return undefined;
  }
}
