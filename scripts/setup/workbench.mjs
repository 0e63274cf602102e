import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { apt } from './apt.mjs';
import { npm, onPath } from './run.mjs';
import { cache } from './tools.mjs';

/** Pinned: an older npm client would pick an older workbench for the Node.js it runs on. */
const codeServer = '4.139.1';
const nodeVersion = '24.21.0';
const folder = join(cache, `code-server-${codeServer}`);

/** VS Code in the browser, for machines without the desktop one and for the tests of what a person does. */
export const workbench = {
  title: 'browser workbench',
  estimate: 'about two minutes',
  ready: (tools) => Boolean(tools.path('codeServer')?.startsWith(folder)) && existsSync(tools.path('codeServer')),

  async install(tools, say) {
    if (process.platform === 'win32') throw new Error('It has no build for Windows: install VS Code with its `code` command on PATH.');
    if (process.platform === 'linux') await apt(['libkrb5-dev', 'make', 'g++', 'python3'], 'Building it', say);
    const building = `${folder}.new`;
    await rm(building, { recursive: true, force: true });
    await mkdir(building, { recursive: true });
    // npm 11 runs install scripts of these packages only; older ones run all.
    await writeFile(join(building, 'package.json'), JSON.stringify({ private: true, allowScripts: { 'code-server': true, argon2: true } }));

    const nodePackage = `node-${process.platform}-${process.arch}`;
    say(`Node.js ${nodeVersion} with the headers its add-ons are built with`);
    await npm(['install', '--no-audit', '--no-fund', '--save-exact', `${nodePackage}@${nodeVersion}`], { cwd: building });
    const nodeHome = join(building, 'node_modules', nodePackage);
    const node = join(nodeHome, 'bin', 'node');

    say(`code-server ${codeServer}, whose add-ons are compiled here`);
    await npm(['install', '--no-audit', '--no-fund', '--save-exact', `code-server@${codeServer}`], {
      cwd: building,
      node,
      env: {
        ...withoutNpmSettings(),
        PATH: `${join(nodeHome, 'bin')}${delimiter}${process.env.PATH}`,
        npm_config_nodedir: nodeHome,
        // Or else the compilers run one after the other.
        JOBS: 'max',
      },
    });
    await rm(folder, { recursive: true, force: true });
    await rename(building, folder);
    await tools.remember({
      codeServer: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
      codeServerNode: join(folder, 'node_modules', nodePackage, 'bin', 'node'),
    });
  },
};

/** The desktop editor's command, or undefined. */
export function desktopCode() {
  return onPath('code');
}

/** npm hands its settings down as variables; those of the npm that started us (a nodedir, a prefix, its Node.js) are not for this install. */
function withoutNpmSettings() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(nodedir|prefix|local_prefix|ignore_scripts|user_agent)|package_)/i.test(name),
    ),
  );
}
