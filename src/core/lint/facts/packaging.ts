import { basename } from 'node:path';
import type { AnalysedFunction } from '../../analysis/model.ts';
import type { HandlerContext } from '../../handler/context.ts';
import type { PackagingFacts } from './model.ts';

/** What the directory of an archive tells. */
export async function packagingFacts({ definition }: AnalysedFunction, context: HandlerContext): Promise<PackagingFacts | undefined> {
  const { code, handler } = definition;
  if (code.kind !== 'archive') return undefined;
  const stat = await context.files.stat(code.path);
  if (stat?.type !== 'file') return undefined;
  const zipped = { name: basename(code.path), zipped: stat.size };
  const archive = await context.archives.open(code.path, context.files);
  if (archive === undefined) return zipped;
  const unzipped = archive.entries.reduce((sum, { size }) => sum + size, 0);
  const names = archive.entries.map(({ name }) => name);
  const folder = handler.kind === 'literal' ? nestedFolder(names, handler.value) : undefined;
  return { ...zipped, unzipped, ...(folder === undefined ? {} : { nestedFolder: folder }) };
}

/** The one folder that all files are in, where the handler's module is at its top; what systems add beside it doesn't count. */
function nestedFolder(names: readonly string[], handler: string): string | undefined {
  const own = names.filter((name) => !/^__MACOSX\/|(?:^|\/)\.DS_Store$/.test(name));
  const [folder, ...others] = new Set(own.map((name) => (name.includes('/') ? (name.split('/')[0] ?? '') : '')));
  if (folder === undefined || folder === '' || others.length > 0 || handler.startsWith(`${folder}/`)) return undefined;
  const module = handler.replace(/\.[^./]*$/, '');
  return ['.js', '.mjs', '.cjs', '.py', '.rb'].some((extension) => own.includes(`${folder}/${module}${extension}`)) ? folder : undefined;
}
