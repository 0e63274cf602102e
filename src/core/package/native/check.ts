import { Buffer } from 'node:buffer';
import { type Architecture, programFormat } from '../../programFormat.ts';

/** What will keep a program from starting in AWS, in words. */
export function programWarnings(
  name: string,
  bytes: Uint8Array,
  runtime: string,
  wanted: Exclude<Architecture, 'other'>,
): readonly string[] {
  const format = programFormat(bytes);
  if (format.kind === 'none') return [`${name} is no program: Lambda will say "exec format error".`];
  if (format.kind === 'script') return [];
  if (format.system !== 'linux') return [`${name} is a program for another system than Linux: Lambda will say "exec format error".`];
  if (!format.architectures.includes(wanted)) {
    const built = format.architectures.join(', ');
    return [`${name} is a program for ${built}, and the function’s Architectures is ${wanted}: Lambda will say "exec format error".`];
  }
  const has = runtime === 'provided.al2023' ? 34 : 26;
  const needed = newestGlibc(bytes);
  if (needed <= has) return [];
  return [`${name} needs glibc 2.${needed}, and ${runtime} has 2.${has}: build it on an older system, or for musl.`];
}

/** The minor version of the newest symbols that a program takes from glibc; 0 for one that takes none. */
function newestGlibc(bytes: Uint8Array): number {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let newest = 0;
  for (let at = content.indexOf(SYMBOL); at >= 0; at = content.indexOf(SYMBOL, at + SYMBOL.length)) {
    const version = /^\d+(?=[.\d]*\0)/.exec(content.toString('latin1', at + SYMBOL.length, at + SYMBOL.length + 8));
    newest = Math.max(newest, Number(version?.[0] ?? 0));
  }
  return newest;
}

const SYMBOL = '\0GLIBC_2.';
