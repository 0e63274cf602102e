import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import { extractZip } from '../package/archive.ts';
import { lambdaLimits } from '../package/limits.ts';
import type { FileSystem } from '../ports.ts';
import { AwsError, invalidParameter } from './awsError.ts';
import type { FunctionCode } from './functionModel.ts';

/** The packages of functions on disk: `<function>/code/<digest>/package.zip`, and unzipped beside it in `task/`. */
export interface CodeStore {
  /** What the code is, without keeping it. Refuses what Lambda refuses: too large, not a zip, empty. */
  check(zip: Uint8Array): Promise<FunctionCode>;
  /** Checks and keeps it. */
  save(name: string, zip: Uint8Array): Promise<FunctionCode>;
  /** Absolute folder of the unzipped package. */
  taskRoot(name: string, code: FunctionCode): string;
  zip(name: string, code: FunctionCode): Promise<Uint8Array | undefined>;
  /** Removes a function's packages but those to keep. */
  prune(name: string, keep: readonly FunctionCode[]): Promise<void>;
}

export function createCodeStore(files: FileSystem, directory: string): CodeStore {
  const root = (name: string): string => join(functionDirectory(directory, name), 'code');
  const place = (name: string, code: FunctionCode): string => join(root(name), folderOf(code));
  const unpack = async (zip: Uint8Array, target: string): Promise<void> => {
    checkSize(zip);
    try {
      const { files: count } = await extractZip(zip, target, files);
      if (count === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
    } catch (error) {
      await files.remove(target);
      throw explainArchive(error);
    }
  };

  return {
    async check(zip) {
      const scratch = await files.makeTemporaryDirectory('lambda-workbench-zip-');
      try {
        await unpack(zip, join(scratch, 'task'));
        return codeOf(zip);
      } finally {
        await files.remove(scratch);
      }
    },
    async save(name, zip) {
      const code = codeOf(zip);
      const folder = place(name, code);
      // The zip is written last: a package that has it is complete.
      if ((await files.stat(join(folder, 'package.zip'))) !== undefined) return code;
      await unpack(zip, join(folder, 'task'));
      await files.write(join(folder, 'package.zip'), zip);
      return code;
    },
    taskRoot: (name, code) => join(place(name, code), 'task'),
    zip: (name, code) => files.readBytes(join(place(name, code), 'package.zip')),
    async prune(name, keep) {
      const kept = new Set(keep.map(folderOf));
      for (const entry of await files.readDirectory(root(name))) {
        if (!kept.has(entry.name)) await files.remove(join(root(name), entry.name));
      }
    },
  };
}

/** Names that differ in case only are two functions, and on some systems one folder: the digest keeps them apart. */
export function functionDirectory(directory: string, name: string): string {
  return join(directory, 'functions', `${name.toLowerCase()}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`);
}

function codeOf(zip: Uint8Array): FunctionCode {
  return { sha256: createHash('sha256').update(zip).digest('base64'), size: zip.byteLength };
}

function folderOf(code: FunctionCode): string {
  return Buffer.from(code.sha256, 'base64').toString('hex').slice(0, 32);
}

function checkSize(zip: Uint8Array): void {
  if (zip.byteLength > lambdaLimits.zippedBytes) {
    throw new AwsError(413, 'RequestEntityTooLargeException', `Zipped size must be smaller than ${lambdaLimits.zippedBytes} bytes`);
  }
}

function explainArchive(error: unknown): unknown {
  if (!(error instanceof WorkbenchError)) return error;
  if (error.code === 'package-too-large') return invalidParameter(`Unzipped size must be smaller than ${lambdaLimits.unzippedBytes} bytes`);
  return invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');
}
