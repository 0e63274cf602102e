import type * as vscode from 'vscode';
import type { AnalysedFunction, FolderSnapshot } from '../../core/analysis/model.ts';
import type { AssistAnswers, AssistQuestion } from '../../core/assist/model.ts';
import type { Finding } from '../../core/lint/model.ts';
import type { FunctionsChange } from './folderReplica.ts';

/**
 * The functions of every workspace folder, kept in step with files and unsaved documents. Features read this, and nothing else.
 * A template that can't be read for now counts with the functions it last had; only places within it may be off by then.
 */
export interface WorkspaceFunctions {
  readonly onDidChange: vscode.Event<FunctionsChange>;
  /** The absolute path of a file or folder that came, changed or went on disk, by whoever it was; not where folders are excluded. */
  readonly onDidChangeFile: vscode.Event<string>;
  readonly state: 'loading' | 'ready';
  readonly folders: readonly FolderSnapshot[];
  /** Everything once, in the order of the view. */
  all(): readonly AnalysedFunction[];
  /** By folder and `FunctionDefinition.id`. */
  find(folder: string, id: string): AnalysedFunction | undefined;
  /** Functions whose handler resolves to this source file, or is declared in it and passed on by another. */
  handledBy(path: string): readonly AnalysedFunction[];
  /** Functions that are defined in this file. None while its template can't be read: where they stand is not known then. */
  definedIn(path: string): readonly AnalysedFunction[];
  /** Function whose resource in the template holds this place. */
  at(path: string, line: number): AnalysedFunction | undefined;
  /** Findings that a file shows, each with the workspace folder that it was found in. */
  findingsIn(path: string): readonly FolderFinding[];
  /** A question about places in files, answered from the texts of now. Undefined where that can't be told; the log has the reason. */
  ask<Kind extends AssistQuestion['kind']>(question: AssistQuestion & { readonly kind: Kind }): Promise<AssistAnswers[Kind] | undefined>;
  /** Resolves when the analysis has caught up with all changes it was told of. */
  settled(): Promise<void>;
  refresh(): void;
}

export interface FolderFinding {
  readonly folder: string;
  readonly finding: Finding;
}
