import type { ReadableFileSystem } from '../../ports.ts';
import { readCloudControl } from './cloudControl.ts';
import { type FunctionParts, readResource } from './function.ts';
import { isLambdaModule, readLambdaModule, readRemoteModule } from './lambdaModule.ts';
import type { FunctionPlace } from './logGroup.ts';
import { addressOf, attributeOf, type ModuleBlock, ofType } from './module.ts';
import { type Instance, keyText, localSource, type Scope } from './scope.ts';

/** A function, as one module has it. */
export interface FoundFunction {
  /** What it is listed as: the call alone, where the call makes nothing else. */
  readonly address: string;
  /** Each way to call it, from this module inwards: the file, and its whole address there. */
  readonly trail: readonly Listing[];
  /** What it stands in here: the resource or the call. */
  readonly block: ModuleBlock;
  /** What makes it, in whatever module: the resource, or the call of a module that isn't here. */
  readonly maker: ModuleBlock;
  /** As it is called in each module that it is in and that can mean it alone, from the inside outwards. */
  readonly places: readonly FunctionPlace[];
  /** Blocks that it stands in, from the inside outwards. */
  readonly around: readonly ModuleBlock[];
  readonly parts: FunctionParts;
}

export interface Listing {
  readonly file: string;
  readonly address: string;
  /** As short as it may be listed. */
  readonly short: string;
}

/** The functions that a module's own resources and calls make; only those of one file where `only` names it. */
export async function discover(scope: Scope, files: ReadableFileSystem, only?: string): Promise<readonly FoundFunction[]> {
  const { module } = scope;
  const mine = ({ file }: ModuleBlock): boolean => only === undefined || file.path === only;
  const resources = ['aws_lambda_function', 'awscc_lambda_function'].flatMap((type) => ofType(module, type).map(([, block]) => block));
  const found: FoundFunction[] = [];
  for (const block of resources.filter(mine)) found.push(...(await ofResource(block, scope, files)));
  for (const block of [...module.calls.values()].filter(mine)) found.push(...(await ofCall(block, scope, files)));
  return found;
}

async function ofResource(block: ModuleBlock, scope: Scope, files: ReadableFileSystem): Promise<readonly FoundFunction[]> {
  const address = addressOf(block.block);
  if (address === undefined || address.startsWith('data.')) return [];
  const isCloudControl = address.startsWith('awscc');
  const read = (instance: Instance) =>
    isCloudControl ? readCloudControl(block, scope, instance) : readResource(block, scope, instance, files);
  return Promise.all(scope.instances(block).map(async (instance) => foundIn(block, address, scope, instance, await read(instance))));
}

async function ofCall(block: ModuleBlock, scope: Scope, files: ReadableFileSystem): Promise<readonly FoundFunction[]> {
  const found = await Promise.all(scope.instances(block).map((instance) => ofInstance(block, instance, scope, files)));
  return found.flat();
}

async function ofInstance(
  block: ModuleBlock,
  instance: Instance,
  scope: Scope,
  files: ReadableFileSystem,
): Promise<readonly FoundFunction[]> {
  const address = `module.${block.block.labels[0]?.text ?? ''}`;
  const inner = scope.open(block, instance);
  if (inner === undefined || isCopyOfLambdaModule(inner)) {
    const parts = await readLeaf(block, instance, scope, inner !== undefined, files);
    return parts === undefined ? [] : [foundIn(block, address, scope, instance, parts)];
  }
  const bit = 1 << inner.depth;
  const made = (await discover(inner, files)).filter(({ parts }) => (parts.depths & bit) !== 0);
  return made.map((each) =>
    throughCall(each, block, address + keyText(instance), made.length === 1 ? { scope, address, key: instance.key } : undefined),
  );
}

function foundIn(block: ModuleBlock, address: string, scope: Scope, { key }: Instance, parts: FunctionParts): FoundFunction {
  const own = address + keyText({ key });
  const trail = [{ file: block.file.path, address: own, short: own }];
  return { address: own, trail, block, maker: block, places: [{ scope, address, key }], around: [block], parts };
}

/** @param place where the call makes nothing else: the call means the function */
function throughCall(found: FoundFunction, block: ModuleBlock, call: string, place: FunctionPlace | undefined): FoundFunction {
  const short = place === undefined ? `${call}.${found.address}` : call;
  const whole = `${call}.${found.trail[0]?.address ?? found.address}`;
  return {
    ...found,
    address: short,
    trail: [{ file: block.file.path, address: whole, short }, ...found.trail],
    block,
    places: place === undefined ? found.places : [...found.places, place],
    around: [...found.around, block],
  };
}

async function readLeaf(
  block: ModuleBlock,
  instance: Instance,
  scope: Scope,
  isCopy: boolean,
  files: ReadableFileSystem,
): Promise<FunctionParts | undefined> {
  const source = attributeOf(block, 'source')?.expression;
  const text = source?.kind === 'literal' ? String(source.value) : '';
  if (isCopy || isLambdaModule(text)) return readLambdaModule(block, scope, instance, files);
  // A folder that is there and was read, but is inside itself, or too deep.
  const isLocal = localSource(block, scope.module.folder) !== undefined;
  return isLocal && scope.isRead(block) ? undefined : readRemoteModule(block, scope, instance);
}

/** `terraform-aws-modules/lambda` itself, in a folder of this workspace: its package is made by a program of its own. */
function isCopyOfLambdaModule({ module }: Scope): boolean {
  return module.resources.has('data.external.archive_prepare') && module.resources.has('aws_lambda_function.this');
}
