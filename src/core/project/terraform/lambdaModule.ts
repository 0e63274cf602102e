import path from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import { isGiven, readSingleFile } from './archive.ts';
import { buildsFiles } from './build.ts';
import { locatePackage } from './code.ts';
import { type Nested, readExecution } from './execution.ts';
import { type FunctionParts, partsOf } from './function.ts';
import { knownCode, type LocatedCode, unknownCode } from './located.ts';
import { attributeOf, type ModuleBlock } from './module.ts';
import { type FoundPath, toPath } from './paths.ts';
import type { Instance, Scope } from './scope.ts';
import { certain, type Evaluated, reasonOf, resolved, type Uses } from './value.ts';

/** Whether a call's source is the registry's `terraform-aws-modules/lambda`, by whatever way it is fetched; its submodules aren't functions. */
export function isLambdaModule(source: string): boolean {
  return /(^|[/:@])terraform-aws-modules\/(lambda\/aws|terraform-aws-lambda(\.git)?)(\/\/\.?\/?)?(\?.*)?$/.test(source);
}

/** A call of `terraform-aws-modules/lambda`, or of a module with its arguments; undefined where it makes no function. */
export async function readLambdaModule(
  block: ModuleBlock,
  scope: Scope,
  instance: Instance,
  files: ReadableFileSystem,
): Promise<FunctionParts | undefined> {
  const get = (name: string): Evaluated | undefined => withoutEmpty(scope.evaluate(block, name, instance));
  if (isSet(get('create'), false) || isSet(get('create_function'), false) || isSet(get('create_layer'), true)) return undefined;
  const located = await locate(get, scope, files);
  const args = {
    get,
    memory: 'memory_size',
    role: 'lambda_role',
    ephemeralStorage: get('ephemeral_storage_size'),
    variables: get('environment_variables'),
    written: attributeOf(block, 'environment_variables'),
  };
  const code = block.block.body.damaged ? unknownCode('the block it is in can’t be read to its end', located) : located;
  const nested: Nested = (outer, inner) => get(NESTED[`${outer}.${inner}`] ?? '');
  return { ...partsOf(args, code, scope), execution: await readExecution(get, nested, files) };
}

/** What the module calls the arguments of the resource's blocks; its `snap_start` is a flag, which no text stands for. */
const NESTED: Readonly<Record<string, string>> = {
  'logging_config.log_format': 'logging_log_format',
  'logging_config.system_log_level': 'logging_system_log_level',
  'logging_config.application_log_level': 'logging_application_log_level',
  'logging_config.log_group': 'logging_log_group',
  'dead_letter_config.target_arn': 'dead_letter_target_arn',
};

/** A call of some other module that isn't in this workspace, but is told a handler or a runtime. */
export function readRemoteModule(block: ModuleBlock, scope: Scope, instance: Instance): FunctionParts | undefined {
  const get = (name: string): Evaluated | undefined => withoutEmpty(scope.evaluate(block, name, instance));
  const runtime = get('runtime');
  const found = runtime === undefined ? undefined : resolved(runtime);
  const isRuntime =
    found?.kind === 'scalar' ? /^(nodejs|python|java|dotnet|ruby|go1|provided)/.test(String(found.value)) : found !== undefined;
  const hasHandler = attributeOf(block, 'handler') !== undefined;
  if (!isRuntime || !(hasHandler || attributeOf(block, 'function_name') !== undefined)) return undefined;
  const args = {
    get,
    memory: 'memory_size',
    role: 'role',
    ephemeralStorage: undefined,
    variables: get('environment_variables'),
    written: attributeOf(block, 'environment_variables'),
  };
  const parts = partsOf(args, unknownCode('the module that is called isn’t in this folder'), scope);
  return hasHandler ? parts : { ...parts, handler: { kind: 'unknown', reason: 'the module that is called isn’t in this folder' } };
}

