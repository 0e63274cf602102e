import { dirname, join } from 'node:path';
import type { Machine } from '../model.ts';

/** An installed Java Development Kit. */
export interface Jdk {
  /** Absolute path of the `java` executable; `javac` is beside it. */
  readonly java: string;
  readonly major: number;
}

export type FoundJdk =
  | { readonly kind: 'found'; readonly jdk: Jdk }
  /** `path`: what was named, or is on PATH, and is no JDK: perhaps a JRE, which has no compiler. */
  | { readonly kind: 'none'; readonly path: string | undefined };

/**
 * The JDK for a version of Java: one of that version, or else the next newer, or the newest of the older ones. Where a person has
 * named one in the settings, it is that one. Versions are read from the file that every JDK has, without starting it.
 */
export async function findJdk(wanted: number, machine: Machine): Promise<FoundJdk> {
  const named = machine.paths.java ?? '';
  if (named !== '') return (await jdkAt(named, machine)) ?? { kind: 'none', path: named };
  const onPath = await machine.find('java');
  const likely = [machine.environment['JAVA_HOME'], onPath].filter((path) => path !== undefined && path !== '');
  const found: Jdk[] = [];
  for (const path of [...(likely as string[]), ...(await installed(machine))]) {
    const each = await jdkAt(path, machine);
    if (each?.jdk.major === wanted) return each;
    if (each) found.push(each.jdk);
  }
  const newer = found.filter(({ major }) => major > wanted).toSorted((a, b) => a.major - b.major);
  const older = found.filter(({ major }) => major < wanted).toSorted((a, b) => b.major - a.major);
  const [best] = [...newer, ...older];
  return best === undefined ? { kind: 'none', path: onPath } : { kind: 'found', jdk: best };
}

/** `path`: of a JDK's folder, or of its `java`. */
async function jdkAt(path: string, { files, platform }: Machine): Promise<Extract<FoundJdk, { kind: 'found' }> | undefined> {
  const suffix = platform === 'win32' ? '.exe' : '';
  const isExecutable = /[\\/]java(\.exe)?$/i.test(path) && (await files.stat(path))?.type === 'file';
  // Debian's tools are links of links: their home is where the last one leads, which `find` has followed.
  const home = isExecutable ? dirname(dirname(path)) : path;
  const [java, javac] = [join(home, 'bin', `java${suffix}`), join(home, 'bin', `javac${suffix}`)];
  if ((await files.stat(javac))?.type !== 'file' || (await files.stat(java))?.type !== 'file') return undefined;
  const version = /^JAVA_VERSION="(?:1\.)?(\d+)/m.exec((await files.readText(join(home, 'release'))) ?? '')?.[1];
  return version === undefined ? undefined : { kind: 'found', jdk: { java, major: Number(version) } };
}

/** The folders that may be JDKs, where installers and version managers put them. */
async function installed({ environment, platform, files }: Machine): Promise<readonly string[]> {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? '/';
  const data = environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const places = [
    join(environment['SDKMAN_DIR'] ?? join(home, '.sdkman'), 'candidates', 'java'),
    join(environment['MISE_DATA_DIR'] ?? join(data, 'mise'), 'installs', 'java'),
    join(environment['ASDF_DATA_DIR'] ?? join(home, '.asdf'), 'installs', 'java'),
    join(home, '.jdks'),
    ...(PLACES[platform] ?? []).map((place) => place.replace('~', home)),
  ];
  const jdks: string[] = [];
  for (const place of places) {
    const entries = await files.readDirectory(place).catch(() => []);
    for (const { name, type } of entries) {
      if (type !== 'directory') continue;
      jdks.push(platform === 'darwin' && /JavaVirtualMachines$/.test(place) ? join(place, name, 'Contents', 'Home') : join(place, name));
    }
  }
  return jdks;
}

const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/lib/jvm', '/usr/java', '/opt/java'],
  darwin: ['/Library/Java/JavaVirtualMachines', '~/Library/Java/JavaVirtualMachines'],
  win32: [
    'C:\\Program Files\\Java',
    'C:\\Program Files\\Eclipse Adoptium',
    'C:\\Program Files\\Amazon Corretto',
    'C:\\Program Files\\Microsoft',
    'C:\\Program Files\\Zulu',
  ],
};
