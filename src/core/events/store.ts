import { dirname, join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { jsonFault, parseJson } from './json.ts';
import type { TestEvent } from './model.ts';

const extension = '.json';
const expectationExtension = '.expected.json';

/** `events/<logicalId>` beside the template: readable, committed, shared. */
export function eventDirectory(definition: FunctionDefinition): string {
  return join(dirname(definition.templatePath), 'events', folderName(definition.logicalId));
}

/** Ids of programs and of Terraform hold quotes and slashes (`greet["a/b"]`), which no folder has on every system: `greet-a-b`. */
function folderName(logicalId: string): string {
  return logicalId.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '') || 'function';
}

/** A function's saved test events, by name. */
export async function listTestEvents(definition: FunctionDefinition, files: FileSystem): Promise<readonly TestEvent[]> {
  const directory = eventDirectory(definition);
  const names = (await files.readDirectory(directory)).filter((entry) => entry.type === 'file').map((entry) => entry.name);
  return names
    .filter((name) => name.endsWith(extension) && !name.endsWith(expectationExtension))
    .map((fileName) => fileName.slice(0, -extension.length))
    .sort((a, b) => a.localeCompare(b))
    .map((name) => testEvent(directory, name, names));
}

/**
 * The bytes of an event file, as they are.
 * Throws `event-not-found`, and `event-unreadable` with line and column where it isn't JSON: Lambda would refuse it with
 * InvalidRequestContentException.
 */
export async function readTestEvent(path: string, files: FileSystem): Promise<Uint8Array> {
  const bytes = await files.readBytes(path);
  if (bytes === undefined) {
    throw new WorkbenchError(
      'event-not-found',
      `There is no event file ${path}.`,
      'Check the path, or create a test event for the function.',
    );
  }
  await checkEvent(new TextDecoder().decode(bytes), path);
  return bytes;
}

/** Rejects with `event-unreadable` where `text` isn't JSON; `origin` names it in the message. */
export async function checkEvent(text: string, origin: string): Promise<void> {
  if (parseJson(text).kind === 'valid') return;
  const { problem, at } = await jsonFault(text);
  const place = `${origin}:${at.line + 1}:${at.character + 1}`;
  throw new WorkbenchError('event-unreadable', `The event isn’t valid JSON: ${problem} at ${place}.`, 'Correct it, then run it again.');
}

/** Neither a file nor one of `events` is called so. */
export function noSuchEvent({ name }: FunctionDefinition, wanted: string, events: readonly TestEvent[]): WorkbenchError {
  const known = events.map((event) => event.name);
  return new WorkbenchError(
    'event-not-found',
    `${name} has no test event "${wanted}", and there is no such file.`,
    known.length === 0 ? 'No test event of it is saved yet: name a JSON file.' : `Its test events: ${known.join(', ')}.`,
  );
}

/** Where a new event of this name goes. Throws `arguments` for a name that can't be a file's, `scaffold-conflict` where it is taken. */
export async function newTestEventPath(definition: FunctionDefinition, name: string, files: FileSystem): Promise<string> {
  const problem = eventNameProblem(name);
  if (problem !== undefined) throw new WorkbenchError('arguments', problem, 'Use letters, digits, dots, hyphens and underscores.');
  const path = join(eventDirectory(definition), name + extension);
  if ((await files.stat(path)) !== undefined) {
    throw new WorkbenchError('scaffold-conflict', `${definition.logicalId} already has a test event "${name}".`, 'Choose another name.');
  }
  return path;
}

/** Why `name` can't name an event; undefined when it can. */
export function eventNameProblem(name: string): string | undefined {
  if (name === '') return 'An event needs a name.';
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return `"${name}" can’t be an event’s file name.`;
  if (name.endsWith('.expected')) return 'Names that end in ".expected" are kept for expected results.';
  return undefined;
}

function testEvent(directory: string, name: string, siblings: readonly string[]): TestEvent {
  const path = join(directory, name + extension);
  const expectation = name + expectationExtension;
  return siblings.includes(expectation) ? { name, path, expectationPath: join(directory, expectation) } : { name, path };
}
