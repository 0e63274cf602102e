import { basename, relative } from 'node:path';
import * as vscode from 'vscode';
import type { FileEdit } from '../../../core/lint/model.ts';
import type { FileSystem, Ports } from '../../../core/ports.ts';
import type { ScaffoldChoice, ScaffoldResult } from '../../../core/scaffold/model.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { SavedByUndo } from './savedByUndo.ts';

export interface NewFunctionDependencies {
  readonly ports: Ports;
  readonly functions: WorkspaceFunctions;
  readonly registry: CommandRegistry;
}

/** New Function…: a few questions, then everything in one undoable edit. */
export function registerNewFunction(deps: NewFunctionDependencies): vscode.Disposable {
  const saved = new SavedByUndo();
  const command = deps.registry.register(commands.newFunction, async (arg) => {
    const choice = isChoice(arg) ? arg : await ask(deps);
    if (choice === undefined) return;
    // Loaded here: the YAML library is only needed now.
    const { scaffold } = await import('../../../core/scaffold/index.ts');
    const result = await scaffold(choice, withOpenDocuments(deps.ports.files));
    await apply(result, saved);
    await vscode.window.showTextDocument(vscode.Uri.file(result.open), { preview: false });
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

async function ask(deps: NewFunctionDependencies): Promise<ScaffoldChoice | undefined> {
  const folder = await pickFolder();
  if (folder === undefined) return undefined;
  const kind = await pick('New Function (1/3): language', languages);
  if (kind === undefined) return undefined;
  const trigger = await pick('New Function (2/3): what calls it?', triggers);
  if (trigger === undefined) return undefined;
  const { functionNameProblem } = await import('../../../core/scaffold/index.ts');
  const name = await vscode.window.showInputBox({
    title: 'New Function (3/3): name',
    prompt: 'Letters, digits, hyphens and underscores',
    placeHolder: 'order-api',
    validateInput: (value) => (value === '' ? undefined : functionNameProblem(value)),
  });
  if (name === undefined || name === '') return undefined;
  const template = await pickTemplate(deps.functions, folder);
  if (template === 'cancelled') return undefined;
  return { name, language: kind, trigger, folder, ...(template === undefined ? {} : { templatePath: template }) };
}

const languages = [
  { label: 'Node.js, TypeScript', description: 'nodejs22.x, bundled with esbuild', value: 'typescript' as const },
  { label: 'Node.js, JavaScript', description: 'nodejs22.x', value: 'javascript' as const },
  { label: 'Python', description: 'python3.13', value: 'python' as const },
];

const triggers = [
  { label: 'HTTP API', description: 'answers a GET request', value: 'api' as const },
  { label: 'Queue', description: 'takes batches of SQS messages', value: 'queue' as const },
  { label: 'Schedule', description: 'every night at 02:00 UTC', value: 'schedule' as const },
  { label: 'Nothing yet', description: 'called with any JSON', value: 'plain' as const },
];

async function pick<T>(
  title: string,
  items: readonly { readonly label: string; readonly description: string; readonly value: T }[],
): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.value;
}

/** Without a folder there is nothing to write into: one is opened first, and the command can be given again in it. */
async function pickFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    await vscode.commands.executeCommand('vscode.openFolder');
    return undefined;
  }
  if (folders.length === 1) return folders[0]?.uri.fsPath;
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Folder of the new function' }))?.uri.fsPath;
}

async function pickTemplate(functions: WorkspaceFunctions, folder: string): Promise<string | undefined | 'cancelled'> {
  await functions.settled();
  const templates = (functions.folders.find((entry) => entry.folder === folder)?.templates ?? []).filter(
    (template) => template.kind === 'template',
  );
  if (templates.length <= 1) return templates[0]?.path;
  const choice = await vscode.window.showQuickPick(
    templates.map((template) => ({
      label: relative(folder, template.path),
      description: `${template.functions.length} functions`,
      path: template.path,
    })),
    { title: 'Add the function to which template?' },
  );
  return choice === undefined ? 'cancelled' : choice.path;
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
