import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { apt } from './apt.mjs';
import { onPath, run } from './run.mjs';

/** What a wheel holds, unpacked into `folder`, which is emptied first. Nothing else of the machine's Python changes. */
export async function unpackWheel(wheel, folder, why, say) {
  const python = onPath('python3', 'python');
  const hasPip = python !== undefined && spawnSync(python, ['-m', 'pip', '--version']).status === 0;
  if (!hasPip) await apt(['python3', 'python3-pip'], why, say);
  await rm(folder, { recursive: true, force: true });
  say(wheel);
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-compile', '--target', folder];
  await run(onPath('python3', 'python'), ['-m', 'pip', 'install', ...options, wheel]);
}
