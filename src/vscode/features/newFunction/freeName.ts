import { WorkbenchError } from '../../../core/errors.ts';
import type { ReadableFileSystem } from '../../../core/ports.ts';
import { type ScaffoldChoice, scaffold } from '../../../core/scaffold/index.ts';

/** A name that New Function can take as it is: neither its resources nor its files are there yet. */
export async function freeName(choice: Omit<ScaffoldChoice, 'name'>, files: ReadableFileSystem): Promise<string> {
  const base = baseNames[choice.trigger];
  for (let n = 1; n <= 99; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!(await isTaken({ ...choice, name }, files))) return name;
  }
  return base;
}

const baseNames: Readonly<Record<ScaffoldChoice['trigger'], string>> = {
  api: 'api-handler',
  queue: 'queue-worker',
  schedule: 'nightly-job',
  plain: 'my-function',
};

/** By trying, on paper. What else would stop it isn't about the name, and is told when it is really done. */
async function isTaken(choice: ScaffoldChoice, files: ReadableFileSystem): Promise<boolean> {
  try {
    await scaffold(choice, files);
    return false;
  } catch (error) {
    if (error instanceof WorkbenchError) return error.code === 'scaffold-conflict';
    throw error;
  }
}
