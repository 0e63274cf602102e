import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { WorkbenchError } from '../../../errors.ts';
import { writeZip } from '../../../package/archive.ts';
import { runCommand } from '../../../package/command.ts';
import { walk } from '../../../package/walk.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Interpreter, LaunchOptions } from '../model.ts';

/** Our runtime client for Java, compiled. All absolute paths. */
export interface Bootstrap {
  readonly jar: string;
  /** What has to be loaded beside the function's own classes. */
  readonly bridge: string;
  /** The classes of a start, read already (AppCDS): it saves half of it. Java 8 to 12 can't make one like this. */
  readonly archive?: string;
}

/** Compiled once for a JDK and a version of the sources, and kept: the first function in Java that starts waits for it. */
export function preparedBootstrap(interpreter: Interpreter, options: LaunchOptions): Promise<Bootstrap> {
  return options.once(`java ${interpreter.path}`, () => prepare(interpreter, options));
}

async function prepare(interpreter: Interpreter, options: LaunchOptions): Promise<Bootstrap> {
  const { files, bootstraps, cacheDirectory } = options;
  if (cacheDirectory === undefined) throw new Error('A runner for Java functions needs a folder to compile into.');
  const sources = join(bootstraps, 'java');
  const names = (await walk(files, sources, { enterFolder: () => true, takeFile: (_, name) => name.endsWith('.java') })).files;
  const hash = createHash('sha256').update(`${await files.readText(join(dirname(dirname(interpreter.path)), 'release'))}`);
  for (const name of names) hash.update(`\0${name}\0${await files.readText(join(sources, name))}`);
  const home = join(cacheDirectory, 'java');
  const digest = hash.digest('hex');
  // One for each JDK, written last: it names the folder that is whole. Two that prepare at the same time have one each.
  const record = join(home, createHash('sha256').update(interpreter.path).digest('hex').slice(0, 16));
  const [knownDigest, known = ''] = ((await files.readText(record)) ?? '').split('\n');
  const kept = knownDigest === digest ? await whatIsIn(join(home, known), options) : undefined;
  if (kept) return kept;
  const folder = join(home, randomBytes(8).toString('hex'));
  const paths = names.map((name) => join(sources, name));
  await compile(interpreter, options, paths, folder);
  await makeArchive(interpreter, options, folder);
  await files.write(record, `${digest}\n${basename(folder)}`);
  // What an update has made useless; a virtual machine that still runs from it keeps it open.
  if (/^\w+$/.test(known)) await files.remove(join(home, known)).catch(() => {});
  const made = await whatIsIn(folder, options);
  if (made === undefined) throw new Error(`What was compiled into ${folder} is gone.`);
  return made;
}

async function whatIsIn(folder: string, { files }: LaunchOptions): Promise<Bootstrap | undefined> {
  const has = async (name: string): Promise<boolean> => (await files.stat(join(folder, name))) !== undefined;
  if (!(await has(JAR)) || !(await has(BRIDGE))) return undefined;
  const bootstrap = { jar: join(folder, JAR), bridge: join(folder, BRIDGE) };
  return (await has(ARCHIVE)) ? { ...bootstrap, archive: join(folder, ARCHIVE) } : bootstrap;
}

const JAR = 'bootstrap.jar';
const BRIDGE = 'bridge.jar';
const ARCHIVE = 'classes.jsa';

/** For the oldest Java that may run it, by whatever JDK is there. */
async function compile(interpreter: Interpreter, options: LaunchOptions, sources: readonly string[], folder: string): Promise<void> {
  const { files, processes } = options;
  const classes = join(folder, 'classes');
  await files.makeDirectory(classes);
  const javac = interpreter.path.replace(/java(\.exe)?$/, 'javac$1');
  const target = interpreter.version.major > 8 ? ['--release', '8', '-Xlint:-options'] : [];
  const args = ['-encoding', 'UTF-8', '-proc:none', ...target, '-d', classes, ...sources];
  const { succeeded, output } = await runCommand(processes, { command: javac, args, cwd: folder }, { onLine: () => {} });
  if (!succeeded) {
    await files.remove(folder);
    throw new WorkbenchError(
      'build-failed',
      `What runs Java functions here could not be compiled with "${javac}": ${output.trim().split('\n').slice(0, 5).join('\n')}`,
      'Try another JDK: name one in the setting lambdaWorkbench.javaPath.',
    );
  }
  const { files: compiled } = await walk(files, classes, { enterFolder: () => true, takeFile: () => true });
  const isBridge = (path: string): boolean => !path.startsWith('lambdaworkbench/') || path.startsWith('lambdaworkbench/bridge/');
  await writeJar(
    join(folder, JAR),
    classes,
    compiled.filter((path) => !isBridge(path)),
    files,
  );
  await writeJar(join(folder, BRIDGE), classes, compiled.filter(isBridge), files);
  await files.remove(classes);
}

async function writeJar(jar: string, classes: string, names: readonly string[], files: FileSystem): Promise<void> {
  const entries = names.map(async (path) => ({
    path,
    bytes: (await files.readBytes(join(classes, path))) ?? new Uint8Array(),
    executable: false,
  }));
  await files.write(jar, await writeZip(await Promise.all(entries)));
}

/** By running a small function once. Where that fails, starts are slower, and nothing else. */
async function makeArchive(interpreter: Interpreter, { processes, clock }: LaunchOptions, folder: string): Promise<void> {
  if (interpreter.version.major < 13) return;
  const flags = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dfile.encoding=UTF-8',
    `-XX:ArchiveClassesAtExit=${join(folder, ARCHIVE)}`,
  ];
  const args = [...flags, '-cp', join(folder, JAR), 'lambdaworkbench.Training', join(folder, BRIDGE)];
  const controller = new AbortController();
  const stopTimer = clock.schedule(MAX_TRAINING_MS, () => controller.abort());
  const options = { signal: controller.signal, onLine: () => {} };
  await runCommand(processes, { command: interpreter.path, args, cwd: folder }, options).catch(() => {});
  stopTimer();
}

const MAX_TRAINING_MS = 60_000;
