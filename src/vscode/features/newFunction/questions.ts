import { relative } from 'node:path';
import * as vscode from 'vscode';
import type { ReadableFileSystem } from '../../../core/ports.ts';
import type { ScaffoldChoice } from '../../../core/scaffold/model.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

/** Undefined: the person went away from one. `files` are as they are on screen. */
export async function ask(functions: WorkspaceFunctions, files: ReadableFileSystem): Promise<ScaffoldChoice | undefined> {
  const folder = await pickFolder();
  if (folder === undefined) return undefined;
  const kind = await pick('New Function (1/3): language', languages);
  if (kind === undefined) return undefined;
  const trigger = await pick('New Function (2/3): what calls it?', triggers);
  if (trigger === undefined) return undefined;
  const template = await pickTemplate(functions, folder);
  if (template === 'cancelled') return undefined;
  const choice = { language: kind, trigger, folder, ...(template === undefined ? {} : { templatePath: template }) };
  const name = await askName(choice, files);
  return name === undefined ? undefined : { name, ...choice };
}

/** Comes last: which names are free depends on all the rest. */
async function askName(choice: Omit<ScaffoldChoice, 'name'>, files: ReadableFileSystem): Promise<string | undefined> {
  // Loaded here: the YAML library is only needed now.
  const [{ freeName }, { functionNameProblem }] = await Promise.all([import('./freeName.ts'), import('../../../core/scaffold/index.ts')]);
  const name = await vscode.window.showInputBox({
    title: 'New Function (3/3): name',
    prompt: 'Letters, digits, hyphens and underscores',
    value: await freeName(choice, files),
    validateInput: (value) => (value === '' ? undefined : functionNameProblem(value)),
  });
  return name === '' ? undefined : name;
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
  // Those that a function can be written into; programs and Terraform are a person's to write.
  const templates = (functions.folders.find((entry) => entry.folder === folder)?.templates ?? [])
    .filter((template) => template.kind === 'template')
    .filter(
      ({ format, path }) => format === 'sam' || format === 'cloudformation' || (format === 'serverless' && /\.(ya?ml|json)$/.test(path)),
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
