import { arch } from 'node:os';
import { dirname, join } from 'node:path';
import { WorkbenchError } from '../../errors.ts';
import { type CompileRequest, type Compiler, type CompileTools, compileFailure, runTool } from './compile.ts';

const CARGO = { name: 'cargo', title: 'Rust', advice: 'Install Rust with rustup, and open the editor again so that it sees the new PATH.' };

/** Cargo's own folder `target` is used, so that what a person has compiled already isn't compiled again. */
export const cargo: Compiler = {
  async compile(request, tools) {
    const cwd = dirname(request.source);
    const binary = await binaryOf(request.source, tools);
    const target = request.architecture === undefined ? undefined : await targetFor(request.architecture, cwd, tools);
    const args = ['build', '--message-format=json-render-diagnostics', '--package', binary.packageId, '--bin', binary.name];
    if (request.architecture !== undefined) args.push('--release');
    if (target !== undefined) args.push('--target', target);
    // What is for programs comes on stdout, and what is for people on stderr.
    const onOutput = (line: string): void => {
      if (!line.startsWith('{')) tools.onOutput(line);
    };
    const built = await runTool(CARGO, { args, cwd }, { ...tools, onOutput });
    const program = built.succeeded ? executableIn(built.stdout, binary.name) : undefined;
    if (program === undefined) throw compileFailure('Cargo', built, binary.workspaceRoot);
    await copyProgram(program, request.output, tools);
    const sources = await sourcesOf(program, tools);
    const manifests = [binary.manifestPath, join(binary.workspaceRoot, 'Cargo.toml'), join(binary.workspaceRoot, 'Cargo.lock')];
    return { inputs: [request.source, ...sources, ...manifests], warnings: [] };
  },
};

interface Binary {
  readonly name: string;
  readonly packageId: string;
  /** Absolute, as are all. */
  readonly manifestPath: string;
  readonly workspaceRoot: string;
}

/** The part of `cargo metadata` that is read. */
interface Metadata {
  readonly workspace_root: string;
  readonly packages: readonly {
    readonly id: string;
    readonly manifest_path: string;
    readonly targets: readonly { readonly name: string; readonly kind: readonly string[]; readonly src_path: string }[];
  }[];
}

async function binaryOf(source: string, tools: CompileTools): Promise<Binary> {
  const cwd = dirname(source);
  const args = ['metadata', '--no-deps', '--format-version', '1'];
  const result = await runTool(CARGO, { args, cwd }, { ...tools, onOutput: () => {} });
  if (!result.succeeded) throw compileFailure('Cargo', result, cwd);
  const metadata = JSON.parse(result.stdout) as Metadata;
  for (const each of metadata.packages) {
    const target = each.targets.find(({ kind, src_path }) => kind.includes('bin') && src_path === source);
    if (target === undefined) continue;
    return { name: target.name, packageId: each.id, manifestPath: each.manifest_path, workspaceRoot: metadata.workspace_root };
  }
  const message = `No binary of ${join(metadata.workspace_root, 'Cargo.toml')} begins in ${source}.`;
  throw new WorkbenchError('build-failed', message, 'Add it as a [[bin]] of its package, or its package to the workspace.');
}

/**
 * What to compile for: this machine's own where it is what Lambda has, else a target whose standard library is installed. musl's
 * programs bring all they need; those for glibc run where it is at least as new as where they were made.
 */
async function targetFor(
  architecture: Exclude<CompileRequest['architecture'], undefined>,
  cwd: string,
  tools: CompileTools,
): Promise<string | undefined> {
  const processor = architecture === 'arm64' ? 'aarch64' : 'x86_64';
  const { platform } = tools.processes;
  if (platform === 'linux' && arch() === (architecture === 'arm64' ? 'arm64' : 'x64')) return undefined;
  const rustc = { ...CARGO, name: 'rustc' };
  const { stdout } = await runTool(rustc, { args: ['--print', 'sysroot'], cwd }, { ...tools, onOutput: () => {} });
  for (const target of [`${processor}-unknown-linux-musl`, `${processor}-unknown-linux-gnu`]) {
    if ((await tools.files.stat(join(stdout.trim(), 'lib', 'rustlib', target, 'lib'))) !== undefined) return target;
  }
  throw new WorkbenchError(
    'build-failed',
    `Rust can’t compile for Linux on ${architecture} here: the standard library of ${processor}-unknown-linux-musl isn’t installed.`,
    `Run: rustup target add ${processor}-unknown-linux-musl. Or build it with cargo lambda, and point CodeUri at its target/lambda folder.`,
  );
}

/** Cargo says where it put the program, one JSON document a line. */
function executableIn(messages: string, name: string): string | undefined {
  for (const line of messages.split('\n').toReversed()) {
    if (!line.startsWith('{"reason":"compiler-artifact"')) continue;
    const message = JSON.parse(line) as { readonly target: { readonly name: string }; readonly executable: string | null };
    if (message.target.name === name && message.executable !== null) return message.executable;
  }
  return undefined;
}

async function copyProgram(from: string, to: string, { files }: CompileTools): Promise<void> {
  const bytes = await files.readBytes(from);
  if (bytes === undefined) throw new WorkbenchError('build-failed', `The program has gone meanwhile: ${from}`, 'Run it again.');
  // Not over it: it may be running, and a program that runs can't be written to.
  await files.remove(to);
  await files.write(to, bytes, { executable: true });
}

/** Beside the program Cargo leaves what it was made of, as a rule for make: the sources of all local packages. */
async function sourcesOf(program: string, { files }: CompileTools): Promise<readonly string[]> {
  const rule = await files.readText(`${program.replace(/\.exe$/, '')}.d`);
  const [, list = ''] = /^.*?(?<!^[A-Za-z]):\s(.*)$/m.exec(rule ?? '') ?? [];
  return [...list.matchAll(/(?:\\.|[^\s\\])+/g)].map(([path]) => path.replace(/\\ /g, ' '));
}
