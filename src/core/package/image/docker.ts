import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { BuildError, type CompileProblem, UnreadableError, WorkbenchError } from '../../errors.ts';
import type { FileSystem, Processes } from '../../ports.ts';
import { valueForRuns } from '../../project/assumptions.ts';
import type { FunctionDefinition } from '../../project/model.ts';
import type { ContainerImage } from '../../runner/model.ts';
import { IMAGE } from '../../runner/runtimes/container.ts';
import { runCommand } from '../command.ts';
import type { Artifact } from '../model.ts';
import type { CompileTools } from '../native/compile.ts';
import { walk } from '../walk.ts';

/** The program that builds and runs images here: Docker's, or one that takes the same arguments. Absolute. */
export async function containerTool(processes: Processes): Promise<string | undefined> {
  for (const name of ['docker', 'podman', 'finch']) {
    const found = await processes.find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What runs: the image, with its context for the folder of its code. */
export function containerArtifact({ id, name }: FunctionDefinition, { image, context, inputs }: BuiltImage): Artifact {
  const handler = image.command[0] ?? '';
  const note = `${name} is a container image: ${basename(image.tool)} has built it and runs it.`;
  return {
    ...{ functionId: id, root: context, searchPaths: [], handler, runtime: IMAGE, files: [], digest: image.id, container: image, inputs },
    warnings: [note],
  };
}

export interface BuiltImage {
  readonly image: ContainerImage;
  /** Absolute folder of the build context. */
  readonly context: string;
  /** Absolute; what the image is made of. */
  readonly inputs: readonly string[];
}

/**
 * Builds the image of a function, unless nothing in its context has changed. `why`: what keeps it from running without. Rejects with
 * what the build says.
 */
export async function buildImage(
  definition: FunctionDefinition,
  { tool, home, why }: { readonly tool: string; readonly home: string; readonly why: WorkbenchError },
  tools: CompileTools,
): Promise<BuiltImage> {
  const { code, architecture } = definition;
  const { files } = tools;
  if (code.kind !== 'image' || code.dockerfile === undefined) throw new Error('An image without a Dockerfile is refused before.');
  const context = code.context ?? dirname(code.dockerfile);
  const { stamp, inputs } = await sourcesIn(context, code.dockerfile, files);
  const platform = valueForRuns(architecture) === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  const options = [...(code.target === undefined ? [] : ['--target', code.target]), ...buildArguments(code.buildArguments)];
  const key = JSON.stringify([tool, code.dockerfile, context, platform, options, stamp]);
  const record = join(home, 'image.json');
  const known = await recordedId(record, key, files);
  const id = known ?? (await build({ tool, dockerfile: code.dockerfile, context, home, platform, options, why }, definition, tools));
  if (known === undefined && stamp !== undefined) await files.write(record, JSON.stringify({ key, id }));
  return { image: { tool, id, platform, command: code.command ?? [] }, context, inputs };
}

function buildArguments(given: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
}

interface Build {
  readonly tool: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly home: string;
  readonly platform: string;
  readonly options: readonly string[];
  readonly why: WorkbenchError;
}

async function build(
  { tool, dockerfile, context, home, platform, options, why }: Build,
  { name }: FunctionDefinition,
  { files, processes, signal, onOutput }: CompileTools,
): Promise<string> {
  const idFile = join(home, 'image.id');
  await files.makeDirectory(home);
  await files.remove(idFile);
  const args = ['build', '--file', dockerfile, '--platform', platform, '--iidfile', idFile, ...options, context];
  const request = { command: tool, args, cwd: context };
  const built = await runCommand(processes, request, { ...(signal && { signal }), onLine: onOutput });
  const id = (await files.readText(idFile))?.trim() ?? '';
  if (built.succeeded && id !== '') return id;
  const away = built.output.split(/\r?\n/).find((line) => NOT_RUNNING.test(line));
  if (away !== undefined)
    throw new WorkbenchError(why.code, `${why.message}\n${basename(tool)} can’t: ${away.trim()}`, 'Start it, then run the function again.');
  const said = built.output.trim().split('\n').slice(-8).join('\n');
  throw new BuildError(
    `The image of ${name} could not be built:\n${said}`,
    'Correct the Dockerfile, then run it again.',
    problemsIn(built.output, dockerfile),
  );
}

/** What Docker, Podman and Finch say where their other half isn't there. */
const NOT_RUNNING = /cannot connect to (the docker daemon|podman)|is the docker daemon running|unable to connect to podman|finch vm/i;

/** BuildKit says `Dockerfile:3` above the lines that failed, and why in the last line that begins with ERROR. */
function problemsIn(output: string, dockerfile: string): readonly CompileProblem[] {
  const lines = output.split(/\r?\n/);
  const line = lines.map((each) => /^[^\s:]*Dockerfile[^\s:]*:(\d+)$/.exec(each.trim())?.[1]).find((each) => each !== undefined);
  const message = lines.findLast((each) => each.startsWith('ERROR: '))?.slice('ERROR: '.length);
  return line === undefined || message === undefined ? [] : [{ path: dockerfile, line: Number(line), column: 1, message }];
}

/** Without a stamp where there is too much to look at: Docker then looks itself, each time. */
async function sourcesIn(
  context: string,
  dockerfile: string,
  files: FileSystem,
): Promise<{ readonly stamp: string | undefined; readonly inputs: readonly string[] }> {
  try {
    const walked = await walk(files, context, { enterFolder: (_, name) => name !== '.git', takeFile: () => true });
    const paths = [...walked.files.map((path) => join(context, path)), dockerfile];
    const hash = createHash('sha256');
    for (const path of paths) {
      const stat = await files.stat(path);
      hash.update(`${path} ${stat?.size} ${stat?.modifiedMs}\n`);
    }
    return { stamp: hash.digest('hex'), inputs: [...walked.folders, ...paths] };
  } catch (error) {
    if (error instanceof UnreadableError || !(error instanceof WorkbenchError)) throw error;
    return { stamp: undefined, inputs: [dockerfile] };
  }
}

async function recordedId(record: string, key: string, files: FileSystem): Promise<string | undefined> {
  try {
    const known = JSON.parse((await files.readText(record)) ?? '') as { readonly key?: string; readonly id?: string };
    return known.key === key ? known.id : undefined;
  } catch {
    return undefined;
  }
}
