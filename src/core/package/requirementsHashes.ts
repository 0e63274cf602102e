import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ReadableFileSystem } from '../ports.ts';

/**
 * A list that pins by hashes, with those of wheels that were built of what it pins: pip takes no other file. Undefined for a list
 * without hashes. It may stand in any folder, as long as pip runs in `list`.
 *
 * @param list absolute folder of requirements.txt
 * @param wheels absolute folder of wheels
 */
export async function listWithHashesOf(wheels: string, list: string, files: ReadableFileSystem): Promise<string | undefined> {
  let text = (await files.readText(join(list, 'requirements.txt'))) ?? '';
  if (!text.includes('--hash=')) return undefined;
  for (const { name } of await files.readDirectory(wheels)) {
    const [, project, version] = /^([^-]+)-([^-]+)-.*\.whl$/.exec(name) ?? [];
    const bytes = await files.readBytes(join(wheels, name));
    if (project === undefined || version === undefined || bytes === undefined) continue;
    const hash = createHash('sha256').update(bytes).digest('hex');
    text = text.replace(pinOf(project, version), (pin) => `${pin}--hash=sha256:${hash} `);
  }
  // Only what a list includes is looked for beside it; all else is where pip runs.
  return text.replace(/^(\s*(?:-r|--requirement|-c|--constraint)[ =]*)(\S+)/gm, (_, option, path) => `${option}${resolve(list, path)}`);
}

/** A requirement up to its first hash, which may be some lines below it. Names are spelt in several ways: PEP 503. */
function pinOf(project: string, version: string): RegExp {
  const name = project
    .split(/[-_.]+/)
    .map(literally)
    .join('[-_.]+');
  return new RegExp(
    `^[ \\t]*${name}[ \\t]*(?:\\[[^\\]\\n]*\\])?[ \\t]*==[ \\t]*${literally(version)}(?![\\w.])(?:\\\\\\r?\\n|[^\\n])*?(?=--hash=)`,
    'im',
  );
}

function literally(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
