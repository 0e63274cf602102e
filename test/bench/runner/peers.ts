import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from '../../../scripts/setup/tools.mjs';
import { PEERS } from './names.ts';

const run = promisify(execFile);
const versions = { 'lambda-local': '2.2.0', 'serverless-offline': '14.8.2', osls: '4.3.1', 'python-lambda-local': '0.1.13' };
const home = join(cache, `bench-peers-${Object.values(versions).join('-')}`);

/** Runners that others wrote, each with a way to run the same handler; installed into the cache at the first time. */
export interface Peers {
  /** Whole processes: start, one event, end. */
  readonly commands: readonly {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly cwd?: string;
  }[];
  /** serverless-offline, ready to answer; undefined where it doesn't start. */
  startOffline(): Promise<Offline>;
}

export interface Offline {
  /** Of Lambda's Invoke API. */
  readonly url: string;
  /** Of an HTTP API's route. */
  readonly routeUrl: string;
  stop(): Promise<void>;
}

/** `folder` holds app.js, app.py and event.json. */
export async function installPeers(folder: string): Promise<Peers> {
  const modules = join(home, 'node_modules');
  if (!existsSync(join(home, 'installed'))) {
    console.log('installing the peers');
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'package.json'), '{"private":true}');
    const { 'python-lambda-local': python, ...node } = versions;
    await run('npm', ['install', '--no-audit', '--no-fund', ...Object.entries(node).map(([name, version]) => `${name}@${version}`)], {
      cwd: home,
    });
    await run('python3', ['-m', 'venv', join(home, 'python')]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'setuptools<81', `python-lambda-local==${python}`];
    await run(join(home, 'python/bin/python'), pip);
    await writeFile(join(home, 'installed'), '');
  }
  // A plugin is looked for beside the service.
  await symlink(modules, join(folder, 'node_modules'), 'junction');
  const event = join(folder, 'event.json');
  const invokeLocal = async (runtime: string) => {
    const service = join(folder, `invoke-${runtime}`);
    await mkdir(service);
    const config = {
      service: 'bench',
      frameworkVersion: '*',
      provider: { name: 'aws', runtime },
      functions: { one: { handler: 'app.handler' } },
    };
    await writeFile(join(service, 'serverless.json'), JSON.stringify(config));
    for (const name of ['app.js', 'app.py', 'event.json']) await copyFile(join(folder, name), join(service, name));
    return {
      name: runtime.startsWith('node') ? PEERS.invokeLocalNode : PEERS.invokeLocalPython,
      command: process.execPath,
      args: [join(modules, 'osls/bin/serverless.js'), 'invoke', 'local', '-f', 'one', '-p', 'event.json'],
      cwd: service,
    };
  };
  return {
    commands: [
      {
        name: PEERS.lambdaLocal,
        command: process.execPath,
        args: [join(modules, 'lambda-local/build/cli.js'), '-l', join(folder, 'app.js'), '-e', event],
      },
      {
        name: PEERS.pythonLambdaLocal,
        command: join(home, 'python/bin/python-lambda-local'),
        args: ['-f', 'handler', join(folder, 'app.py'), event],
      },
      await invokeLocal('nodejs22.x'),
      await invokeLocal('python3.11'),
    ],
    startOffline: () => startOffline(folder, modules),
  };
}

async function startOffline(folder: string, modules: string): Promise<Offline> {
  const [http, lambda] = [await freePort(), await freePort()];
  const config = {
    service: 'bench',
    frameworkVersion: '*',
    provider: { name: 'aws', runtime: 'nodejs22.x', region: 'eu-west-1' },
    plugins: ['serverless-offline'],
    custom: { 'serverless-offline': { host: '127.0.0.1', httpPort: http, lambdaPort: lambda, noPrependStageInUrl: true } },
    functions: { one: { handler: 'app.handler', events: [{ httpApi: 'GET /hello' }] } },
  };
  await writeFile(join(folder, 'serverless.json'), JSON.stringify(config));
  const child = spawn(process.execPath, [join(modules, 'osls/bin/serverless.js'), 'offline', 'start'], {
    cwd: folder,
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', SLS_NOTIFICATIONS_MODE: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await isReady(child);
  return {
    url: `http://127.0.0.1:${lambda}/2015-03-31/functions/bench-dev-one/invocations`,
    routeUrl: `http://127.0.0.1:${http}/hello`,
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (!/\[http for lambda\] listening/i.test(said)) return;
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', listen).resume();
      resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', () => reject(new Error(`serverless-offline ended:\n${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
