import { join } from 'node:path';
import type { HandlerContext } from '../handler/context.ts';
import { inlineFile } from '../handler/inline.ts';
import { JsModules, SOURCE_EXTENSIONS } from '../handler/javascript/exports.ts';
import type { ModuleExports } from '../handler/model.ts';
import { locateNodeSources } from '../handler/nodeSources.ts';
import { PyModules } from '../handler/python/modules.ts';
import { readGems } from '../handler/ruby/gems.ts';
import { RubyProgram } from '../handler/ruby/program.ts';
import { findSources, type SourceFile } from '../handler/search/sources.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { jvmModules, netModules } from './compiledModules.ts';
import type { HandlerModules, NamedModule } from './handlerModules.ts';

/** Undefined where a handler string means nothing that could be offered: images, what is only built by deploying. */
export async function modulesOf(definition: FunctionDefinition, context: HandlerContext): Promise<HandlerModules | undefined> {
  const { runtime, code } = definition;
  if (runtime.kind === 'literal' && code.kind === 'inline') return inlineModules(definition, runtime.value, code.text, context);
  if (runtime.kind !== 'literal' || code.kind !== 'directory') return undefined;
  const node = /^nodejs(\d+)/.exec(runtime.value);
  if (node !== null) return nodeModules(definition, code.path, Number(node[1]), context);
  if (runtime.value.startsWith('python3')) return pythonModules(code.path, context);
  if (runtime.value.startsWith('java')) return jvmModules(definition, code.path, context);
  if (/^dotnet(?:core)?\d/.test(runtime.value)) return netModules(definition, code.path, context);
  return runtime.value.startsWith('ruby') ? rubyModules(definition, code.path, context) : undefined;
}

/** Inline code is always the module `index`. */
function inlineModules(
  definition: FunctionDefinition,
  runtime: string,
  text: string | undefined,
  context: HandlerContext,
): HandlerModules | undefined {
  const node = runtime.startsWith('nodejs');
  if (text === undefined || !(node || runtime.startsWith('python3'))) return undefined;
  const { path, overlay } = inlineFile(definition, node ? 'index.js' : 'index.py', text, context);
  const modules = node ? new JsModules(overlay) : new PyModules(definition.templatePath, overlay);
  return {
    files: [{ path, module: 'index' }],
    separator: '.',
    moduleBefore: async (typed) =>
      typed.startsWith('index.') ? { written: 'index', exports: offered(await modules.list(path), path) } : undefined,
  };
}

async function nodeModules(definition: FunctionDefinition, root: string, major: number, context: HandlerContext): Promise<HandlerModules> {
  return {
    files: await sourcesOf(root, SOURCE_EXTENSIONS, context),
    separator: '.',
    async moduleBefore(typed) {
      // As the runtime splits: at the first dot of the last part.
      const dot = typed.indexOf('.', typed.lastIndexOf('/') + 1);
      if (dot < 1) return undefined;
      const written = typed.slice(0, dot);
      const request = { definition, context, handler: typed, root, rootExists: true };
      const located = await locateNodeSources(request, { module: written.replace(/^\.\//, ''), exportName: 'handler' }, major);
      if (located.kind !== 'found') return undefined;
      const [path = ''] = located.paths;
      return { written, exports: offered(await new JsModules(context).list(path), path) };
    },
  };
}

async function pythonModules(root: string, context: HandlerContext): Promise<HandlerModules> {
  return {
    files: await sourcesOf(root, ['.py'], context),
    separator: '.',
    async moduleBefore(typed) {
      const dot = typed.lastIndexOf('.');
      if (dot < 1) return undefined;
      const written = typed.slice(0, dot);
      const modules = new PyModules(root, context);
      const located = await modules.locate(written.split(/[/.]/));
      if (located.kind !== 'file') return undefined;
      return { written, exports: offered(await modules.list(located.path), located.path) };
    },
  };
}

async function rubyModules(definition: FunctionDefinition, root: string, context: HandlerContext): Promise<HandlerModules> {
  return {
    files: await sourcesOf(root, ['.rb'], context),
    separator: '.',
    async moduleBefore(typed) {
      const dot = typed.indexOf('.');
      if (dot < 1) return undefined;
      const written = typed.slice(0, dot);
      const program = await RubyProgram.load(join(root, `${written}.rb`), root, await readGems(root, definition.folder, context), context);
      if (typeof program === 'string') return undefined;
      const exports = program.members('').map(({ handler, at }) => ({ name: handler.slice(1), path: at.path, isFunction: true }));
      return { written, exports };
    },
  };
}

/** Tests aren't what a function runs. */
async function sourcesOf(root: string, extensions: readonly string[], context: HandlerContext): Promise<readonly SourceFile[]> {
  const sources = await findSources(root, extensions, context);
  return sources.filter(({ module }) => !/(?:^|\/)(?:tests?|spec|__init__)(?:\/|$)|(?:^|\/)test_/.test(module));
}

function offered({ exports }: ModuleExports, file: string): NamedModule['exports'] {
  const callable = exports.filter(({ name, kind }) => kind !== 'not-a-function' && !name.startsWith('_'));
  return [
    ...new Map(callable.map(({ name, kind, at }) => [name, { name, path: at.path || file, isFunction: kind === 'function' }])).values(),
  ];
}
