import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apt } from './apt.mjs';
import { npm, onPath, run } from './run.mjs';
import { cache } from './tools.mjs';

/** Pinned: what our bootstraps are held against must be the same on every machine. */
const versions = { classic: '3.3.0', modern: '4.0.2', python: '4.0.1', emulator: 'v0.0.0-20261030222936-bef5c4ba774d' };
const folder = join(cache, `runtime-clients-${Object.values(versions).join('-')}`);

/** AWS's own runtime clients for Node.js and Python, and its emulator of the platform. */
export const runtimeClients = {
  title: "AWS's runtime clients",
  estimate: 'about two minutes',
  ready: (tools) => tools.path('runtimeClients') === folder && existsSync(folder),

  async install(tools, say) {
    if (process.platform !== 'linux') throw new Error('AWS’s clients have native code that is made for Linux only.');
    const building = `${folder}.new`;
    await rm(building, { recursive: true, force: true });
    await mkdir(building, { recursive: true });
    // The emulator takes one core, the clients the other.
    await Promise.all([buildEmulator(building, say), buildClients(building, say)]);
    await rm(folder, { recursive: true, force: true });
    await rename(building, folder);
    await installPython(folder, say);
    await tools.remember({ runtimeClients: folder });
  },
};

async function buildEmulator(into, say) {
  const go = onPath('go');
  if (!go) throw new Error('AWS’s Runtime Interface Emulator is built with Go 1.25 or newer: install it and put it on PATH.');
  say(`aws-lambda-runtime-interface-emulator ${versions.emulator}`);
  const module = 'github.com/aws/aws-lambda-runtime-interface-emulator';
  const source = join(into, 'emulator.build');
  await mkdir(source, { recursive: true });
  await writeFile(join(source, 'go.mod'), `module emulator\n\ngo 1.25\n\nrequire ${module} ${versions.emulator}\n`);
  const env = { ...process.env, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
  await run(go, ['build', '-o', join(into, 'aws-lambda-rie'), `${module}/cmd/aws-lambda-rie`], { cwd: source, env });
  await rm(source, { recursive: true, force: true });
}

async function buildClients(into, say) {
  await apt(['g++', 'libcurl4-openssl-dev', 'xz-utils'], 'Building AWS’s runtime clients', say);
  await unpack(into, 'addon', 'node-addon-api@8.3.1');
  await unpack(into, 'headers', 'node-api-headers@1.9.0');
  say(`aws-lambda-ric ${versions.classic} and ${versions.modern}, whose native part is compiled here`);
  for (const [version, addon] of [
    [versions.classic, join('dist', 'rapid-client.node')],
    [versions.modern, 'rapid-client.node'],
  ]) {
    const home = join(into, `node-${version}`);
    await unpack(into, `node-${version}`, `aws-lambda-ric@${version}`);
    await compile(into, home, join(home, addon));
  }
}

/**
 * Their own install scripts build a libcurl and all of autotools' checks first, for minutes: Debian's libcurl is the same to them.
 * Only Node-API is used, so one build is for every Node.js; other headers are named in vain, and empty here.
 */
async function compile(into, home, output) {
  const deps = join(home, 'deps');
  const archive = (await readdir(deps)).find((name) => name.startsWith('aws-lambda-cpp'));
  const library = join(deps, 'library');
  await mkdir(library, { recursive: true });
  await run('tar', ['-xf', join(deps, archive), '-C', library, '--no-same-owner']);
  const root = existsSync(join(library, 'src'))
    ? library
    : join(
        library,
        (await readdir(library)).find((name) => !name.startsWith('.')),
      );
  const empty = join(deps, 'empty');
  await mkdir(empty, { recursive: true });
  for (const name of ['uv.h', 'v8.h', 'node.h']) await writeFile(join(empty, name), '');
  await writeFile(join(deps, 'version.cpp'), VERSION);
  const source = [join(home, 'src', 'rapid-client.cc'), join(home, 'src', 'native', 'rapid-client.cc')].find(existsSync);
  const includes = [empty, join(into, 'headers', 'include'), join(into, 'addon'), join(root, 'include')];
  const sources = [
    source,
    ...['logging', 'runtime', 'backward'].map((name) => join(root, 'src', `${name}.cpp`)),
    join(deps, 'version.cpp'),
  ];
  const flags = ['-std=c++17', '-shared', '-fPIC', '-DNAPI_CPP_EXCEPTIONS', ...includes.map((path) => `-I${path}`)];
  await run('g++', [...flags, '-o', output, ...sources, '-lcurl']);
  await rm(deps, { recursive: true, force: true });
}

/** CMake makes it of a template otherwise. The client says it to the Runtime API. */
const VERSION = `#include <aws/lambda-runtime/version.h>
namespace aws { namespace lambda_runtime {
unsigned get_version_major() { return 0; }
unsigned get_version_minor() { return 2; }
unsigned get_version_patch() { return 8; }
char const* get_version() { return "0.2.8"; }
} }
`;

/** A package of npm without its dependencies, which only its install scripts need. */
async function unpack(into, name, spec) {
  const scratch = join(into, `${name}.tgz`);
  await mkdir(scratch, { recursive: true });
  await npm(['pack', spec, '--silent', '--pack-destination', scratch], { cwd: scratch });
  const [archive] = await readdir(scratch);
  await run('tar', ['-xzf', join(scratch, archive), '-C', scratch, '--no-same-owner']);
  await cp(join(scratch, 'package'), join(into, name), { recursive: true });
  await rm(scratch, { recursive: true, force: true });
}

/** In a Python environment of its own, which knows its place: after the folder has its name. */
async function installPython(into, say) {
  say(`awslambdaric ${versions.python}`);
  let python = onPath('python3', 'python');
  if (!python || spawnSync(python, ['-c', 'import venv, ensurepip']).status !== 0) {
    await apt(['python3', 'python3-venv'], 'Testing against AWS’s Python client', say);
    python = onPath('python3');
  }
  await run(python, ['-m', 'venv', join(into, 'python')]);
  const options = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
  await run(join(into, 'python', 'bin', 'python'), ['-m', 'pip', 'install', ...options, `awslambdaric==${versions.python}`]);
}
