import { join } from 'node:path';
import type { FileSystem } from '../ports.ts';

/** The Python that a function meets in Lambda, as far as it decides which wheels load there. */
export interface LambdaPython {
  readonly runtime: string;
  readonly architecture: 'x86_64' | 'arm64';
  /** 12 for 3.12. */
  readonly minor: number;
  /** The last number of glibc's version in the runtime's Amazon Linux: 34 for 2.34. */
  readonly glibc: number;
}

/**
 * Undefined for what is no Python 3. Amazon Linux 2023 has glibc 2.34, Amazon Linux 2 has 2.26 and the first one 2.17.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export function lambdaPython(runtime: string, architecture: 'x86_64' | 'arm64'): LambdaPython | undefined {
  const minor = Number(/^python3\.(\d+)$/.exec(runtime)?.[1] ?? Number.NaN);
  if (Number.isNaN(minor)) return undefined;
  return { runtime, architecture, minor, glibc: minor >= 12 ? 34 : minor >= 8 ? 26 : 17 };
}

/** What makes pip take wheels for Lambda alone, whatever machine it runs on. */
export function pipArguments(python: LambdaPython): readonly string[] {
  const version = ['--python-version', `3.${python.minor}`, '--implementation', 'cp', '--only-binary', ':all:'];
  const abis = [abiOf(python), 'abi3', 'none'].flatMap((abi) => ['--abi', abi]);
  return [...version, ...abis, ...platformsOf(python).flatMap((platform) => ['--platform', platform])];
}

/** The names of the distributions in a folder made by pip that don't load in Lambda: certainly, by the tags of their wheels. */
export async function unfitDistributions(files: FileSystem, folder: string, python: LambdaPython): Promise<readonly string[]> {
  const unfit: string[] = [];
  for (const { name } of await files.readDirectory(folder)) {
    if (!name.endsWith('.dist-info')) continue;
    const metadata = join(folder, name);
    const tags = [...((await files.readText(join(metadata, 'WHEEL'))) ?? '').matchAll(/^Tag: *(\S+)/gm)].map(([, tag = '']) => tag);
    const fits =
      tags.length === 0 || tags.some((tag) => isTaken(tag, python)) || (await isBuiltAlike(files, folder, metadata, tags, python));
    if (!fits) unfit.push(name.replace(/-[^-]*\.dist-info$/, ''));
  }
  return unfit.sort();
}

/** Whether Lambda's Python loads a wheel of this tag, `cp312-abi3-manylinux2014_x86_64`. Source: PEP 425, PEP 600. */
function isTaken(tag: string, python: LambdaPython): boolean {
  const [interpreter = '', abi = '', platform = ''] = tag.split('-');
  return isInterpreterTaken(interpreter, abi, python) && (platform === 'any' || platformsOf(python).includes(platform));
}

function isInterpreterTaken(interpreter: string, abi: string, python: LambdaPython): boolean {
  const [, kind, minor] = /^(py|cp)3(\d*)$/.exec(interpreter) ?? [];
  if (kind === undefined) return false;
  if (kind === 'cp' && abi !== 'abi3') return minor === String(python.minor) && (abi === 'none' || abi === abiOf(python));
  return (abi === 'abi3' || abi === 'none') && Number(minor) <= python.minor;
}

/** What was compiled here loads there as well where processor and Python are the same and it asks for no later glibc. */
async function isBuiltAlike(
  files: FileSystem,
  folder: string,
  metadata: string,
  tags: readonly string[],
  python: LambdaPython,
): Promise<boolean> {
  const here = `linux_${processorOf(python)}`;
  if (!tags.some((tag) => tag.endsWith(`-${here}`) && isTaken(tag.replace(here, 'any'), python))) return false;
  const record = (await files.readText(join(metadata, 'RECORD'))) ?? '';
  for (const [path] of record.matchAll(/^[^,\n]+\.so(?:\.\d+)*(?=,)/gm)) {
    const bytes = await files.readBytes(join(folder, path));
    const asked = Buffer.from(bytes ?? []).toString('latin1');
    if ([...asked.matchAll(/GLIBC_2\.(\d+)/g)].some(([, minor]) => Number(minor) > python.glibc)) return false;
  }
  return true;
}

/** The names of platforms whose wheels load there, the latest first. */
function platformsOf(python: LambdaPython): readonly string[] {
  const processor = processorOf(python);
  const first = python.architecture === 'arm64' ? 17 : 5;
  const numbered = Array.from({ length: python.glibc - first + 1 }, (_, index) => `manylinux_2_${python.glibc - index}_${processor}`);
  const named = python.architecture === 'arm64' ? ['manylinux2014'] : ['manylinux2014', 'manylinux2010', 'manylinux1'];
  return [...numbered, ...named.map((name) => `${name}_${processor}`)];
}

function processorOf({ architecture }: LambdaPython): string {
  return architecture === 'arm64' ? 'aarch64' : 'x86_64';
}

function abiOf({ minor }: LambdaPython): string {
  return `cp3${minor}${minor < 8 ? 'm' : ''}`;
}
