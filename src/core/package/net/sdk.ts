import { dirname, isAbsolute, join } from 'node:path';
import type { CompileProblem } from '../../errors.ts';
import type { ReadableFileSystem } from '../../ports.ts';

/** So that the SDK says what it has to say in words that can be read here, of nothing else, and leaves no process behind. */
export const DOTNET_ENVIRONMENT: Readonly<Record<string, string>> = {
  DOTNET_CLI_UI_LANGUAGE: 'en',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  MSBUILDDISABLENODEREUSE: '1',
  // MSBuild reads variables as properties: without it the compiler would stay in memory.
  UseSharedCompilation: 'false',
};

/** `path`: absolute, of a `dotnet`. A runtime alone can build nothing. */
export async function hasSdk(path: string, files: ReadableFileSystem): Promise<boolean> {
  return (await files.readDirectory(join(dirname(path), 'sdk'))).some(({ name }) => /^\d/.test(name));
}

/** What the compilers of .NET have against places: `/a/Shop.cs(5,9): error CS1002: ; expected [/a/Shop.csproj]`. `base`: absolute. */
export function dotnetProblems(output: string, base: string): readonly CompileProblem[] {
  const problems: CompileProblem[] = [];
  for (const line of output.split(/\r?\n/)) {
    const match = /^\s*(.+?)\((\d+)(?:,(\d+))?(?:[,-][\d,-]+)?\)\s*: error (\w+): (.+?)(?: \[[^\]]+\])?$/.exec(line);
    const [, written = '', row, column, code = '', said = ''] = match ?? [];
    if (match === null) continue;
    const path = isAbsolute(written) ? written : join(base, written);
    const message = `${said} (${code})`;
    // It is said once for each framework that the project is built for.
    const isKnown = problems.some((other) => other.path === path && other.line === Number(row) && other.message === message);
    if (!isKnown) problems.push({ path, line: Number(row), column: Number(column ?? 1), message });
  }
  return problems;
}

/** What a build says for people where it says it of no place. */
export function dotnetErrors(output: string): readonly string[] {
  const lines = output.split(/\r?\n/).map((line) => line.trim());
  const errors = lines.flatMap((line) => /\berror (\w+\d+): (.+?)(?: \[[^\]]+\])?$/.exec(line)?.slice(2, 3) ?? []);
  return [...new Set(errors.length > 0 ? errors : lines.filter((line) => line !== ''))].slice(-8);
}
