import { isAbsolute, resolve } from 'node:path';
import { BuildError, type CompileProblem, WorkbenchError } from '../../errors.ts';
import { relativePath } from '../../paths.ts';
import type { FileSystem, Processes } from '../../ports.ts';
import type { Architecture } from '../../programFormat.ts';
import { type CommandResult, runCommand } from '../command.ts';

/** Makes a program of its source. One file each: Go's, Rust's. */
export interface Compiler {
  /** Rejects with a `BuildError` that holds what the compiler said, or with a WorkbenchError where there is none. */
  compile(request: CompileRequest, tools: CompileTools): Promise<Compiled>;
}

export interface CompileRequest {
  /** Absolute; the file in which the program begins. */
  readonly source: string;
  /** Left out: for this machine, to run it here. */
  readonly architecture?: Exclude<Architecture, 'other'>;
  /** Whether it is compiled as a debugger wants it, where the tool has a way to. */
  readonly debuggable: boolean;
  /** Absolute path of the program to write. */
  readonly output: string;
}

export interface CompileTools {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly signal?: AbortSignal;
  /** A line of what the tool says while it works. */
  readonly onOutput: (line: string) => void;
  /** A line that only the log is to have: the failure says it better, or it is of no use to who waits. */
  readonly onDetail: (line: string) => void;
}

export interface Compiled {
  /** Absolute files and folders whose change makes the program stale. */
  readonly inputs: readonly string[];
  readonly warnings: readonly string[];
}

/** Runs a compiler found on PATH. `title`: its name in words, `advice` what to do where it is missing. */
export async function runTool(
  { name, title, advice }: { readonly name: string; readonly title: string; readonly advice: string },
  request: { readonly args: readonly string[]; readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
  { processes, signal, onOutput }: CompileTools,
): Promise<CommandResult> {
  const command = await processes.find(name);
  if (command === undefined)
    throw new WorkbenchError('interpreter-not-found', `The function is built with ${title}, and there is no ${name} on PATH.`, advice);
  return runCommand(processes, { command, ...request }, { ...(signal && { signal }), onLine: onOutput });
}

/**
 * What the words of Go's and Rust's compilers say against places: `./main.go:5:9: undefined: x`, or `error[E0425]: no x` above
 * ` --> src/main.rs:2:5`, or C's `main.c:1:2: error: no x`. `base`: absolute, the folder that their paths are relative to.
 */
export function compileProblems(output: string, base: string): readonly CompileProblem[] {
  const problems: CompileProblem[] = [];
  let title = '';
  for (const line of output.split(/\r?\n/)) {
    const error = /^error(?:\[\w+\])?: (.+)$/.exec(line);
    if (error) title = error[1] ?? '';
    const place = /^\s*--> (.+?):(\d+):(\d+)$/.exec(line);
    const whole = /^(\S.*?\.\w+):(\d+)(?::(\d+))?: (?!note: |warning: )(?:(?:fatal )?error: )?(.+)$/.exec(line);
    const [, path, row, column, message] = place ? [...place, title] : (whole ?? []);
    if (path === undefined || message === undefined || message === '') continue;
    problems.push({ path: isAbsolute(path) ? path : resolve(base, path), line: Number(row), column: Number(column ?? 1), message });
    // Further places of the same error explain it.
    title = '';
  }
  return problems;
}

/** `base` as for `compileProblems`. */
export function compileFailure(title: string, { output }: CommandResult, base: string, advice?: string): BuildError {
  return buildFailure(title, compileProblems(output, base), { base, said: output.trim().split('\n').slice(-8), advice });
}

/** What a build failed with: the first of its problems, or what it said where it has none against a place. */
export function buildFailure(
  title: string,
  problems: readonly CompileProblem[],
  { base, said, advice }: { readonly base: string; readonly said: readonly string[]; readonly advice?: string | undefined },
): BuildError {
  const shown = problems.slice(0, 5).map(({ path, line, column, message }) => `${relativePath(base, path)}:${line}:${column}: ${message}`);
  const more = problems.length > shown.length ? [`… and ${problems.length - shown.length} more`] : [];
  const words = shown.length > 0 ? [...shown, ...more] : said;
  const usual = `Correct the ${problems.length > 0 ? 'source' : 'build'}, then run it again.`;
  return new BuildError(`${title} could not build it:\n${words.join('\n')}`, advice ?? usual, problems);
}
