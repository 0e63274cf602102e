import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { testSyntax } from '../core/syntax/testing.ts';
import { systemClock } from '../node/clock.ts';
import { nodeFiles } from '../node/files.ts';
import { nodeProcesses } from '../node/processes.ts';
import { watchFolder } from '../node/watchFolder.ts';
import { createCacheFolders } from './cacheFolders.ts';
import { runCli } from './cli.ts';
import type { CliWorld, ExitStatus } from './command.ts';

const source = fileURLToPath(new URL('..', import.meta.url));

/** The folder of the sample projects. */
export const workspaces = join(source, '..', 'test', 'workspaces');

/** How the command line ended, and all that it printed. */
export interface Answer {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test gives in place of the real thing. `stdout` and `stderr` hear what is printed, which the answer has all the same. */
type Given = Partial<Omit<CliWorld, 'stdin'>> & { readonly stdin?: string };

/** The command line as tests run it. */
export interface TestCli {
  /** Where it runs: anew for each test. */
  readonly folder: string;
  /** Writes files of the folder, and the folders they are in. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  run(argv: readonly string[], given?: Given): Promise<Answer>;
  /** Runs with `--format json` and holds what is printed against the schema. */
  json(schema: string, argv: readonly string[], given?: Given): Promise<{ status: ExitStatus; value: Record<string, never> }>;
}

/** For a file of tests: the command line in a folder that is a copy of this workspace for each test, or empty. */
export function testCli(workspace?: string): TestCli {
  const grammars = testSyntax();
  const home = mkdtempSync(join(tmpdir(), 'lambda-workbench-cli-'));
  let folder = '';
  beforeAll(() => {
    symlinkSync(join(source, 'bootstrap'), join(home, 'bootstrap'), 'junction');
    symlinkSync(grammars.grammars, join(home, 'grammars'), 'junction');
  });
  beforeEach(() => {
    folder = mkdtempSync(join(home, 'folder-'));
    if (workspace !== undefined) cpSync(join(workspaces, workspace), folder, { recursive: true });
  });
  afterAll(() => {
    grammars.dispose();
    rmSync(home, { recursive: true, force: true });
  });

  const run = (argv: readonly string[], given: Given = {}) => answered(argv, home, { cwd: folder, ...given });
  return {
    get folder() {
      return folder;
    },
    write: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    },
    run,
    json: async (schema, argv, given) => {
      const { status, stdout } = await run([...argv, '--format', 'json'], given);
      expect(stdout.endsWith('\n')).toBe(true);
      return { status, value: conforming(schema, stdout) };
    },
  };
}

/** What the text says, which is held against the schema of a command. */
export function conforming(schema: string, text: string): Record<string, never> {
  const value = JSON.parse(text);
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(source, 'cli', 'schemas', `${schema}.json`), 'utf8')));
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

async function answered(argv: readonly string[], home: string, given: Given & { readonly cwd: string }): Promise<Answer> {
  let stdout = '';
  let stderr = '';
  const status = await runCli(argv, {
    signal: new AbortController().signal,
    files: nodeFiles(),
    reading: nodeFiles(),
    watch: watchFolder,
    clock: systemClock(),
    processes: nodeProcesses(),
    resources: home,
    cacheFolders: createCacheFolders(join(home, 'cache')),
    colour: false,
    watched: false,
    ...given,
    stdin: async () => new TextEncoder().encode(given.stdin ?? ''),
    stdout: (text) => {
      stdout += text;
      given.stdout?.(text);
    },
    stderr: (text) => {
      stderr += text;
      given.stderr?.(text);
    },
  });
  return { status, stdout, stderr };
}
