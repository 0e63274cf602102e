import { cdkDialect } from './cdk/index.ts';
import { templateReader } from './cloudformation/index.ts';
import { samConfigReader } from './cloudformation/samConfig.ts';
import type { TemplateResult } from './model.ts';
import { programReader } from './program/reader.ts';
import { pulumiDialect } from './pulumi/index.ts';
import type { FormatReader, ProjectFile, ReadContext } from './reader.ts';
import { serverlessReader } from './serverless/index.ts';
import { sstDialect } from './sst/index.ts';
import { synthesizedReader } from './synthesized/index.ts';
import { terraformReader } from './terraform/index.ts';

/** Where two could read the same file, the first one that finds its own in it does. */
const readers: readonly FormatReader[] = [
  synthesizedReader,
  serverlessReader,
  samConfigReader,
  templateReader,
  terraformReader,
  programReader([cdkDialect, sstDialect, pulumiDialect]),
];

/** More than five times what CloudFormation accepts; nothing larger is read. Bytes. */
export const maxFileSize = 5 * 1024 * 1024;

/**
 * Whether a file can define functions, by its name without folder: only such files are read at all. `signs`: whether something
 * above it says that programs there do.
 */
export function isCandidate(name: string, signs: boolean): boolean {
  return readers.some((reader) => (signs || reader.needsSigns !== true) && reader.isCandidate(name));
}

/** The functions that a file defines, in whatever format. */
export async function readProjectFile(path: string, content: string, context: ReadContext): Promise<TemplateResult> {
  const file: ProjectFile = { path, text: content.startsWith('\uFEFF') ? content.slice(1) : content };
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  for (const reader of readers) {
    if (!reader.isCandidate(name) || !reader.mayDefine(file.text)) continue;
    const result = await reader.read(file, context);
    if (result.kind !== 'not-a-template') return result;
  }
  return { kind: 'not-a-template' };
}
