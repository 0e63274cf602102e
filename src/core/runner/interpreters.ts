import type { Ports } from '../ports.ts';
import { familyOf } from './runtimes/index.ts';
import type { Interpreter, InterpreterPaths, Machine, Version } from './runtimes/model.ts';

/** Finds what runs a runtime here, and remembers what programs say of themselves. */
export class Interpreters {
  readonly #ports: Pick<Ports, 'files' | 'clock' | 'processes'>;
  readonly #paths: () => InterpreterPaths;
  readonly #versions = new Map<string, Promise<Version | undefined>>();
  #asked: { readonly paths: InterpreterPaths; readonly text: string } | undefined;
  readonly #chosen = new Map<string, { readonly at: number; readonly interpreter: Promise<Interpreter> }>();

  constructor(ports: Pick<Ports, 'files' | 'clock' | 'processes'>, paths: () => InterpreterPaths) {
    this.#ports = ports;
    this.#paths = paths;
  }

  /**
   * Rejects with `runtime-not-supported` or `interpreter-not-found`. `near`: absolute, the folder of the function's code. What was found
   * holds for some seconds: each invocation asks.
   */
  async forRuntime(runtime: string, near?: string): Promise<Interpreter> {
    const paths = this.#paths();
    this.#heed(paths);
    const key = `${runtime} ${near ?? ''}`;
    const now = this.#ports.clock.monotonic();
    const known = this.#chosen.get(key);
    if (known && now - known.at < HOLDS_MS) return known.interpreter;
    const interpreter = familyOf(runtime).interpreter(runtime, this.#machine(paths, near));
    this.#chosen.set(key, { at: now, interpreter });
    interpreter.catch(() => this.#chosen.delete(key));
    return interpreter;
  }

  /** What was found with others is nothing for these. */
  #heed(paths: InterpreterPaths): void {
    if (this.#asked?.paths === paths) return;
    const text = JSON.stringify(paths);
    if (this.#asked?.text !== text) this.#chosen.clear();
    this.#asked = { paths, text };
  }

  #machine(paths: InterpreterPaths, near: string | undefined): Machine {
    const { files, processes } = this.#ports;
    return {
      paths,
      files,
      ...(near !== undefined && { near }),
      platform: processes.platform,
      environment: processes.environment,
      find: (name) => processes.find(name),
      version: (path, env = {}) => this.#version(path, env),
    };
  }

  #version(path: string, env: Readonly<Record<string, string>>): Promise<Version | undefined> {
    const known = this.#versions.get(path) ?? this.#askVersion(path, env);
    this.#versions.set(path, known);
    // A broken one may be repaired while the editor is open.
    void known.then((version) => version ?? this.#versions.delete(path));
    return known;
  }

  async #askVersion(path: string, env: Readonly<Record<string, string>>): Promise<Version | undefined> {
    const { processes, clock } = this.#ports;
    const { environment } = processes;
    const inherited = Object.fromEntries(
      ['PATH', 'HOME', 'SystemRoot'].flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
    );
    const cwd = environment['HOME'] ?? environment['USERPROFILE'] ?? environment['SystemDrive'] ?? '/';
    const child = processes.spawn({ command: path, args: ['--version'], cwd, env: { ...inherited, ...env }, logPipe: false });
    let text = '';
    child.onStdout((chunk) => {
      text += Buffer.from(chunk).toString('utf8');
    });
    const stopTimer = clock.schedule(MAX_ANSWER_MS, () => child.signal('SIGKILL'));
    await child.exit;
    stopTimer();
    const version = /(\d+)\.(\d+)/.exec(text);
    return version ? { major: Number(version[1]), minor: Number(version[2]) } : undefined;
  }
}

/** How long an interpreter is taken for the best one. */
const HOLDS_MS = 10_000;

/** How long a program has to say its version: what a setting names may be one that waits for ever. */
const MAX_ANSWER_MS = 10_000;
