import type { FileEdit } from '../lint/model.ts';

export interface ScaffoldChoice {
  readonly name: string;
  readonly language: 'javascript' | 'typescript' | 'python';
  readonly trigger: 'api' | 'queue' | 'schedule' | 'plain';
  /** The workspace folder. */
  readonly folder: string;
  /** The template to add to; undefined makes `template.yaml`. */
  readonly templatePath?: string;
}

/** Everything that New Function writes, as one undoable set of edits. */
export interface ScaffoldResult {
  readonly logicalId: string;
  readonly edits: readonly FileEdit[];
  /** The source file to open. */
  readonly open: string;
}
