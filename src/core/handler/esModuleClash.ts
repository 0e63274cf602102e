import { dirname, extname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import { isWithin } from '../paths.ts';
import type { JsModules } from './javascript/exports.ts';
import type { HandlerProblem } from './model.ts';
import { type HandlerRequest, shown } from './request.ts';
import { nodeProject, upwards } from './search/project.ts';

/**
 * The problem of a file that sets `exports` or `module.exports` and is an ES module, where there are none: loading it fails.
 * Undefined where it isn't one, or where some build may make it anew.
 */
export async function esModuleClash(
  path: string,
  exportName: string,
  request: HandlerRequest,
  modules: JsModules,
): Promise<HandlerProblem | undefined> {
  const { root, definition } = request;
  if (definition.build.kind !== 'none' || !/\.m?js$/.test(path)) return undefined;
  const facts = await modules.facts(path);
  if (typeof facts === 'string' || facts.style !== 'commonjs' || facts.doubt !== undefined) return undefined;
  const reason = extname(path) === '.mjs' ? 'its extension makes it' : await manifestReason(path, request);
  if (reason === undefined || (await nodeProject(root, definition.folder, request.context)).bundler !== undefined) return undefined;
  const style = `${shown(path, request)} sets exports as CommonJS does, but ${reason} an ES module, which has none`;
  return {
    code: 'handler.export-not-found',
    message: `${style}: loading it fails. Write 'export const ${exportName} = …' there.`,
    path,
    exportName,
    suggestions: [],
    insertion: { range: facts.end, text: '' },
  };
}

/** Of the nearest package.json that is in the package too. */
async function manifestReason(path: string, request: HandlerRequest): Promise<string | undefined> {
  const { root, context } = request;
  if (!isWithin(root, path)) return undefined;
  for (const folder of upwards(dirname(path), root)) {
    const manifest = join(folder, 'package.json');
    const text = await context.files.readText(manifest);
    if (text === undefined) continue;
    const content: unknown = parse(text);
    const isModule = typeof content === 'object' && content !== null && 'type' in content && content.type === 'module';
    return isModule ? `"type": "module" in ${shown(manifest, request)} makes it` : undefined;
  }
  return undefined;
}
