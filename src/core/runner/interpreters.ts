import { WorkbenchError } from '../errors.ts';
import type { Clock, Processes } from '../ports.ts';

export interface InterpreterPaths {
  /** Absolute paths; empty: the ones on PATH. */
  readonly node: string;
  readonly python: string;
  /** Used where PATH has no Node.js: the editor's own executable, told by `env` to be one. */
  readonly nodeFallback?: { readonly path: string; readonly env: Readonly<Record<string, string>> };
}

export interface Interpreter {
  readonly language: 'node' | 'python';
  readonly path: string;
  readonly version: { readonly major: number; readonly minor: number };
  /** What it needs to be an interpreter at all. */
  readonly env: Readonly<Record<string, string>>;
  /** Said beside a result. */
  readonly notes: readonly string[];
}

/** Finds what runs a runtime here. Rejects with `runtime-not-supported` or `interpreter-not-found`. */
export class Interpreters {
  readonly #processes: Processes;
  readonly #clock: Clock;
  readonly #paths: () => InterpreterPaths;
  readonly #versions = new Map<string, Promise<Interpreter['version'] | undefined>>();

  constructor(processes: Processes, clock: Clock, paths: () => InterpreterPaths) {
    this.#processes = processes;
    this.#clock = clock;
    this.#paths = paths;
  }

  async forRuntime(runtime: string): Promise<Interpreter> {
    const node = /^nodejs(\d+)\.x$/.exec(runtime);
    if (node) return this.#node(runtime, Number(node[1]));
    const python = /^python3\.(\d+)$/.exec(runtime);
    if (python) return this.#python(runtime, Number(python[1]));
    throw new WorkbenchError(
      'runtime-not-supported',
      `Functions of the runtime "${runtime}" can't be run here.`,
      'Node.js and Python functions run locally. Deploy this one to try it.',
    );
  }

  async #node(runtime: string, major: number): Promise<Interpreter> {
    const { node, nodeFallback } = this.#paths();
    const found = node !== '' ? node : await this.#processes.find('node');
    const fallback = found === undefined ? nodeFallback : undefined;
    const path = found ?? fallback?.path;
    const env = fallback?.env ?? {};
    const version = path === undefined ? undefined : await this.#version(path, env);
    if (path === undefined || version === undefined) throw notFound('Node.js', path, 'lambdaWorkbench.nodePath');
    const notes = version.major === major ? [] : [`ran on Node.js ${version.major}, the function is ${runtime}`];
    return { language: 'node', path, version, env, notes };
  }

  async #python(runtime: string, minor: number): Promise<Interpreter> {
    const { python } = this.#paths();
    const path = python !== '' ? python : await this.#nearestPython(minor);
    const version = path === undefined ? undefined : await this.#version(path, {});
    if (path === undefined || version?.major !== 3) throw notFound(`Python 3.${minor}`, path, 'lambdaWorkbench.pythonPath');
    const notes = version.minor === minor ? [] : [`ran on Python 3.${version.minor}, the function is ${runtime}`];
    return { language: 'python', path, version, env: {}, notes };
  }

  async #nearestPython(minor: number): Promise<string | undefined> {
    const exact = await this.#processes.find(`python3.${minor}`);
    if (exact !== undefined) return exact;
    for (const name of ['python3', 'python']) {
      const path = await this.#processes.find(name);
      const version = path === undefined ? undefined : await this.#version(path, {});
      if (path !== undefined && version?.major === 3 && version.minor === minor) return path;
    }
    const others = PYTHON_MINORS.filter((other) => other !== minor);
    others.sort((a, b) => Math.abs(a - minor) - Math.abs(b - minor) || b - a);
    for (const other of others) {
      const path = await this.#processes.find(`python3.${other}`);
      if (path !== undefined) return path;
    }
    return (await this.#processes.find('python3')) ?? this.#processes.find('python');
  }

  /** `undefined` when it doesn't start or isn't an interpreter. Asked once a path. */
  #version(path: string, env: Readonly<Record<string, string>>): Promise<Interpreter['version'] | undefined> {
    const known = this.#versions.get(path) ?? this.#askVersion(path, env);
    this.#versions.set(path, known);
    // A broken one may be repaired while the editor is open.
    void known.then((version) => version ?? this.#versions.delete(path));
    return known;
  }

  async #askVersion(path: string, env: Readonly<Record<string, string>>): Promise<Interpreter['version'] | undefined> {
    const { environment } = this.#processes;
    const inherited = Object.fromEntries(
      ['PATH', 'HOME', 'SystemRoot'].flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
    );
    const cwd = environment['HOME'] ?? environment['USERPROFILE'] ?? environment['SystemDrive'] ?? '/';
    const child = this.#processes.spawn({ command: path, args: ['--version'], cwd, env: { ...inherited, ...env }, logPipe: false });
    let text = '';
    child.onStdout((chunk) => {
      text += Buffer.from(chunk).toString('utf8');
    });
    const stopTimer = this.#clock.schedule(MAX_ANSWER_MS, () => child.signal('SIGKILL'));
    await child.exit;
    stopTimer();
    const version = /(?:v|Python )(\d+)\.(\d+)/.exec(text);
    return version ? { major: Number(version[1]), minor: Number(version[2]) } : undefined;
  }
}

/** How long a program has to say its version: what a setting names may be one that waits for ever. */
const MAX_ANSWER_MS = 10_000;

/** The minor versions of Python 3 that Lambda has had or soon has. */
const PYTHON_MINORS = [8, 9, 10, 11, 12, 13, 14, 15];

function notFound(what: string, path: string | undefined, setting: string): WorkbenchError {
  const problem = path === undefined ? 'none was found on PATH' : `"${path}" is none`;
  return new WorkbenchError(
    'interpreter-not-found',
    `The function needs ${what}, and ${problem}.`,
    `Install ${what}, or name its executable in the setting ${setting}.`,
  );
}
