import type { ReadableFileSystem } from '../../ports.ts';
import { type FunctionParts, readResource } from './function.ts';
import { isLambdaModule, readLambdaModule, readRemoteModule } from './lambdaModule.ts';
import { addressOf, attributeOf, type ModuleBlock } from './module.ts';
import { type Instance, localSource, type Scope } from './scope.ts';

/** A function, as one module has it. */
export interface FoundFunction {
  /** What it is listed as: the call alone, where the call makes nothing else. */
  readonly address: string;
  /** Each way to call it, from this module inwards: the file, and its whole address there. */
  readonly trail: readonly Listing[];
  /** What it stands in here: the resource or the call. */
  readonly block: ModuleBlock;
  readonly scope: Scope;
  readonly instance: Instance;
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
  const { resources, calls } = scope.module;
  const mine = ({ file }: ModuleBlock): boolean => only === undefined || file.path === only;
  const found: FoundFunction[] = [];
  for (const block of [...resources.values()].filter(mine)) found.push(...(await ofResource(block, scope, files)));
  for (const block of [...calls.values()].filter(mine)) found.push(...(await ofCall(block, scope, files)));
  return found;
}

async function ofResource(block: ModuleBlock, scope: Scope, files: ReadableFileSystem): Promise<readonly FoundFunction[]> {
  const address = addressOf(block.block);
  if (address === undefined || !address.startsWith('aws_lambda_function.')) return [];
  return Promise.all(
    scope.instances(block).map(async (instance) => {
      const own = address + keyText(instance);
      const parts = await readResource(block, scope, instance, files);
      return { address: own, trail: [{ file: block.file.path, address: own, short: own }], block, scope, instance, parts };
    }),
  );
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
  const address = `module.${block.block.labels[0]?.text ?? ''}${keyText(instance)}`;
  const file = block.file.path;
  const inner = scope.open(block, instance);
  if (inner !== undefined && !isCopyOfLambdaModule(inner)) {
    const bit = 1 << inner.depth;
    const made = (await discover(inner, files)).filter(({ parts }) => (parts.depths & bit) !== 0);
    return made.map((each) => {
      const whole = `${address}.${each.trail[0]?.address ?? each.address}`;
      const short = made.length === 1 ? address : `${address}.${each.address}`;
      return { ...each, address: short, trail: [{ file, address: whole, short }, ...each.trail], block, scope, instance };
    });
  }
  const parts = await readLeaf(block, instance, scope, inner !== undefined, files);
  return parts === undefined ? [] : [{ address, trail: [{ file, address, short: address }], block, scope, instance, parts }];
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

function keyText({ key }: Instance): string {
  return key === undefined ? '' : typeof key === 'number' ? `[${key}]` : `[${JSON.stringify(key)}]`;
}
