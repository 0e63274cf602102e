import { dirname, join } from 'node:path';
import type { FileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { Layout } from './layout.ts';
import { walk } from './walk.ts';

/**
 * A code folder packed as it is: it stays where it is, without what belongs to tools. Dotfiles are left out because
 * that is where secrets (`.env`) and the state of tools are; a test event's folder because it is no code.
 */
export async function sourceFolder(
  files: FileSystem,
  codeDirectory: string,
  definition: FunctionDefinition,
  options: { readonly nodeModules: boolean },
): Promise<Layout> {
  const events = join(dirname(definition.templatePath), 'events');
  const walked = await walk(files, codeDirectory, {
    enterFolder: async (path, name) => {
      const folder = join(codeDirectory, path);
      if (options.nodeModules && name === 'node_modules') return true;
      if (isDevelopmentFolder(name) || (folder === events && !(await holdsCode(files, folder)))) return false;
      return (await files.stat(join(folder, 'pyvenv.cfg'))) === undefined;
    },
    takeFile: (path, name) => !LEFT_OUT.test(name) && join(codeDirectory, path) !== definition.templatePath,
  });
  return {
    root: codeDirectory,
    searchPaths: [],
    files: walked.files.map((path) => ({ path, source: join(codeDirectory, path) })),
    inputs: walked.files.map((path) => join(codeDirectory, path)),
    warnings: walked.warnings,
  };
}

export function isDevelopmentFolder(name: string): boolean {
  return /^(\..*|node_modules|bower_components|__pycache__|venv|cdk\.out)$/.test(name);
}

const LEFT_OUT = /^(\..*|.*\.py[co]|samconfig\.(toml|ya?ml)|.*\.template\.(ya?ml|json))$/i;

/** A package of the function may be called `events` too. */
async function holdsCode(files: FileSystem, folder: string): Promise<boolean> {
  return (await files.readDirectory(folder)).some((entry) => /\.(py|rb|[cm]?[jt]s)$/.test(entry.name));
}
