import { join } from 'node:path';
import type { HandlerResolution } from '../handler/model.ts';
import type { FileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { refuseUnresolved } from './entry.ts';
import { lambdaPython } from './lambdaPython.ts';
import type { Layout, PackagedFile } from './layout.ts';
import type { InstallOptions, Requirements } from './requirements.ts';
import { sourceFolder } from './sourceFolder.ts';
import { walk } from './walk.ts';

export interface PythonRequest {
  readonly codeDirectory: string;
  /** Absolute folder of requirements.txt, where it isn't the code's. */
  readonly lists?: string;
  readonly runtime: string;
  /** Of the Lambda that it goes to. Left out: it is for this machine. */
  readonly architecture?: 'x86_64' | 'arm64';
  readonly definition: FunctionDefinition;
  readonly resolution: HandlerResolution;
}

/**
 * The source where it is, with the installed requirements laid under it: a file of the source wins over one of the same path
 * in a requirement, as it does on Python's module path.
 */
export async function pythonFunction(
  files: FileSystem,
  requirements: Requirements,
  request: PythonRequest,
  options: InstallOptions,
): Promise<Layout> {
  const { codeDirectory, runtime, architecture, definition, resolution } = request;
  const lists = request.lists ?? codeDirectory;
  const lambda = architecture && lambdaPython(runtime, architecture);
  const problems = refuseUnresolved(resolution);
  const [source, installed] = await Promise.all([
    sourceFolder(files, codeDirectory, definition, { nodeModules: false }),
    lambda ? requirements.installForLambda(lists, lambda, options) : requirements.install(lists, runtime, options),
  ]);
  const warnings = [...problems, ...source.warnings];
  if (installed === undefined) return { ...source, warnings };
  const walked = await walk(files, installed, {
    enterFolder: (_path, name) => name !== '__pycache__',
    takeFile: (_path, name) => !name.endsWith('.pyc'),
  });
  const merged = new Map<string, PackagedFile>();
  for (const path of walked.files) merged.set(path, { path, source: join(installed, path) });
  for (const file of source.files) merged.set(file.path, file);
  return { ...source, searchPaths: [installed], files: [...merged.values()], warnings };
}
