import path from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import type { Scope } from './scope.ts';
import { type Evaluated, reasonOf, resolved, type Uses } from './value.ts';

/** An absolute path, or why there is none. */
export type FoundPath = Uses & ({ readonly kind: 'path'; readonly path: string } | { readonly kind: 'unknown'; readonly reason: string });

/** Which file or folder a text means. A relative one is seen from where Terraform is started, which nobody writes down. */
export async function toPath(value: Evaluated, scope: Scope, files: ReadableFileSystem): Promise<FoundPath> {
  const found = resolved(value);
  const uses = { depths: found.depths, assumed: found.assumed };
  if (found.kind !== 'scalar' || typeof found.value !== 'string') return { kind: 'unknown', reason: reasonOf(found), ...uses };
  if (path.isAbsolute(found.value)) return { kind: 'path', path: path.resolve(found.value), ...uses };
  const { folder, isRoot } = scope.root.module;
  const here = path.resolve(folder, found.value);
  if (isRoot || (await unlessUnreadable(files.stat(here), undefined)) !== undefined) {
    return { kind: 'path', path: here, depths: uses.depths | everyCall(scope), assumed: uses.assumed };
  }
  return { kind: 'unknown', reason: `the place of ${found.value}, which Terraform looks for from where it is started`, ...uses };
}

/** Who calls a module decides from where it sees a relative path. */
function everyCall({ depth }: Scope): number {
  return (1 << (depth + 1)) - 2;
}

/** For comparing: two texts that give the same one mean the same file, whatever folder Terraform is started in. */
export function pathKey(value: Evaluated | undefined, scope: Scope): string | undefined {
  const found = value === undefined ? undefined : resolved(value);
  return found?.kind === 'scalar' && typeof found.value === 'string' ? path.resolve(scope.root.module.folder, found.value) : undefined;
}
