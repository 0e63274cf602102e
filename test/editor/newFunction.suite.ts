// workspace: shop
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import type { ScaffoldChoice } from '../../src/core/scaffold/model.ts';
import { activated, codes, inWorkspace, write } from './workspace.ts';

describe('New Function', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  });

  for (const language of ['javascript', 'typescript', 'python'] as const) {
    for (const trigger of ['api', 'queue', 'schedule', 'plain'] as const) {
      it(`adds a ${language} function for ${trigger} that runs at once, and one undo takes it back`, async () => {
        const before = snapshot();
        const logicalId = await create({ language, trigger, name: `${language}-${trigger}` });
        const template = inWorkspace('template.yaml');
        assert.ok(isInsertion(before['template.yaml'] ?? '', onDisk('template.yaml')), 'nothing else in the template is touched');
        const result = await run(`template.yaml#${logicalId}`, `events/${logicalId}/${trigger}.json`);
        assert.equal(result?.status, 'success', JSON.stringify(result?.error));
        await codes(template, ['handler.export-not-found']);

        await vscode.window.showTextDocument(template);
        await vscode.commands.executeCommand('undo');
        await until('everything is as before', () => asBefore(before));
        await codes(template, ['handler.export-not-found']);
      });
    }
  }

  it('is taken back from the source that it opens, and comes again by redo', async () => {
    const before = snapshot();
    await create({ language: 'javascript', trigger: 'plain', name: 'greeter' });
    const after = snapshot();
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, inWorkspace('functions/greeter/index.mjs').path);
    await vscode.commands.executeCommand('undo');
    await until('everything is as before', () => asBefore(before));
    await vscode.window.showTextDocument(inWorkspace('template.yaml'));
    await vscode.commands.executeCommand('redo');
    await until('everything is there again', () => assert.deepEqual(snapshot(), after));
    await vscode.commands.executeCommand('undo');
    await until('everything is as before', () => asBefore(before));
  });

  it('leaves unsaved work in the template unsaved', async () => {
    const before = snapshot();
    const editor = await vscode.window.showTextDocument(inWorkspace('template.yaml'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# mine\n'));
    await create({ language: 'python', trigger: 'plain', name: 'late' });
    assert.equal(onDisk('template.yaml'), before['template.yaml']);
    assert.match(editor.document.getText(), /^# mine\n[\s\S]*\n {2}Late:\n/);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    await until('its files are gone', () => assert.deepEqual(snapshot(), before));
    assert.match(editor.document.getText(), /^# mine\n/);
    assert.doesNotMatch(editor.document.getText(), /Late/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before['template.yaml']);
  });

  it('changes nothing where a file or a resource of that name is there', async () => {
    await write('functions/taken/index.mjs', '// mine\n');
    const before = snapshot();
    await create({ language: 'javascript', trigger: 'plain', name: 'taken' });
    await create({ language: 'javascript', trigger: 'plain', name: 'order-api' });
    await create({ language: 'javascript', trigger: 'plain', name: 'no such name!' });
    assert.deepEqual(snapshot(), before);
    assert.deepEqual(unsaved(), []);
    await vscode.workspace.fs.delete(inWorkspace('functions'), { recursive: true });
  });

  it('makes a template where there is none', async () => {
    await vscode.workspace.fs.createDirectory(inWorkspace('fresh'));
    const folder = inWorkspace('fresh').fsPath;
    const before = snapshot();
    await vscode.commands.executeCommand(
      'lambdaWorkbench.newFunction',
      choice({ folder, language: 'typescript', trigger: 'api', name: 'first' }),
    );
    assert.match(onDisk('fresh/template.yaml'), /^Transform: AWS::Serverless/m);
    const result = await run('fresh/template.yaml#First', 'fresh/events/First/api.json');
    assert.equal(result?.status, 'success', JSON.stringify(result?.error));
    await vscode.commands.executeCommand('undo');
    await until('everything is as before', () => asBefore(before));
  });
});

type Wanted = Pick<ScaffoldChoice, 'name' | 'language' | 'trigger'> & Partial<ScaffoldChoice>;

function choice(wanted: Wanted): ScaffoldChoice {
  return { folder: inWorkspace('').fsPath, ...wanted };
}

/** Resolves with its logical id. */
async function create(wanted: Wanted): Promise<string> {
  await vscode.commands.executeCommand(
    'lambdaWorkbench.newFunction',
    choice({ templatePath: inWorkspace('template.yaml').fsPath, ...wanted }),
  );
  return wanted.name.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
}

async function run(id: string, event: string): Promise<InvocationResult | undefined> {
  const folder = inWorkspace('').fsPath.replace(/[\\/]$/, '');
  return await vscode.commands.executeCommand('lambdaWorkbench.run', {
    kind: 'event',
    folder,
    id,
    path: inWorkspace(event).fsPath,
    name: 'first',
  });
}

function onDisk(path: string): string {
  return readFileSync(inWorkspace(path).fsPath, 'utf8');
}

/** Text of every file of the project. Folders without files don't count: the editor's undo leaves them, and git doesn't see them. */
function snapshot(): Readonly<Record<string, string>> {
  const root = inWorkspace('').fsPath;
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(root, path)).isFile() && !path.startsWith('.vscode'));
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Whether `after` is `before` with something put in at one place. */
function isInsertion(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  return after.length > before.length && after.endsWith(before.slice(start));
}

function asBefore(before: Readonly<Record<string, string>>): void {
  assert.deepEqual(snapshot(), before);
  assert.deepEqual(unsaved(), []);
}

function unsaved(): readonly string[] {
  return vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.path);
}

/** Looks every 20 ms, for ten seconds at most: files on disk tell of no event. */
async function until(what: string, check: () => void): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`Not within ten seconds: ${what}`, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
