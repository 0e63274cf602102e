import path from 'node:path';
import type { ReadableFileSystem } from '../../ports.ts';
import type { FileRange } from '../../text.ts';
import type { CodeLocation, FunctionDefinition, Value } from '../model.ts';
import { isGiven } from './archive.ts';
import { locateObject, locatePackage } from './code.ts';
import { readExecution } from './execution.ts';
import type { Expression } from './hcl/model.ts';
import { assuredCode, knownCode, type LocatedCode, unknownCode } from './located.ts';
import { attributeOf, blocksOf, type ModuleBlock, type Written } from './module.ts';
import type { Instance, Scope } from './scope.ts';
import { certain, type Evaluated, numberValue, reasonOf, resolved, scalarValue, textValue, unknown } from './value.ts';

/** What a function is, whatever it is called and wherever it is listed. */
export interface FunctionParts
  extends Pick<
    FunctionDefinition,
    | 'packageType'
    | 'runtime'
    | 'handler'
    | 'code'
    | 'build'
    | 'memoryMb'
    | 'timeoutSeconds'
    | 'description'
    | 'role'
    | 'architecture'
    | 'environment'
    | 'environmentGap'
    | 'environmentNames'
    | 'layers'
    | 'ephemeralStorageMb'
    | 'execution'
  > {
  readonly functionName: Value<string>;
  /** Which of the modules around it decide what it is: `Uses.depths`. */
  readonly depths: number;
}

/** What arguments are called, and how they are written. */
export interface FunctionArguments {
  get(name: string): Evaluated | undefined;
  readonly memory: string;
  readonly role: string;
  readonly ephemeralStorage: Evaluated | undefined;
  readonly variables: Evaluated | undefined;
  /** The variables as they stand there, where they do. */
  readonly written: Written | undefined;
}

/** `aws_lambda_function`. */
export async function readResource(
  block: ModuleBlock,
  scope: Scope,
  instance: Instance,
  files: ReadableFileSystem,
): Promise<FunctionParts> {
  const get = (name: string): Evaluated | undefined => scope.evaluate(block, name, instance);
  const nested = (type: string, name: string): Evaluated | undefined => nestedValue(type, name, block, scope, instance);
  const located = await locateResource(block, get, scope, files);
  const args = {
    get,
    memory: 'memory_size',
    role: 'role',
    ephemeralStorage: nested('ephemeral_storage', 'size'),
    variables: nested('environment', 'variables'),
    written: blocksOf(block, 'environment').flatMap((each) => attributeOf(each, 'variables') ?? [])[0],
  };
  const code = block.block.body.damaged ? unknownCode('the block it is in can’t be read to its end', located) : located;
  return { ...partsOf(args, code, scope), execution: await readExecution(get, nested, files) };
}

export function partsOf(args: FunctionArguments, located: LocatedCode, scope: Scope): FunctionParts {
  const { get } = args;
  const { code, build } = assuredCode(located);
  const [handler, functionName] = [get('handler'), get('function_name')];
  const isImage = code.kind === 'image';
  return {
    functionName: textValue(functionName),
    packageType: isImage ? 'Image' : 'Zip',
    runtime: textValue(get('runtime')),
    handler: textValue(handler),
    code,
    build,
    memoryMb: numberValue(get(args.memory)),
    timeoutSeconds: numberValue(get('timeout')),
    description: textValue(get('description')),
    role: textValue(get(args.role)),
    architecture: architectureOf(get('architectures')),
    ...environmentOf(args.variables),
    environmentNames: namesIn(args.written),
    layers: layersOf(get('layers')),
    ephemeralStorageMb: numberValue(args.ephemeralStorage),
    depths: (handler?.depths ?? 0) | (isPlaced(located.code) ? located.depths : 0) | namedBy(functionName, scope),
  };
}

/** A name that is wholly written in the module which calls makes it that module's function. */
function namedBy(name: Evaluated | undefined, scope: Scope): number {
  const found = name === undefined ? undefined : resolved(name);
  if (found?.kind !== 'scalar' || found.value === null) return 0;
  return path.dirname(found.place.file.path) === scope.module.folder ? 0 : found.depths;
}

function isPlaced({ kind }: CodeLocation): boolean {
  return kind === 'directory' || kind === 'archive' || kind === 'files';
}

async function locateResource(
  block: ModuleBlock,
  get: (name: string) => Evaluated | undefined,
  scope: Scope,
  files: ReadableFileSystem,
): Promise<LocatedCode> {
  const ignored = ignoredChanges(block).find((name) =>
    /^(all|filename|source_code_hash|s3_bucket|s3_key|s3_object_version|image_uri|handler)$/.test(name),
  );
  const packageType = get('package_type');
  const type = packageType === undefined ? undefined : resolved(packageType);
  if (type?.kind === 'scalar' && type.value === 'Image') return knownCode({ kind: 'image' }, certain);
  if (type?.kind === 'unknown' && !isGiven(get('filename'))) return unknownCode(type.reason, type);
  const image = get('image_uri');
  if (isGiven(image)) return knownCode({ kind: 'image' }, certain);
  if (ignored !== undefined) return unknownCode(`it is deployed apart from Terraform, which ignores changes of ${ignored}`);
  const filename = get('filename');
  if (isGiven(filename)) return locatePackage(filename, scope, files);
  const [key, bucket] = [get('s3_key'), get('s3_bucket')];
  if (isGiven(key) || isGiven(bucket)) return locateObject(key, bucket, scope, files);
  return unknownCode('the resource doesn’t say where its code is');
}

