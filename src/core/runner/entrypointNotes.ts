import { join } from 'node:path';
import type { FileSystem } from '../ports.ts';
import { FORMAT_BYTES, type ProgramFormat, programFormat } from '../programFormat.ts';
import { layerFolders } from './layers.ts';
import type { FunctionError, RunnableFunction } from './model.ts';
import { programOf } from './runtimes/native.ts';

/** What a person can do about a program that can't be started: Lambda's own words, which are the result's, are those of the system. */
export async function entrypointNotes(error: FunctionError, fn: RunnableFunction, files: FileSystem): Promise<readonly string[]> {
  if (error.errorType !== 'Runtime.InvalidEntrypoint') return [];
  const program = programOf(fn);
  const bytes = await firstOf([join(fn.codeRoot, program), ...layerFolders(fn, 'bootstrap')], files);
  if (bytes === undefined) return [`There is no ${program} in ${fn.codeRoot}: build the program there, under that name.`];
  const { errorMessage } = error;
  if (errorMessage.endsWith('permission denied')) {
    return [
      `${program} can’t be executed: \`chmod +x ${program}\` allows it, and \`git update-index --chmod=+x ${program}\` in a repository.`,
    ];
  }
  const format = programFormat(bytes.subarray(0, FORMAT_BYTES));
  if (format.kind === 'script') return [scriptNote(program, bytes)];
  return errorMessage.endsWith('exec format error') ? [formatNote(program, bytes, format)] : [];
}

async function firstOf(paths: readonly string[], files: FileSystem): Promise<Uint8Array | undefined> {
  for (const path of paths) if ((await files.stat(path))?.type === 'file') return files.readBytes(path);
  return undefined;
}

/** Of one whose first line is read, and names nothing that is there. */
function scriptNote(program: string, bytes: Uint8Array): string {
  const [line = ''] = Buffer.from(bytes.subarray(0, MOST_OF_A_LINE)).toString('utf8').split('\n');
  if (line.endsWith('\r')) {
    return `The lines of ${program} end as those of Windows do, so that "${line.slice(2, -1)}" is looked for with a carriage return at its end. Save it with LF line ends; the line "${program} text eol=lf" in .gitattributes keeps them.`;
  }
  return `${program} is to be run by "${line.slice(2).trim()}", which isn’t on this machine.`;
}

const MOST_OF_A_LINE = 1024;

function formatNote(program: string, bytes: Uint8Array, format: ProgramFormat): string {
  if (format.kind === 'program') {
    const made = `${SYSTEMS[format.system]} on ${format.architectures.join(' and ')}`;
    return `${program} is a program for ${made}, and this machine is ${process.platform} on ${process.arch}. To run it here, let it be built from its source, or build it for this machine.`;
  }
  if (bytes.length === 0) return `${program} is empty.`;
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (isMarked)
    return `${program} begins with a byte order mark, which keeps its first line from being read. Save it as UTF-8 without one.`;
  return `${program} is neither a program nor a script whose first line says what runs it: begin a script with "#!/bin/sh".`;
}

const SYSTEMS = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;
