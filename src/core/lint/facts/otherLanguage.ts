import { join } from 'node:path';
import type { AnalysedFunction } from '../../analysis/model.ts';
import { splitNodeHandler } from '../../handler/nodeHandler.ts';
import { splitPythonHandler } from '../../handler/pythonHandler.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import type { OtherLanguage } from './model.ts';

const EXTENSIONS = {
  'Node.js': ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx'],
  Python: ['.py'],
  Ruby: ['.rb'],
} as const;

/** The handler's module, where it is there in another language only. A build may make anything, so only what is packed as it is counts. */
export async function otherLanguage(
  { definition, resolution }: AnalysedFunction,
  files: ReadableFileSystem,
): Promise<OtherLanguage | undefined> {
  const { code, handler, runtime, build } = definition;
  if (resolution.kind === 'resolved' || build.kind !== 'none') return undefined;
  if (code.kind !== 'directory' || handler.kind !== 'literal' || runtime.kind !== 'literal') return undefined;
  const own = languageOf(runtime.value);
  const module = own === undefined ? undefined : moduleOf(handler.value, own);
  if (own === undefined || module === undefined) return undefined;
  const there = async (language: OtherLanguage['language']): Promise<string | undefined> => {
    for (const extension of EXTENSIONS[language]) {
      const path = join(code.path, module + extension);
      if ((await files.stat(path))?.type === 'file') return path;
    }
    return undefined;
  };
  if ((await files.stat(join(code.path, module))) !== undefined || (await there(own)) !== undefined) return undefined;
  for (const language of ['Node.js', 'Python', 'Ruby'] as const) {
    const path = language === own ? undefined : await there(language);
    if (path !== undefined) return { language, path };
  }
  return undefined;
}

function languageOf(runtime: string): OtherLanguage['language'] | undefined {
  if (/^nodejs\d/.test(runtime)) return 'Node.js';
  if (/^python\d/.test(runtime)) return 'Python';
  return /^ruby\d/.test(runtime) ? 'Ruby' : undefined;
}

/** The path of the module that the handler names, without its extension; undefined where it names none below the code. */
function moduleOf(handler: string, language: OtherLanguage['language']): string | undefined {
  if (/[^\w./-]/.test(handler) || handler.includes('..') || handler.startsWith('/')) return undefined;
  if (language === 'Ruby') return handler.split('.')[0];
  const parts = language === 'Node.js' ? splitNodeHandler(handler) : splitPythonHandler(handler);
  if (typeof parts === 'string') return undefined;
  return language === 'Node.js' ? parts.module : parts.module.replaceAll('.', '/');
}
