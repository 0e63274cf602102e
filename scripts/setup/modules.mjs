import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The project's packages, as package-lock.json has them, and with them the Node.js 24 that every script runs on. */
export const modules = {
  title: 'npm packages',
  estimate: 'about a minute',
  ready: () => installed() && existsSync(nodeBinary()),
  async install(_tools, say) {
    // Not `npm ci`: the lock file was made where the registry has the binaries of Linux on x64 only, and `ci` refuses the holes it leaves
    // for other platforms. Installing is as repeatable: what the lock file names is taken as named, checksums included, and the packages
    // with binaries ask for theirs by exact versions. `--no-save` keeps the lock file as it is.
    if (!installed()) await npm(['install', '--no-save', '--no-audit', '--no-fund'], { cwd: root });
    if (existsSync(nodeBinary())) return;
    say("Node.js 24 was left out, as with npm's ignore-scripts: installing it");
    await npm(['rebuild', 'node', '--ignore-scripts=false'], { cwd: root });
  },
};

/** Compares what npm says it installed with what the lock file asks for. */
function installed() {
  const wanted = packages('package-lock.json');
  const present = packages('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    return present[path] ? present[path].version === version : Boolean(optional || devOptional);
  });
}

function packages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return {};
  }
}

function nodeBinary() {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
