import type { ReadableFileSystem } from '../ports.ts';
import type { Syntax } from '../syntax/index.ts';
import type { TemplateResult } from './model.ts';
import type { KnownTrees } from './tree/knownTrees.ts';

/** Reads one way of defining functions: SAM and CloudFormation templates, Terraform, CDK, … */
export interface FormatReader {
  /** Whether a file can define functions this way, by its name without folder: only such files are read at all. */
  isCandidate(name: string): boolean;
  /** Its files are sources, read only where manifests or configuration files above them say that they may define functions. */
  readonly needsSigns?: boolean;
  /** Whether it is worth a parser's time: a quick look at the text, which may err on the side of yes. */
  mayDefine(text: string): boolean;
  /**
   * What the file defines. Whatever else it reads it reads through `context.files`: a change there has the file read again.
   * Never throws for what the files hold; what can't be read is `broken` or `not-a-template`.
   */
  read(file: ProjectFile, context: ReadContext): Promise<TemplateResult>;
}

export interface ProjectFile {
  /** Absolute. */
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
}

export interface ReadContext {
  /** The workspace folder, absolute: function ids are relative to it. */
  readonly folder: string;
  readonly files: ReadableFileSystem;
  readonly syntax: Syntax;
  /** Absent where a single file is read. */
  readonly once?: Once;
  /** Absent where nothing is read twice. */
  readonly trees?: KnownTrees;
}

/** What many files of a folder are read with is computed once, as long as nothing changes; `key` says what it is, among all readers. */
export type Once = <T>(key: string, compute: (files: ReadableFileSystem) => Promise<T>) => Promise<T>;
