import type { FunctionDefinition } from '../model.ts';
import { type CallValue, Evaluator, libraryCalls, type Module, type ProgramFunction, textValue } from '../program/index.ts';
import type { Dialect } from '../program/reader.ts';
import type { ReadContext } from '../reader.ts';
import { readApis } from './apis/index.ts';
import { readWebSockets } from './apis/webSockets.ts';
import { type Base, baseOf } from './base.ts';
import { readExecution } from './execution.ts';
import { kindOf } from './kinds.ts';
import { AddedLayers, addedLater } from './later.ts';
import { cdkCallee } from './names.ts';
import { type Construct, constructOf } from './properties.ts';
import { readSettings } from './settings.ts';
import { readSources } from './sources/index.ts';

/** The AWS CDK, versions 1 and 2: constructs of functions, of all levels. */
export const cdkDialect: Dialect = {
  format: 'cdk',
  mayDefine: (text) =>
    /aws-cdk-lib|@aws-cdk\/|\baws_cdk\b|monocdk|amazon\.awscdk|Amazon\.CDK|aws-cdk-go/.test(text) && /Function|Lambda/.test(text),
  functions: readFunctions,
  async apis(module, named, _functions, context) {
    const base = await baseOf(module.source.path, context);
    return readApis(module, new Evaluator({ workingDirectory: base?.folder }), named);
  },
  async webSockets(module, named, _functions, context) {
    const base = await baseOf(module.source.path, context);
    return readWebSockets(module, new Evaluator({ workingDirectory: base?.folder }), named);
  },
  messaging: async (module, named) => readSources(module, new Evaluator({ workingDirectory: undefined }), named),
};

async function readFunctions(module: Module, context: ReadContext): Promise<readonly ProgramFunction[]> {
  const base = await baseOf(module.source.path, context);
  const evaluator = new Evaluator({ workingDirectory: base?.folder });
  const calls = libraryCalls(module, evaluator, {
    matches: (call) => isConstruct(call) && kindOf(call) !== undefined,
    names: (call) => [constructOf(call).id],
    parts: (call) => kindOf(call)?.parts(constructOf(call)) ?? [],
  });
  const layers = new AddedLayers(module, evaluator);
  const open = module.program.calls.filter((call) => !layers.follows(call));
  const functions: ProgramFunction[] = [];
  for (const at of calls) {
    const construct = layers.with(constructOf(at.call));
    const settings = await readConstruct(construct, base, context);
    if (settings === undefined) continue;
    const kind = (cdkCallee(at.call) ?? '').split('.').at(-1) ?? 'Function';
    const physicalName = textValue(construct.get('functionName'));
    const { calls: there } = at.site.module.program;
    const added = addedLater(at.site.module === module ? open : [...open, ...there], settings);
    functions.push({ at, id: construct.id, kind, physicalName, settings: { ...settings, ...added } });
  }
  return functions;
}

/** A scope and an id: what has less is a type's name in another role. */
function isConstruct(call: CallValue): boolean {
  return call.arguments.length >= 2 || call.keywords !== undefined;
}

async function readConstruct(
  construct: Construct,
  base: Base | undefined,
  context: ReadContext,
): Promise<ProgramFunction['settings'] | undefined> {
  const body = kindOf(construct.call)?.body(construct, base?.folder);
  if (body === undefined) return undefined;
  const { entries, ...settled } = body;
  const settings = { ...settled, ...readSettings(construct), execution: readExecution(construct, base?.folder) };
  const chosen = entries === undefined ? settings : { ...settings, ...(await atFirst(entries, settings, context)) };
  return { ...chosen, ...(await unlessDoubtful(chosen, base, context)) };
}

/** The first of the files that is there; the first of all where none is. */
async function atFirst(
  entries: readonly string[],
  settings: Pick<FunctionDefinition, 'build'>,
  { files }: ReadContext,
): Promise<Pick<FunctionDefinition, 'build'>> {
  const { build } = settings;
  if (build.kind !== 'entry') return { build };
  for (const path of entries) if ((await files.stat(path))?.type === 'file') return { build: { ...build, path } };
  return { build };
}

/** Code that isn't where it seems to be is unknown, where there is another place that may be meant. */
async function unlessDoubtful(
  { code, build }: Pick<FunctionDefinition, 'code' | 'build'>,
  base: Base | undefined,
  { files }: ReadContext,
): Promise<Pick<FunctionDefinition, 'code' | 'build'>> {
  if (code.kind !== 'directory' || (base?.certain === true && !base.compiled)) return { code, build };
  if ((await files.stat(build.kind === 'entry' ? build.path : code.path)) !== undefined) return { code, build };
  const reason =
    base?.compiled === true
      ? 'the program runs from the folder that it is compiled to'
      : 'the program doesn’t say which folder it is run in';
  return { code: { kind: 'unknown', reason }, build: build.kind === 'entry' ? { kind: 'bundler', by: build.by } : build };
}
