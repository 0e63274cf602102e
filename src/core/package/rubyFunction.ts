import { join } from 'node:path';
import type { HandlerResolution } from '../handler/model.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { refuseUnresolved } from './entry.ts';
import type { Gems } from './gems.ts';
import type { Layout } from './layout.ts';
import type { CompileTools } from './native/compile.ts';
import { sourceFolder } from './sourceFolder.ts';
import { walk } from './walk.ts';

export interface RubyRequest {
  readonly codeDirectory: string;
  readonly runtime: string;
  readonly toThisMachine: boolean;
  readonly definition: FunctionDefinition;
  readonly resolution: HandlerResolution;
}

/** The source where it is, with the gems that its Gemfile lists in `vendor/bundle`, unless somebody has put them there already. */
export async function rubyFunction(gems: Gems, request: RubyRequest, tools: CompileTools): Promise<Layout> {
  const { codeDirectory, runtime, toThisMachine, definition, resolution } = request;
  const problems = refuseUnresolved(resolution);
  const source = await sourceFolder(tools.files, codeDirectory, definition, { nodeModules: true });
  const warnings = [...problems, ...source.warnings];
  const isBundled = source.files.some(({ path }) => path.startsWith('vendor/bundle/'));
  const installed = isBundled ? undefined : await gems.install(codeDirectory, runtime, tools);
  if (installed === undefined) return { ...source, warnings };
  const walked = await walk(tools.files, installed, {
    enterFolder: (path, name) => !/^(\.bundle|cache|doc|build_info)$/.test(name) || path.includes('/gems/'),
    takeFile: () => true,
  });
  // Lambda looks for them under its own version.
  const version = `${runtime.slice('ruby'.length)}.0`;
  const bundled = walked.files.map((path) => ({
    path: `vendor/bundle/${path.replace(/^ruby\/[^/]+\//, `ruby/${version}/`)}`,
    source: join(installed, path),
  }));
  const native = walked.files.find((path) => /\.(so|bundle|dll)$/.test(path));
  const note = `${native} is compiled for this machine’s system and Ruby: it may not load in AWS.`;
  return {
    ...source,
    searchPaths: [installed],
    files: [...source.files, ...bundled],
    warnings: native === undefined || toThisMachine ? warnings : [...warnings, note],
  };
}
