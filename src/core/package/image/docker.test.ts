import { chmod, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Bench, openBench, summary } from '../../runner/testing.ts';
import { define, notAnalysed, type Workbench, workbench } from '../testing.ts';

const open: { dispose(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.dispose())));

/**
 * Stands in for Docker, which can't run here: writes down what it is told. An image is its number; a container is a process of this
 * machine that sees the variables it is given and no others, and answers each event with what it knows.
 */
const DOCKER = `#!${process.execPath}
const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
appendFileSync(__filename + '.log', JSON.stringify(args) + '\\n');
if (args[0] === 'build') {
  if (existsSync(join(args.at(-1), 'broken'))) {
    console.error('Dockerfile:2\\n--------\\n   2 | >>> RUN false\\n--------\\nERROR: failed to solve: exit code: 1');
    process.exit(1);
  }
  if (existsSync(join(args.at(-1), 'stopped'))) {
    console.error('Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?');
    process.exit(1);
  }
  console.log('#1 building');
  writeFileSync(args[args.indexOf('--iidfile') + 1], 'sha256:built');
}
if (args[0] === 'run') {
  const image = args.indexOf('sha256:built');
  const env = {};
  args.forEach((arg, index) => {
    if (args[index - 1] !== '--env') return;
    const at = arg.indexOf('=');
    env[at < 0 ? arg : arg.slice(0, at)] = at < 0 ? process.env[arg] : arg.slice(at + 1);
  });
  answer('http://' + env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/', { ...env, command: args.slice(image + 1) });
}
async function answer(api, known) {
  for (;;) {
    const next = await fetch(api + 'next');
    const event = await next.json();
    if (event === 'hang') await new Promise(() => setInterval(() => {}, 1000));
    await fetch(api + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body: JSON.stringify(known[event] ?? null) });
  }
}
`;

const DOCKERFILE = 'FROM public.ecr.aws/lambda/python:3.13\nRUN dnf install -y gcc\nCOPY app.py ./\nCMD ["app.handler"]\n';

async function start(): Promise<{ readonly packaging: Workbench; readonly bench: Bench; readonly told: () => Promise<string[][]> }> {
  const packaging: Workbench = await workbench({ Dockerfile: DOCKERFILE, 'app.py': '' }, { docker: () => docker });
  const docker = join(packaging.folder, '..', 'docker');
  await writeFile(docker, DOCKER);
  await chmod(docker, 0o755);
  const bench = await openBench({});
  open.push(packaging, { dispose: () => bench.end() });
  const told = async (): Promise<string[][]> =>
    (await readFile(`${docker}.log`, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[]);
  return { packaging, bench, told };
}

function build({ folder, packager }: Workbench, code = {}) {
  const absent = { kind: 'absent' } as const;
  const image = { kind: 'image', dockerfile: join(folder, 'Dockerfile'), ...code } as const;
  const definition = define(folder, { packageType: 'Image', runtime: absent, handler: absent, code: image });
  return packager.build(definition, notAnalysed, { purpose: 'run' });
}

it('an image that is no plain copy is built with Docker, once until something in its context changes', async () => {
  const { packaging, told } = await start();
  const artifact = await build(packaging, { target: 'run', buildArguments: { A: '1' } });
  expect(artifact).toMatchObject({
    runtime: 'image',
    root: packaging.folder,
    container: { id: 'sha256:built', platform: 'linux/amd64', command: [] },
    warnings: ['Fn is a container image: docker has built it and runs it.'],
  });
  const idFile = expect.stringMatching(/image\.id$/);
  const options = ['--platform', 'linux/amd64', '--iidfile', idFile, '--target', 'run', '--build-arg', 'A=1', packaging.folder];
  expect(await told()).toEqual([['build', '--file', join(packaging.folder, 'Dockerfile'), ...options]]);
  await build(packaging, { target: 'run', buildArguments: { A: '1' } });
  expect(await told()).toHaveLength(1);
  await utimes(join(packaging.folder, 'app.py'), 1, 1);
  await build(packaging, { target: 'run', buildArguments: { A: '1' } });
  expect(await told()).toHaveLength(2);
});

it('what the build says is told with its place in the Dockerfile', async () => {
  const { packaging } = await start();
  await packaging.write({ broken: '' });
  await expect(build(packaging)).rejects.toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining('ERROR: failed to solve: exit code: 1'),
    problems: [{ path: join(packaging.folder, 'Dockerfile'), line: 2, column: 1, message: 'failed to solve: exit code: 1' }],
  });
});

it('says what keeps it from running without Docker where Docker itself isn’t running', async () => {
  const { packaging } = await start();
  await packaging.write({ stopped: '' });
  await expect(build(packaging)).rejects.toMatchObject({
    code: 'package-failed',
    message: expect.stringMatching(
      /Dockerfile:2: RUN dnf install -y gcc\n[^\n]+\ndocker can’t: Cannot connect to the Docker daemon at unix:/,
    ),
    advice: 'Start it, then run the function again.',
  });
});

it('a container is a runtime like any other: it sees the function’s variables, and is removed with its environment', async () => {
  const { packaging, bench, told } = await start();
  const { container, root, runtime, digest } = await build(packaging, { command: ['app.other'] });
  const environment = { STAGE: 'dev', PATH: '/function/bin' };
  const ask = (event: string, timeoutSeconds = 10) =>
    bench.invoke('app.other', runtime, JSON.stringify(event), {
      ...(container && { container }),
      codeRoot: root,
      codeDigest: digest,
      environment,
      timeoutSeconds,
    });
  const said = async (event: string): Promise<string> => summary(await ask(event));
  expect([await said('STAGE'), await said('PATH'), await said('_HANDLER'), await said('command')]).toEqual([
    '"dev"',
    '"/function/bin"',
    '"app.other"',
    '["app.other"]',
  ]);
  expect([
    await said('AWS_LAMBDA_FUNCTION_NAME'),
    await said('HOME'),
    await said('LAMBDA_TASK_ROOT'),
    await said('AWS_EXECUTION_ENV'),
  ]).toEqual(['"shop"', 'null', 'null', 'null']);
  const [, run = []] = await told();
  const name = run[run.indexOf('--name') + 1];
  expect(run.slice(0, 10)).toEqual(['run', '--rm', '--name', name, '--platform', 'linux/amd64', '--network', 'host', '--memory', '256m']);
  expect(run).toContain('PATH=/function/bin');
  expect(run.join(' ')).not.toContain('dev');
  expect(summary(await ask('hang', 1))).toMatch(/^TIMEOUT /);
  await bench.runner.dispose();
  const all = await told();
  const started = all.filter(([command]) => command === 'run').map((args) => args[args.indexOf('--name') + 1]);
  const removed = all.filter(([command]) => command === 'rm').map((args) => args.at(-1));
  expect([started.length, removed.sort()]).toEqual([2, started.sort()]);
});
