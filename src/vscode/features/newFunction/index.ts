import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { FileEdit } from '../../../core/lint/model.ts';
import type { FileSystem, Ports } from '../../../core/ports.ts';
import type { ScaffoldChoice, ScaffoldResult } from '../../../core/scaffold/model.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import type { FunctionsView } from '../functionsView/index.ts';
import { SavedByUndo } from './savedByUndo.ts';

export interface NewFunctionDependencies {
  readonly ports: Ports;
  readonly functions: WorkspaceFunctions;
  readonly registry: CommandRegistry;
  readonly view: Pick<FunctionsView, 'reveal'>;
}

/** New Function…: a few questions, then everything in one undoable edit. */
export function registerNewFunction(deps: NewFunctionDependencies): vscode.Disposable {
  const saved = new SavedByUndo();
  const command = deps.registry.register(commands.newFunction, async (arg) => {
    const files = withOpenDocuments(deps.ports.files);
    // Loaded here, as the YAML library that makes the edits: most windows never need them.
    const choice = isChoice(arg) ? arg : await (await import('./questions.ts')).ask(deps.functions, files);
    if (choice === undefined) return;
    const { scaffold } = await import('../../../core/scaffold/index.ts');
    const result = await scaffold(choice, files);
    await apply(result, saved);
    await vscode.window.showTextDocument(vscode.Uri.file(result.open), { preview: false });
    await reveal(result, deps);
  });
  return vscode.Disposable.from(saved, command);
}

/**
 * The created files are on disk at once. A template that had unsaved work keeps it unsaved; any other is saved. It is shown, also
 * because the editor undoes an edit across files only while the changed ones are open.
 */
async function apply(result: ScaffoldResult, saved: SavedByUndo): Promise<void> {
  const changed = result.edits.find((edit) => edit.kind === 'replace');
  const template = changed && (await vscode.workspace.openTextDocument(changed.path));
  if (template !== undefined) await vscode.window.showTextDocument(template, { preview: false });
  const before = template?.isDirty === false ? template.getText() : undefined;
  const applied = await vscode.workspace.applyEdit(workspaceEdit(result.edits));
  if (!applied) throw new Error(`The edit that adds ${result.logicalId} was refused.`);
  if (template !== undefined && before !== undefined) {
    saved.watch(template, before);
    await template.save();
  }
}

/** The new function's row, as soon as the analysis knows it. */
async function reveal({ logicalId, edits }: ScaffoldResult, { functions, view }: NewFunctionDependencies): Promise<void> {
  await functions.settled();
  const isNew = ({ definition }: AnalysedFunction) =>
    definition.logicalId === logicalId && edits.some(({ path }) => path === definition.templatePath);
  const fn = functions.all().find(isNew);
  if (fn !== undefined) await view.reveal(fn);
}

/** A template that is open and unsaved is added to as it is on screen. */
function withOpenDocuments(files: FileSystem): FileSystem {
  return {
    ...files,
    async readText(path) {
      const open = vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'file' && document.uri.fsPath === path);
      return open?.getText() ?? (await files.readText(path));
    },
  };
}

function workspaceEdit(edits: readonly FileEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const change of edits) {
    const uri = vscode.Uri.file(change.path);
    const label = { label: `Add ${basename(change.path)}`, needsConfirmation: false };
    if (change.kind === 'create') {
      edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(change.text) }, label);
    } else {
      const { start, end } = change.range;
      edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), change.text, label);
    }
  }
  return edit;
}

function isChoice(value: unknown): value is ScaffoldChoice {
  return typeof value === 'object' && value !== null && 'name' in value && 'language' in value && 'trigger' in value && 'folder' in value;
}
