import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLocalCloud } from '../../src/core/local/index.ts';
import { writeZip } from '../../src/core/package/archive.ts';
import type { Logger } from '../../src/core/ports.ts';
import { createRunner } from '../../src/core/runner/index.ts';
import { systemClock } from '../../src/node/clock.ts';
import { nodeFiles } from '../../src/node/files.ts';
import { nodeProcesses } from '../../src/node/processes.ts';

export interface Served {
  readonly endpoint: string;
  /** A scratch folder. */
  readonly folder: string;
  /** Failures of the server itself. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** A local cloud with the real runner, as `lambda-workbench serve` has it. */
export async function serve(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'aws-conformance-'));
  const errors: string[] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (message, detail) => errors.push(`${message} ${detail instanceof Error ? detail.stack : String(detail)}`),
  };
  const [files, clock, processes] = [nodeFiles(), systemClock(), nodeProcesses()];
  const bootstraps = resolve(import.meta.dirname, '../../src/bootstrap');
  const runner = createRunner({ files, clock, processes, logger, bootstraps, interpreters: { node: '', python: '' } });
  const cloud = createLocalCloud({ runner, files, clock, logger, environment: {}, directory: join(folder, 'cloud') });
  const { endpoint } = await cloud.listen({ port: 0 });
  return {
    endpoint,
    folder,
    errors,
    async close() {
      await cloud.close();
      await runner.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a client: any credentials, and nothing of the user's own configuration. */
export const clientEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: join(tmpdir(), 'no-such-aws-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(tmpdir(), 'no-such-aws-credentials'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
};

export function run(command: string, args: readonly string[]): Promise<Ran> {
  return new Promise((settle) => {
    execFile(command, args, { env: clientEnvironment, timeout: 170_000, windowsHide: true }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      settle({ status, stdout, stderr: error !== null && status === 127 ? `${error.message}${stderr}` : stderr });
    });
  });
}

export async function writePackage(path: string, files: Readonly<Record<string, string>>): Promise<string> {
  const entries = Object.entries(files).map(([name, text]) => ({ path: name, bytes: Buffer.from(text), executable: false }));
  await writeFile(path, await writeZip(entries));
  return path;
}
