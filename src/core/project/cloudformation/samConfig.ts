import { basename, dirname, join, resolve } from 'node:path';
import type { TemplateResult } from '../model.ts';
import type { FormatReader, ProjectFile, ReadContext } from '../reader.ts';
import { maxTemplateSize, readTemplate, templateReader } from './index.ts';

/** A SAM project's settings: the template that they name may be called anything. */
export const samConfigReader: FormatReader = {
  isCandidate: (name) => /^samconfig\.(?:toml|ya?ml)$/.test(name),
  mayDefine: (text) => /\btemplate(?:_file)?\b/.test(text),
  read,
};

/** The first template with a name under which it isn't found by itself. Of several settings in one folder the CLI reads the TOML. */
async function read(file: ProjectFile, { folder, files, trees }: ReadContext): Promise<TemplateResult> {
  const first = join(dirname(file.path), 'samconfig.toml');
  if (file.path !== first && (await files.stat(first)) !== undefined) return { kind: 'not-a-template' };
  for (const path of templatesOf(file)) {
    if (templateReader.isCandidate(basename(path))) continue;
    const stat = await files.stat(path);
    const text = stat?.type === 'file' && stat.size <= maxTemplateSize ? await files.readText(path) : undefined;
    const result = text === undefined ? undefined : readTemplate(path, text, folder, undefined, trees);
    if (result !== undefined && result.kind !== 'not-a-template') return result;
  }
  return { kind: 'not-a-template' };
}

/** `template_file = "infra/stack.tpl"` of any command and environment; relative to the settings. */
function templatesOf({ path, text }: ProjectFile): ReadonlySet<string> {
  const lines = text.matchAll(/^[ \t]*["']?template(?:_file)?["']?[ \t]*[=:][ \t]*["']?([^"'#\r\n]{1,500})/gm);
  return new Set([...lines].map(([, name = '']) => resolve(dirname(path), name.trim())));
}
