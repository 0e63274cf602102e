import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem, Processes } from '../ports.ts';
import { runCommand } from './command.ts';
import type { CompileTools } from './native/compile.ts';

export interface GemsOptions {
  readonly files: FileSystem;
  readonly processes: Processes;
  /** Absolute folder for installed sets, one folder each. */
  readonly cache: string;
  /** Absolute path of the interpreter for a runtime. */
  readonly interpreter: (runtime: string) => Promise<string>;
}

/** Installs what a Gemfile lists into folders of their own, once for each list and Ruby. */
export class Gems {
  readonly #options: GemsOptions;
  readonly #running = new Map<string, Promise<void>>();

  constructor(options: GemsOptions) {
    this.#options = options;
  }

  /** The folder that Bundler has installed into (`ruby/3.4.0/gems` is in it); undefined where no gem is listed. */
  async install(codeDirectory: string, runtime: string, tools: CompileTools): Promise<string | undefined> {
    const { files, cache } = this.#options;
    const list = await files.readText(join(codeDirectory, 'Gemfile'));
    if (list === undefined || !/^\s*(gem|gemspec|eval_gemfile)\b/m.test(list)) return undefined;
    const ruby = await this.#options.interpreter(runtime);
    const lock = await files.readText(join(codeDirectory, 'Gemfile.lock'));
    const key = createHash('sha256')
      .update(JSON.stringify([ruby, codeDirectory, list, lock]))
      .digest('hex')
      .slice(0, 24);
    const folder = join(cache, key);
    if ((await files.stat(`${folder}.complete`)) !== undefined) return folder;
    const running = this.#running.get(key) ?? this.#bundle(ruby, { codeDirectory, folder, list, isLocked: lock !== undefined }, tools);
    this.#running.set(key, running);
    await running.finally(() => this.#running.delete(key));
    return folder;
  }

  async #bundle(ruby: string, job: BundleJob, tools: CompileTools): Promise<void> {
    const { files, processes } = this.#options;
    const { codeDirectory, folder, list, isLocked } = job;
    await files.remove(folder);
    // What isn't locked is locked elsewhere: nothing is written beside a person's source.
    const gemfile = isLocked ? join(codeDirectory, 'Gemfile') : join(`${folder}.list`, 'Gemfile');
    if (!isLocked) await files.write(gemfile, list);
    const env = {
      BUNDLE_GEMFILE: gemfile,
      BUNDLE_PATH: folder,
      BUNDLE_APP_CONFIG: join(folder, '.bundle'),
      BUNDLE_WITHOUT: 'development:test',
      BUNDLE_FROZEN: String(isLocked),
    };
    // Not by its executable, which may be another Ruby's.
    const args = ['-e', BUNDLER, 'install', '--jobs', '4'];
    const { signal, onOutput } = tools;
    const result = await runCommand(
      processes,
      { command: ruby, args, cwd: codeDirectory, env },
      { ...(signal && { signal }), onLine: onOutput },
    );
    if (!result.succeeded) {
      await files.remove(folder);
      throw bundleFailure(codeDirectory, ruby, result.output);
    }
    await files.write(`${folder}.complete`, '');
  }
}

interface BundleJob {
  readonly codeDirectory: string;
  readonly folder: string;
  readonly list: string;
  readonly isLocked: boolean;
}

const BUNDLER =
  "require 'bundler'; require 'bundler/friendly_errors'; Bundler.with_friendly_errors { require 'bundler/cli'; Bundler::CLI.start(ARGV) }";

function bundleFailure(codeDirectory: string, ruby: string, output: string): WorkbenchError {
  const last = output.trim().split('\n').slice(-8).join('\n');
  const advice = /cannot load such file -- bundler/.test(output)
    ? `Install Bundler for this Ruby: ${ruby} -S gem install bundler`
    : 'Correct the Gemfile, or check the network and the proxy; the log has all that Bundler said.';
  return new WorkbenchError('package-failed', `Bundler could not install ${join(codeDirectory, 'Gemfile')}:\n${last}`, advice);
}
