import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A copy of a project of this folder, for one test to do with as it likes. */
export interface ScratchWorkspace {
  /** Absolute; its last part is the project's name. */
  readonly folder: string;
  remove(): void;
}

export function copyWorkspace(name: string): ScratchWorkspace {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'lambda-workbench-')));
  const folder = join(base, name);
  cpSync(join(fileURLToPath(new URL('.', import.meta.url)), name), folder, { recursive: true });
  return { folder, remove: () => rmSync(base, { recursive: true, force: true }) };
}