async function locate(get: (name: string) => Evaluated | undefined, scope: Scope, files: ReadableFileSystem): Promise<LocatedCode> {
  const packageType = get('package_type');
  const type = packageType === undefined ? undefined : resolved(packageType);
  if (type?.kind === 'scalar' && type.value === 'Image') return knownCode({ kind: 'image' }, certain);
  if (type?.kind === 'unknown') return unknownCode(type.reason, type);
  const existing = get('local_existing_package');
  if (isGiven(existing)) return locatePackage(existing, scope, files);
  if (isGiven(get('image_uri'))) return knownCode({ kind: 'image' }, certain);
  if (isGiven(get('s3_existing_package'))) return unknownCode('the code is in S3');
  const sources = get('source_path');
  if (isSet(get('create_package'), false) || !isGiven(sources)) return unknownCode('the call doesn’t say where its code is');
  return locateSources(resolved(sources), scope, files, handlerOf(get('handler')));
}

/** `source_path`: a path, an object that says what is done to one, or a list of both. */
async function locateSources(value: Evaluated, scope: Scope, files: ReadableFileSystem, handler: string | undefined): Promise<LocatedCode> {
  if (value.kind === 'scalar') return locateSource(await toPath(value, scope, files), files);
  if (value.kind === 'map') return locateObject(value, scope, files);
  if (value.kind !== 'list') return unknownCode(reasonOf(value), value);
  const all = await Promise.all(value.items.map((item) => locateSources(resolved(item), scope, files, handler)));
  const [first] = all;
  if (first === undefined || all.length === 1) return first ?? unknownCode('the list of its sources is empty');
  // Packed together; the one that holds the handler is the one to read.
  for (const located of all) if (await holds(located, handler, files)) return located;
  return unknownCode('it is packed of several folders', value);
}

async function locateSource(found: FoundPath, files: ReadableFileSystem): Promise<LocatedCode> {
  if (found.kind === 'unknown') return unknownCode(found.reason, found);
  const stat = await unlessUnreadable(files.stat(found.path), undefined);
  if (stat?.type === 'file') return readSingleFile(found);
  return knownCode({ kind: 'directory', path: found.path }, found);
}

async function locateObject(value: Extract<Evaluated, { kind: 'map' }>, scope: Scope, files: ReadableFileSystem): Promise<LocatedCode> {
  const { entries } = value;
  const uses: Uses = value;
  if (value.gap !== undefined) return unknownCode(value.gap, uses);
  const source = entries.get('path');
  const prefix = entries.get('prefix_in_zip');
  if (isGiven(prefix) && textOf(prefix) !== '') return unknownCode('it is packed below another folder', uses);
  if (!isGiven(source)) return unknownCode('the call doesn’t say where its code is', uses);
  const located = await locateSource(await toPath(source, scope, files), files);
  const commands = entries.get('commands');
  const list = commands === undefined ? undefined : resolved(commands);
  if (list === undefined) return located;
  const texts = list.kind === 'list' ? list.items.map(textOf) : [undefined];
  const isBuilt = texts.some((text) => text === undefined || buildsFiles(text));
  return isBuilt ? { ...located, build: { kind: 'other', method: 'the list of commands in source_path' } } : located;
}

async function holds({ code }: LocatedCode, handler: string | undefined, files: ReadableFileSystem): Promise<boolean> {
  if (handler === undefined) return false;
  const dot = handler.lastIndexOf('.');
  const module = dot < 0 ? handler : handler.slice(0, dot);
  if (code.kind === 'files') return code.files.some(({ name }) => name.startsWith(`${module}.`));
  if (code.kind !== 'directory') return false;
  const wanted = path.join(code.path, module);
  const entries = await unlessUnreadable(files.readDirectory(path.dirname(wanted)), []);
  return entries.some(({ name }) => name.startsWith(`${path.basename(wanted)}.`));
}

function handlerOf(value: Evaluated | undefined): string | undefined {
  return value === undefined ? undefined : textOf(value);
}

function textOf(value: Evaluated): string | undefined {
  const found = resolved(value);
  return found.kind === 'scalar' && found.value !== null ? String(found.value) : undefined;
}

function isSet(value: Evaluated | undefined, to: boolean): boolean {
  const found = value === undefined ? undefined : resolved(value);
  return found?.kind === 'scalar' && String(found.value) === String(to) && found.assumed.length === 0;
}

/** An empty text is what this module's variables have where nothing is given. */
function withoutEmpty(value: Evaluated | undefined): Evaluated | undefined {
  return value?.kind === 'scalar' && value.value === '' ? undefined : value;
}
