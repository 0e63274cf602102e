import { dirname, join } from 'node:path';
import type { FunctionDefinition } from '../model.ts';
import { Evaluator, libraryCalls, type Module, type ProgramFunction, type ProgramValue, type TextValue } from '../program/index.ts';
import type { Dialect } from '../program/reader.ts';
import type { ReadContext } from '../reader.ts';
import { callsOf, readApis } from './apis.ts';
import { constructDefaults, finderOf, idOf, placesIn } from './calls.ts';
import { defaultCode } from './defaults.ts';
import { readDefinition } from './settings.ts';
import { readSources } from './sources.ts';
import { readWebSockets } from './webSockets.ts';

/** SST: the constructs of versions 1 and 2, and the components of version 3. */
export const sstDialect: Dialect = {
  format: 'sst',
  mayDefine: (text) =>
    /\bsst\.aws\b|\bsst\/constructs\b|@serverless-stack\/resources|\bnew aws\.\w|\.(?:subscribe|route|notify)\(/.test(text) &&
    /\bsst\b|serverless-stack/.test(text),
  functions: readFunctions,
  apis: async (_module, named, functions) => readApis(callsOf(functions), named),
  webSockets: async (_module, named, functions) => readWebSockets(callsOf(functions), named),
  messaging: async (_module, named, functions) => readSources(callsOf(functions), named),
};

async function readFunctions(module: Module, context: ReadContext): Promise<readonly ProgramFunction[]> {
  const root = await rootOf(module.source.path, context);
  const evaluator = new Evaluator({ workingDirectory: root });
  const code = root === undefined ? undefined : await defaultCode(module.source.path, root, context.files);
  const calls = libraryCalls(module, evaluator, {
    matches: (call) => finderOf(call) !== undefined,
    names: (call) => [idOf(call), ...placesIn(call).map(({ label }) => label)],
    parts: (call) => placesIn(call).map(({ value }) => value),
  });
  const functions: ProgramFunction[] = [];
  for (const at of calls) {
    for (const { label, value } of placesIn(at.call)) {
      const settings = readDefinition(value, { root, code, construct: constructDefaults(at.call) });
      if (settings === undefined) continue;
      const { handler } = settings;
      const runtime = settings.runtime.kind === 'absent' ? await runtimeBeside(settings.code, handler, context) : settings.runtime;
      const body = label === undefined ? undefined : value.place;
      functions.push({
        at,
        id: named(idOf(at.call), label),
        kind: 'Function',
        physicalName: { kind: 'absent' },
        settings: { ...settings, runtime },
        ...(body === undefined || body.source !== module.source ? {} : { body }),
      });
    }
  }
  return functions;
}

/** SST runs in the folder of its configuration. */
async function rootOf(path: string, { folder, files }: ReadContext): Promise<string | undefined> {
  for (let current = dirname(path); ; current = dirname(current)) {
    const names = (await files.readDirectory(current)).map(({ name }) => name);
    if (names.some((name) => /^sst\.(?:json|config\.[cm]?[jt]s)$/.test(name))) return current;
    if (current === folder || current === dirname(current)) return undefined;
  }
}

function named(id: ProgramValue | undefined, label: TextValue | undefined): ProgramValue | undefined {
  if (label === undefined) return id;
  return id?.kind === 'text' ? { ...label, text: `${id.text}.${label.text}` } : label;
}

const SOURCES = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.jsx'];

/** Without a runtime it is Node.js, unless the app has another one by default: then the handler's file tells. */
async function runtimeBeside(
  code: FunctionDefinition['code'],
  handler: FunctionDefinition['handler'],
  { files }: ReadContext,
): Promise<FunctionDefinition['runtime']> {
  if (code.kind !== 'directory' || handler.kind !== 'literal') return { kind: 'absent' };
  const module = join(code.path, handler.value.replace(/\.[^./]*$/, ''));
  for (const extension of SOURCES) if ((await files.stat(module + extension))?.type === 'file') return { kind: 'absent' };
  for (const extension of ['.py', '.go', '.java', '.cs', '.rs', '']) {
    if ((await files.stat(module + extension)) !== undefined) return { kind: 'unknown', reason: 'the app’s default' };
  }
  return { kind: 'absent' };
}