/** The names in `lifecycle { ignore_changes = […] }`. */
function ignoredChanges(block: ModuleBlock): readonly string[] {
  return blocksOf(block, 'lifecycle').flatMap((lifecycle) => {
    const expression = attributeOf(lifecycle, 'ignore_changes')?.expression;
    const items = expression?.kind === 'list' ? expression.items : expression === undefined ? [] : [expression];
    return items.flatMap(nameOf);
  });
}

function nameOf(expression: Expression): readonly string[] {
  if (expression.kind === 'reference') return [expression.root];
  return expression.kind === 'literal' ? [String(expression.value)] : [];
}

/** An argument of a nested block, written out or as `dynamic`. */
function nestedValue(type: string, name: string, block: ModuleBlock, scope: Scope, instance: Instance): Evaluated | undefined {
  const [written] = blocksOf(block, type);
  if (written !== undefined) return scope.evaluate(written, name, instance);
  const dynamic = blocksOf(block, 'dynamic').find((each) => each.block.labels[0]?.text === type);
  const [content] = dynamic === undefined ? [] : blocksOf(dynamic, 'content');
  if (dynamic === undefined || content === undefined) return undefined;
  const each = scope.evaluate(dynamic, 'for_each', instance);
  const turns = each === undefined ? undefined : resolved(each);
  if (turns?.kind === 'list' && turns.items.length === 0) return undefined;
  if (turns?.kind === 'map' && turns.entries.size === 0 && turns.gap === undefined) return undefined;
  const value = turns?.kind === 'list' ? turns.items[0] : turns?.kind === 'map' ? [...turns.entries.values()][0] : undefined;
  const iterator: Evaluated = {
    kind: 'map',
    entries: new Map(value === undefined ? [] : [['value', value]]),
    gap: `the dynamic block ${type}`,
    ...certain,
  };
  const environment = { ...instance.environment, bound: new Map(instance.environment.bound).set(type, iterator) };
  const inner = scope.evaluate(content, name, { ...instance, environment });
  if (inner === undefined || turns?.kind === 'list' || turns?.kind === 'map') return inner;
  // Whether it is there at all can't be told.
  return unknown(turns === undefined ? `the dynamic block ${type}` : reasonOf(turns), inner);
}

function environmentOf(variables: Evaluated | undefined): Pick<FunctionDefinition, 'environment' | 'environmentGap'> {
  if (!isGiven(variables)) return { environment: {} };
  const found = resolved(variables);
  if (found.kind !== 'map') return { environment: {}, environmentGap: reasonOf(found) };
  const outer = { depths: found.depths, assumed: found.assumed };
  const environment = Object.fromEntries([...found.entries].map(([name, value]) => [name, textValue(value)]));
  const gap = found.gap ?? (outer.assumed.length > 0 ? reasonOf(found) : undefined);
  return gap === undefined ? { environment } : { environment, environmentGap: gap };
}

/** Where the names of variables stand: those that are written in an object, on its own or merged with others. */
function namesIn(written: Written | undefined): Readonly<Record<string, FileRange>> {
  const entries = written === undefined ? [] : objectsIn(written.expression).flatMap((object) => object.entries);
  const places = entries.flatMap(({ key }): [string, FileRange][] => {
    if (written === undefined || key.kind !== 'literal') return [];
    const { path: file, lines } = written.file;
    return [[String(key.value), { path: file, range: lines.range(key.start, key.end) }]];
  });
  return Object.fromEntries(places);
}

function objectsIn(expression: Expression): readonly Extract<Expression, { kind: 'object' }>[] {
  if (expression.kind === 'object') return [expression];
  return expression.kind === 'call' && expression.name === 'merge' ? expression.args.flatMap(objectsIn) : [];
}

function architectureOf(value: Evaluated | undefined): Value<'x86_64' | 'arm64'> {
  const found = value === undefined ? undefined : resolved(value);
  if (found?.kind === 'list' && found.items.length === 0) return { kind: 'absent' };
  const single = found?.kind === 'list' ? found.items[0] : found;
  return scalarValue(single, (text) => (text === 'x86_64' || text === 'arm64' ? text : undefined));
}

function layersOf(value: Evaluated | undefined): Value<readonly string[]> {
  if (!isGiven(value)) return { kind: 'absent' };
  const found = resolved(value);
  if (found.kind !== 'list' || found.assumed.length > 0) return { kind: 'unknown', reason: reasonOf(found) };
  const items = found.items.map((item) => textValue(item));
  const open = items.find((item) => item.kind === 'unknown');
  if (open?.kind === 'unknown') return { kind: 'unknown', reason: open.reason };
  const literals = items.filter((item) => item.kind === 'literal');
  const [first, last] = [literals[0], literals.at(-1)];
  if (first === undefined || last === undefined) return { kind: 'absent' };
  return {
    kind: 'literal',
    value: literals.map((item) => item.value),
    path: first.path,
    range: { start: first.range.start, end: first.path === last.path ? last.range.end : first.range.end },
  };
}
