import { resolve } from 'node:path';
import type { CodeLocation, PackagedFile } from '../model.ts';
import { argumentOf, isNothing, type ProgramValue, reasonOf } from '../program/index.ts';
import { pulumiCallee } from './names.ts';

/** What Pulumi packs. `base`: the folder that the program is run in. */
export function readCode(value: ProgramValue | undefined, base: string | undefined): CodeLocation {
  if (isNothing(value)) return unknown('the program doesn’t say where its code is');
  const path = argumentOf(value.kind === 'call' ? value : undefined, 0, 'path');
  switch (pulumiCallee(value)) {
    case 'FileArchive':
    case 'FileAsset':
      return pathOf(path, base);
    case 'AssetArchive':
      return archiveOf(argumentOf(value.kind === 'call' ? value : undefined, 0, 'assets'), base);
    case 'RemoteArchive':
      return unknown('the code is downloaded');
    default:
      return unknown(reasonOf(value));
  }
}

function pathOf(value: ProgramValue | undefined, base: string | undefined): CodeLocation {
  if (value?.kind !== 'text') return unknown(value === undefined ? 'the program doesn’t say where its code is' : reasonOf(value));
  if (base === undefined) return unknown('the program doesn’t say which folder it is run in');
  const path = resolve(base, value.text);
  return /\.(zip|jar|war|tgz|tar\.gz)$/i.test(path) ? { kind: 'archive', path } : { kind: 'directory', path };
}

/** A folder under `.` is the package, whatever is added to it; single files are all that there is. */
function archiveOf(assets: ProgramValue | undefined, base: string | undefined): CodeLocation {
  if (assets?.kind !== 'object') return unknown(assets === undefined ? 'an empty archive' : reasonOf(assets));
  const { entries, gap } = assets.entries();
  const folder = entries.find(({ key }) => /^\.?\/?$/.test(key));
  if (folder !== undefined) return readCode(folder.value, base);
  if (gap !== undefined) return unknown(gap);
  const files: PackagedFile[] = [];
  for (const { key, value } of entries) {
    const content = contentOf(value, base);
    if (content === undefined) return unknown('the archive is put together of several folders');
    files.push({ name: key, content });
  }
  return { kind: 'files', files };
}

function contentOf(value: ProgramValue, base: string | undefined): PackagedFile['content'] | undefined {
  if (value.kind !== 'call') return undefined;
  const first = argumentOf(value, 0, 'path') ?? argumentOf(value, 0, 'text');
  const text = first?.kind === 'text' ? first.text : undefined;
  if (pulumiCallee(value) === 'StringAsset') return { kind: 'text', text };
  if (pulumiCallee(value) !== 'FileAsset' || text === undefined || base === undefined) return undefined;
  return { kind: 'file', path: resolve(base, text) };
}

function unknown(reason: string): CodeLocation {
  return { kind: 'unknown', reason };
}
