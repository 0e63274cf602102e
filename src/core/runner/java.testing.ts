import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from '../../../scripts/setup/tools.mjs';
import { nodeFiles } from '../../node/files.ts';
import { nodeProcesses } from '../../node/processes.ts';
import { findJdk, type Jdk } from './runtimes/jdk/find.ts';
import { BOOTSTRAPS } from './testing.ts';

/** Where tests keep what is compiled for them, from one run to the next. */
export const javaCache: string = join(cache, 'java-tests');

/** For tests: the JDK that functions of this runtime run on here, or the one whose folder is named; undefined where there is none. */
export async function jdkFor(major: number, home = ''): Promise<Jdk | undefined> {
  const { platform, environment, find } = nodeProcesses();
  const paths = { node: '', python: '', java: home };
  const found = await findJdk(major, { paths, files: nodeFiles(), platform, environment, find, version: async () => undefined });
  return found.kind === 'found' ? found.jdk : undefined;
}

/** Compiles sources into class files below `folder`, against the interfaces of Lambda's library. */
export async function compileJava(
  jdk: Jdk,
  files: Readonly<Record<string, string>>,
  folder: string,
  classPath: readonly string[] = [],
): Promise<void> {
  const sources = await mkdtemp(join(tmpdir(), 'java-sources-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(sources, name)), { recursive: true });
    await writeFile(join(sources, name), text);
  }
  const library = classPath.length > 0 ? ['-cp', classPath.join(process.platform === 'win32' ? ';' : ':')] : [];
  const path = ['-sourcepath', join(BOOTSTRAPS, 'java', 'bridge'), '-implicit:none'];
  const all = (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.java')).map((name) => join(sources, name));
  const javac = join(dirname(jdk.java), 'javac');
  // As a test's JDK may have a compiler of another version.
  const target = ['--release', String(Math.min(jdk.major, 17)), '-Xlint:-options'];
  await promisify(execFile)(javac, ['-encoding', 'UTF-8', '-nowarn', '-proc:none', ...target, ...library, ...path, '-d', folder, ...all]);
  await rm(sources, { recursive: true });
}

/** Does what a Java debugger does first: shakes hands, and lets the virtual machine go (JDWP: VirtualMachine, Resume). */
export async function attachToJava(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const handshake = 'JDWP-Handshake';
  socket.write(handshake);
  // Behind it comes that the machine has started and waits: let go before that, it would wait for ever.
  for (let received = 0; received <= handshake.length; ) received += ((await once(socket, 'data')) as [Buffer])[0].length;
  socket.write(Buffer.from([0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 9]));
  socket.on('error', () => {});
}
