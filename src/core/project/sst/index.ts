import { dirname, join } from 'node:path';
import type { FunctionDefinition } from '../model.ts';
import {
  type CallValue,
  Evaluator,
  libraryCalls,
  type Module,
  memberOf,
  type ProgramFunction,
  type ProgramValue,
  type TextValue,
} from '../program/index.ts';
import type { Dialect } from '../program/reader.ts';
import type { ReadContext } from '../reader.ts';
import { defaultCode } from './defaults.ts';
import { ADDITIONS, COMPONENTS, CONSTRUCTS, type FunctionPlace, METHODS } from './places.ts';
import { readDefinition } from './settings.ts';

/** SST: the constructs of versions 1 and 2, and the components of version 3. */
export const sstDialect: Dialect = {
  format: 'sst',
  mayDefine: (text) =>
    /\bsst\.aws\b|\bsst\/constructs\b|@serverless-stack\/resources|\bnew aws\.\w|\.(?:subscribe|route|notify)\(/.test(text) &&
    /\bsst\b|serverless-stack/.test(text),
  functions: readFunctions,
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

function placesIn(call: CallValue): readonly FunctionPlace[] {
  return finderOf(call)?.(call) ?? [];
}

/** How functions are found in a call of SST; undefined for what isn't one of its own. */
function finderOf(call: CallValue): ((call: CallValue) => readonly FunctionPlace[]) | undefined {
  const { callee } = call;
  if (callee.kind === 'part') {
    const maker = makerOf(callee.of);
    const isNew = maker === 'component';
    const addition = isNew ? undefined : ADDITIONS.get(callee.name);
    if (maker === undefined) return undefined;
    return isNew ? METHODS.get(callee.name) : addition && ((of) => addition(of.arguments));
  }
  const { from, path } = callee;
  const name = path.at(-1) ?? '';
  if (isConstructs(from)) {
    const find = path.length === 1 ? CONSTRUCTS.get(name) : undefined;
    return find && ((of) => find(of.arguments[2]));
  }
  if (!isComponent(from, path)) return undefined;
  const find = COMPONENTS.get(name);
  return find && ((of) => find(of.arguments[1]));
}

/** What made the thing whose method is called. */
function makerOf(value: ProgramValue): 'construct' | 'component' | undefined {
  if (value.kind === 'part') return makerOf(value.of);
  if (value.kind !== 'call') return undefined;
  if (value.callee.kind === 'part') return makerOf(value.callee.of);
  if (isConstructs(value.callee.from)) return 'construct';
  return isComponent(value.callee.from, value.callee.path) ? 'component' : undefined;
}

function isConstructs(from: string): boolean {
  return from === 'sst/constructs' || from === '@serverless-stack/resources' || from === 'sst/constructs/future';
}

/** `sst` is a global of version 3. */
function isComponent(from: string, path: readonly string[]): boolean {
  return from === '' && path[0] === 'sst' && path[1] === 'aws' && path.length === 3;
}

/** The text that names the construct. */
function idOf(call: CallValue): ProgramValue | undefined {
  const making = makingOf(call);
  return making?.arguments[isConstruct(making) ? 1 : 0];
}

/** What the construct says of all its functions. */
function constructDefaults(call: CallValue): ProgramValue | undefined {
  const making = makingOf(call);
  return making && isConstruct(making) ? memberOf(memberOf(making.arguments[2], 'defaults'), 'function') : undefined;
}

function isConstruct({ callee }: CallValue): boolean {
  return callee.kind !== 'part' && isConstructs(callee.from);
}

/** The call that makes the thing whose method is called, or the call itself. */
function makingOf(call: CallValue): CallValue | undefined {
  if (call.callee.kind !== 'part') return call;
  let of: ProgramValue = call.callee.of;
  while (of.kind === 'part') of = of.of;
  return of.kind === 'call' ? makingOf(of) : undefined;
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
