import { resolve } from 'node:path';
import type { Message } from 'esbuild';
import { WorkbenchError } from '../errors.ts';

/** What esbuild threw, as a failure that a person can act upon. Paths are relative to `codeDirectory` in esbuild's words. */
export function bundleFailure(error: unknown, codeDirectory: string): unknown {
  const [first, ...rest] = messagesOf(error);
  if (first === undefined) {
    if (error instanceof Error && /canceled/i.test(error.message)) {
      return new WorkbenchError('cancelled', 'The build was cancelled.', 'Run it again.', { cause: error });
    }
    return error;
  }
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
  return new WorkbenchError('build-failed', `${placed(first, codeDirectory)}${more}.`, adviceFor(first), { cause: error });
}

/** Another way of writing the same output format may do. */
export function isTopLevelAwait(error: unknown): boolean {
  const messages = messagesOf(error);
  return messages.some((message) => message.text.startsWith('Top-level await is currently not supported with the "cjs"'));
}

/** `/code/src/a.ts:3:8: Could not resolve "x".`; line and column count from 1. */
export function warningText(message: Message, codeDirectory: string): string {
  return `${placed(message, codeDirectory)}.`;
}

/** esbuild ends most of its sentences with nothing, some with a stop. */
function placed({ location, text: said }: Message, codeDirectory: string): string {
  const text = said.replace(/\.$/, '');
  return location === null ? text : `${resolve(codeDirectory, location.file)}:${location.line}:${location.column + 1}: ${text}`;
}

function adviceFor(message: Message): string {
  const wanted = /^Could not resolve "([^"]+)"/.exec(message.text)?.[1];
  if (wanted === undefined) return 'Correct the source, then try again.';
  if (/^[./]/.test(wanted)) return 'Correct the path of the import, or create the file.';
  const name = wanted.split('/', wanted.startsWith('@') ? 2 : 1).join('/');
  return `Run npm install, or npm install ${name} if package.json doesn’t list it yet.`;
}

function messagesOf(error: unknown): readonly Message[] {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return [];
  return error.errors as readonly Message[];
}
