import { arch } from 'node:os';
import { dirname, join } from 'node:path';
import { manifestsAbove } from '../entry.ts';
import { type CompileRequest, type Compiler, type CompileTools, compileFailure, runTool } from './compile.ts';

const GO = {
  name: 'go',
  title: 'Go',
  advice: 'Install Go from https://go.dev/dl, and open the editor again so that it sees the new PATH.',
};

/** As for Lambda: no C libraries, which it may not have, and without the protocol of its retired Go runtime. */
const TAGS = ['-tags', 'lambda.norpc'];

export const go: Compiler = {
  async compile(request, tools) {
    const cwd = dirname(request.source);
    const env = targetOf(request, tools);
    // A debugger finds sources by their whole paths, and variables where they haven't been optimized away.
    const manner = request.debuggable ? ['-gcflags=all=-N -l'] : ['-trimpath'];
    const args = ['build', ...manner, '-buildvcs=false', ...TAGS, '-o', request.output, '.'];
    tools.onOutput('Building with Go …');
    const built = await runTool(GO, { args, cwd, env }, { ...tools, onOutput: withoutCommands(tools) });
    const output = built.output.replace(TO_ADD, '');
    if (!built.succeeded) throw compileFailure('Go', { ...built, output }, cwd, adviceFor(output, cwd));
    return { inputs: await sourcesOf(request, env, tools), warnings: [] };
  },
};

/** Go names a command for each module that isn't written down; `adviceFor` has one for all. */
function withoutCommands({ onOutput, onDetail }: CompileTools): (line: string) => void {
  return (line) => (/^\tgo (get|mod) /.test(line) ? onDetail(line) : onOutput(line.replace(TO_ADD, '')));
}

const TO_ADD = /; to (?:add|add it|get it|update it):$/gm;

/** Modules that aren't written down are no fault of the source: Go’s own advice for that is to name each. */
function adviceFor(output: string, cwd: string): string | undefined {
  const lacks = /missing go\.sum entry|no required module provides package|updates to go\.(?:mod|sum) needed|go\.mod file not found/;
  if (!lacks.test(output)) return undefined;
  const first = output.includes('go.mod file not found') ? 'go mod init, then go mod tidy' : 'go mod tidy';
  return `Run ${first} in ${cwd}, then run it again.`;
}

function targetOf({ architecture }: CompileRequest, { processes }: CompileTools): Record<string, string> {
  if (architecture !== undefined) return { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: architecture === 'arm64' ? 'arm64' : 'amd64' };
  const system = processes.platform === 'win32' ? 'windows' : processes.platform;
  return { CGO_ENABLED: '0', GOOS: system, GOARCH: arch() === 'x64' ? 'amd64' : arch() };
}

/** Files and folders of the packages that a person may edit: those of this module and of others that are replaced by a folder. */
async function sourcesOf(
  { source }: CompileRequest,
  env: Readonly<Record<string, string>>,
  tools: CompileTools,
): Promise<readonly string[]> {
  const cwd = dirname(source);
  const args = ['list', '-deps', '-e', ...TAGS, '-f', LOCAL_SOURCES, '.'];
  const listed = await runTool(GO, { args, cwd, env }, { ...tools, onOutput: () => {} });
  const paths = new Set(listed.stdout.split(/\r?\n/).filter((line) => line !== ''));
  for (const path of [...paths]) if (path.endsWith('go.mod')) paths.add(join(dirname(path), 'go.sum'));
  return [cwd, source, ...paths, ...manifestsAbove(source, 'go.work')];
}

/** A template of `go list`: folder and files of each package that comes from no registry. */
const LOCAL_SOURCES = `{{with .Module}}{{if or (not .Version) (and .Replace (not .Replace.Version))}}{{.GoMod}}
{{$.Dir}}
${['GoFiles', 'CFiles', 'HFiles', 'SFiles', 'EmbedFiles'].map((kind) => `{{range $.${kind}}}{{$.Dir}}/{{.}}\n{{end}}`).join('')}{{end}}{{end}}`;
