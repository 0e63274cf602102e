import path from 'node:path';
import type { ReadableFileSystem } from '../../ports.ts';
import { type ArchiveBlock, readArchive } from './archive.ts';
import { textOf } from './build.ts';
import { knownCode, type LocatedCode, unknownCode } from './located.ts';
import { type Module, ofType } from './module.ts';
import { pathKey, toPath } from './paths.ts';
import { type Scope, scopeOf } from './scope.ts';
import { type Evaluated, type Reference, reasonOf, resolved, using } from './value.ts';

/** What a package that is named by its path, `filename` and the like, is made of. */
export async function locatePackage(value: Evaluated, scope: Scope, files: ReadableFileSystem): Promise<LocatedCode> {
  const archive = archiveOf(value) ?? archiveAt(value, scope);
  if (archive !== undefined) return merged(await readArchive(archive, files), value);
  const text = resolved(value);
  if (text.kind !== 'scalar') return unknownCode(reasonOf(text), text);
  const name = path.basename(String(text.value));
  const [maker] = scopesOf(scope).flatMap(({ module }) => makersOf(module, name));
  if (maker !== undefined) return unknownCode(`${maker}, which makes ${name} when it is deployed`, text);
  const found = await toPath(value, scope, files);
  if (found.kind === 'unknown') return unknownCode(found.reason, found);
  return knownCode({ kind: 'archive', path: found.path }, found);
}

/** The same for an object in S3: where the module itself puts it there, it is what it is made of. */
export async function locateObject(
  key: Evaluated | undefined,
  bucket: Evaluated | undefined,
  scope: Scope,
  files: ReadableFileSystem,
): Promise<LocatedCode> {
  const object = objectOf(key) ?? objectOf(bucket) ?? objectAt(key, scope);
  const owner = object === undefined ? undefined : scopeOf(object);
  const source = object?.block === undefined || owner === undefined ? undefined : owner.reference(object.address, object.key, ['source']);
  if (source?.kind !== 'reference') return unknownCode('the code is in S3');
  const written = source.written();
  return written === undefined ? unknownCode('the code is in S3') : locatePackage(using(written, source), owner ?? scope, files);
}

/** The archive whose `output_path` a value is, by reference. */
function archiveOf(value: Evaluated): ArchiveBlock | undefined {
  if (value.kind !== 'reference' || value.block === undefined) return undefined;
  const { address, path: taken, key } = value;
  const scope = scopeOf(value);
  if (!isArchive(address) || taken[0] !== 'output_path' || scope === undefined) {
    const written = value.written();
    return written?.kind === 'reference' && written.address !== address ? archiveOf(written) : undefined;
  }
  const instance = scope.instances(value.block).find((each) => each.key === key) ?? scope.instances(value.block)[0];
  return instance === undefined ? undefined : { block: value.block, scope, instance };
}

/** The archive that is written to a path. */
function archiveAt(value: Evaluated, from: Scope): ArchiveBlock | undefined {
  const wanted = pathKey(value, from);
  if (wanted === undefined) return undefined;
  for (const scope of scopesOf(from)) {
    for (const [, block] of ofType(scope.module, 'archive_file')) {
      const instance = scope.instances(block).find((each) => pathKey(scope.evaluate(block, 'output_path', each), scope) === wanted);
      if (instance !== undefined) return { block, scope, instance };
    }
  }
  return undefined;
}

function objectOf(value: Evaluated | undefined): Reference | undefined {
  return value?.kind === 'reference' && isObject(value.address) && value.block !== undefined ? value : undefined;
}

function objectAt(key: Evaluated | undefined, scope: Scope): Reference | undefined {
  const wanted = key === undefined ? undefined : resolved(key);
  if (wanted?.kind !== 'scalar' || typeof wanted.value !== 'string') return undefined;
  for (const [address, block] of [...ofType(scope.module, 'aws_s3_object'), ...ofType(scope.module, 'aws_s3_bucket_object')]) {
    if (address.startsWith('data.')) continue;
    for (const instance of scope.instances(block)) {
      const own = scope.evaluate(block, 'key', instance);
      const found = own === undefined ? undefined : resolved(own);
      if (found?.kind !== 'scalar' || found.value !== wanted.value) continue;
      const reference = scope.reference(address, instance.key, []);
      if (reference.kind === 'reference') return reference;
    }
  }
  return undefined;
}

function isArchive(address: string): boolean {
  return /^(data\.)?archive_file\./.test(address);
}

function isObject(address: string): boolean {
  return /^aws_s3_(bucket_)?object\./.test(address);
}

/** From the inside outwards. */
function scopesOf(scope: Scope): readonly Scope[] {
  const scopes: Scope[] = [];
  for (let each: Scope | undefined = scope; each !== undefined; each = each.caller) scopes.push(each);
  return scopes;
}

/** What writes the file: a `local-exec` provisioner that names it, or a resource of the kind that writes files. */
function makersOf(module: Module, name: string): readonly string[] {
  const makers = [...module.provisioned, ...ofType(module, 'local_file').map(([address]) => address)];
  return makers.filter((address) => textOf(module.resources.get(address)).includes(name));
}

function merged(located: LocatedCode, value: Evaluated): LocatedCode {
  const both = using({ kind: 'unknown', reason: '', depths: located.depths, assumed: located.assumed }, value);
  return { ...located, depths: both.depths, assumed: both.assumed };
}
