import { isAbsolute, join } from 'node:path';
import { type CompileProblem, WorkbenchError } from '../../errors.ts';
import { runCommand } from '../command.ts';
import { buildFailure, type CompileTools } from '../native/compile.ts';
import { foldersUpTo, type JvmModule } from './module.ts';

export interface JvmTools extends CompileTools {
  /** Absolute path of the `java` that the function runs on. */
  readonly java: () => Promise<string>;
}

/** How Maven and Gradle are started, and what they are called. */
const TOOLS = {
  maven: { title: 'Maven', program: 'mvn', wrapper: 'mvnw' },
  gradle: { title: 'Gradle', program: 'gradle', wrapper: 'gradlew' },
} as const;

/** Runs the build tool of a module: the project's own wrapper where it has one. Rejects with what the compiler says. */
export async function runBuild(
  module: JvmModule,
  request: { readonly args: readonly string[]; readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
  tools: JvmTools,
): Promise<void> {
  const { title } = TOOLS[module.tool];
  const { command, before } = await starter(module, tools);
  const env = { ...(await environment(tools)), ...request.env };
  const { signal } = tools;
  tools.onOutput(`Building with ${title} …`);
  const args = [...before, ...request.args];
  const result = await runCommand(
    tools.processes,
    { command, args, cwd: request.cwd, env },
    { ...(signal && { signal }), onLine: untilFailure(tools) },
  );
  if (!result.succeeded)
    throw buildFailure(title, problemsIn(result.output, module.folder), { base: module.folder, said: lastWords(result.output) });
}

/** What is said while it works. From its first error on it is for the log: the failure has the words that matter. */
function untilFailure({ onOutput, onDetail }: JvmTools): (line: string) => void {
  let hasFailed = false;
  return (line) => {
    hasFailed ||= /^(\[ERROR\]|FAILURE:)/.test(line) || problemsIn(line, '/').length > 0;
    // Newer JVMs have something against what Maven and Gradle are made of.
    const isOfJvm = /^WARNING: /.test(line);
    if (hasFailed || isOfJvm) onDetail(line);
    else onOutput(line);
  };
}

async function starter(
  module: JvmModule,
  { files, processes }: JvmTools,
): Promise<{ readonly command: string; readonly before: readonly string[] }> {
  const { title, program, wrapper } = TOOLS[module.tool];
  const windows = processes.platform === 'win32';
  for (const folder of foldersUpTo(module.folder, module.top)) {
    const path = join(folder, windows ? `${wrapper}${module.tool === 'maven' ? '.cmd' : '.bat'}` : wrapper);
    if ((await files.stat(path))?.type !== 'file') continue;
    // A wrapper that came out of a zip, or from Windows, may not be executable.
    return windows ? { command: 'cmd.exe', before: ['/d', '/c', path] } : { command: '/bin/sh', before: [path] };
  }
  const found = await processes.find(program);
  if (found === undefined) {
    throw new WorkbenchError(
      'interpreter-not-found',
      `The function is built with ${title}, and there is neither a wrapper (${wrapper}) in ${module.folder} nor ${program} on PATH.`,
      `Install ${title}, and open the editor again so that it sees the new PATH; or build the function yourself.`,
    );
  }
  // On Windows, where it is a script of cmd.exe.
  return /\.(cmd|bat)$/i.test(found) ? { command: 'cmd.exe', before: ['/d', '/c', found] } : { command: found, before: [] };
}

/** What a person's own build would see. Where no JDK is named, the function's. */
async function environment({ processes, java }: JvmTools): Promise<Readonly<Record<string, string>>> {
  const named = Object.entries(processes.environment).filter(([name, value]) => PASSED.test(name) && value !== undefined && value !== '');
  const passed = Object.fromEntries(named as [string, string][]);
  if (passed['JAVA_HOME'] !== undefined) return passed;
  return { ...passed, JAVA_HOME: join(await java(), '..', '..') };
}

const PASSED = /^(JAVA_HOME|JAVA_OPTS|MAVEN_.*|M2_HOME|M2|GRADLE_.*|ORG_GRADLE_.*)$/;

/** What it says for people, without how to look further. */
function lastWords(output: string): readonly string[] {
  const lines = output.split(/\r?\n/).map((line) => line.trimEnd());
  const errors = lines.filter(
    (line) => /^\[ERROR\] \S/.test(line) && !/^\[ERROR\] (->|Re-run|To see|For more|\[Help|After correcting)/.test(line),
  );
  const wrong = lines.findIndex((line) => line.startsWith('* What went wrong:'));
  const gradle =
    wrong === -1
      ? []
      : lines.slice(
          wrong + 1,
          lines.findIndex((line, index) => index > wrong && line.startsWith('* ')),
        );
  const said = errors.length > 0 ? errors.map((line) => line.slice('[ERROR] '.length)) : gradle;
  return (said.length > 0 ? said : lines).filter((line) => line !== '').slice(-8);
}

/**
 * What compilers of the JVM have against places, each in its own way: `[ERROR] /a/App.java:[5,9] no x` of Maven, `/a/App.java:5: error:
 * no x` of javac and scalac, `e: file:///a/App.kt:5:9 no x` of Kotlin, which Maven has as
 * `[ERROR] /a/App.kt: (5, 9) no x`. `base`: absolute, the folder that other paths are relative to.
 */
export function problemsIn(output: string, base: string): readonly CompileProblem[] {
  const problems: CompileProblem[] = [];
  for (const line of output.split(/\r?\n/)) {
    const match =
      /^\[ERROR\] (?<path>.+?\.\w+):\[(?<line>\d+),(?<column>\d+)\] (?<message>.+)$/.exec(line) ??
      /^(?<path>(?:[A-Za-z]:)?[^:\s][^:]*\.(?:java|scala|groovy)):(?<line>\d+)(?::(?<column>\d+))?: error: (?<message>.+)$/.exec(line) ??
      /^(?:\[ERROR\] |e: )(?:file:\/\/)?(?<path>.+?\.kts?):(?: ?\((?<line2>\d+), ?(?<column2>\d+)\)|(?<line>\d+):(?<column>\d+)):? (?<message>.+)$/.exec(
        line,
      );
    const found = match?.groups;
    if (found?.['path'] === undefined || found['message'] === undefined) continue;
    const path = isAbsolute(found['path']) ? found['path'] : join(base, found['path']);
    const row = Number(found['line'] ?? found['line2']);
    const column = Number(found['column'] ?? found['column2'] ?? 1);
    const message = found['message'].replace(/^error: /, '');
    // Maven says it again when it sums up.
    if (!problems.some((other) => other.path === path && other.line === row && other.message === message))
      problems.push({ path, line: row, column, message });
  }
  return problems;
}
