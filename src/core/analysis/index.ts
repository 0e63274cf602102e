import { assist } from '../assist/index.ts';
import { resolveHandler } from '../handler/index.ts';
import { Archives } from '../handler/packaged/archives.ts';
import { examineCode } from '../lint/facts/index.ts';
import { lintFunction, lintTemplate } from '../lint/index.ts';
import type { Clock, Logger, ReadableFileSystem } from '../ports.ts';
import { readProjectFile } from '../project/index.ts';
import { KnownTrees } from '../project/tree/knownTrees.ts';
import type { Syntax } from '../syntax/index.ts';
import { AnalysisManager } from './manager.ts';
import type { Analysis } from './model.ts';

export interface AnalysisOptions {
  readonly files: ReadableFileSystem;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'now'>;
  /** One a process: the parsers' engine is there once in a thread. */
  readonly syntax: Syntax;
  /** Globs, relative to each folder, of what isn't searched for templates. */
  readonly exclude: readonly string[];
}

/** Functions, their handlers and their findings, of any number of folders. */
export function createAnalysis({ files, logger, clock, syntax, exclude }: AnalysisOptions): Analysis {
  const archives = new Archives();
  const trees = new KnownTrees();
  return new AnalysisManager({
    files,
    logger,
    clock,
    exclude,
    steps: {
      read: (file, text, folder, recorded, once) => readProjectFile(file, text, { folder, files: recorded, syntax, once, trees }),
      resolve: (definition, recorded) => resolveHandler(definition, { files: recorded, syntax, archives }),
      examine: (fn, recorded) => examineCode(fn, { files: recorded, syntax, archives }),
      lint: lintFunction,
      lintTemplate,
    },
    assist: (question, snapshots, overlay) => assist(question, snapshots, { files: overlay, syntax, archives }, clock.now()),
  });
}
