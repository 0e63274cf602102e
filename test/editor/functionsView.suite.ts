// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, codes, inWorkspace, lenses, once, samTemplate, type, write } from './workspace.ts';

/** What the rows look like is checked in tree.test.ts; here it is whether they follow, and what a click opens. */
describe('the functions view', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  });

  it('opens a function at its handler', async () => {
    await openHandler('template.yaml#OrderApi');
    assert.match(lineAtCursor(), /^export .*\bhandler\b/);
    await openHandler('template.yaml#Resize');
    assert.match(lineAtCursor(), /def lambda_handler/);
  });

  it('opens a function whose handler is wrong where that is put right', async () => {
    await openHandler('template.yaml#Checkout');
    assert.match(lineAtCursor(), /Handler: src\/checkout\.handle/);
  });

  it('opens templates at the top, and functions in them at their resource', async () => {
    const { fsPath } = inWorkspace('template.yaml');
    await vscode.commands.executeCommand('lambdaWorkbench.openTemplate', key('template.yaml#Resize'));
    assert.match(lineAtCursor(), /^ {2}Resize:/);
    await vscode.commands.executeCommand('lambdaWorkbench.openTemplate', { kind: 'template', folder: folder(), path: fsPath });
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 0);
  });

  it('follows templates that are created, edited, renamed and deleted', async () => {
    // Where there is no source at all, something else makes it: nothing is called missing there.
    await write('extra/other.mjs', 'export const handler = () => undefined;\n');
    const path = 'extra/api.yaml';
    const first = await write(path, samTemplate({ One: 'gone.handler' }));
    await codes(first, ['handler.file-not-found']);
    assert.deepEqual(await actions(first), ['Run', 'Debug', 'Deploy', 'Logs']);
    await write(path, samTemplate({ One: 'gone.handler', Two: 'gone.handler' }));
    await codes(first, ['handler.file-not-found', 'handler.file-not-found']);
    assert.equal((await actions(first)).length, 8);

    const second = inWorkspace('extra/renamed.yaml');
    await vscode.workspace.fs.rename(first, second);
    await codes(second, ['handler.file-not-found', 'handler.file-not-found']);
    await codes(first, []);

    await vscode.workspace.fs.delete(inWorkspace('extra'), { recursive: true });
    await codes(second, []);
  });

  it('shows a template that breaks as broken, and the others as they were', async () => {
    await write('half/other.mjs', 'export const handler = () => undefined;\n');
    const uri = await write('half/template.yaml', `${samTemplate({ One: 'gone.handler' })}  Next: [\n`);
    await codes(uri, ['template.broken']);
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
    await write('half/template.yaml', samTemplate({ One: 'gone.handler' }));
    await codes(uri, ['handler.file-not-found']);
    await vscode.workspace.fs.delete(inWorkspace('half'), { recursive: true });
    await codes(uri, []);
  });

  it('keeps the functions of a template while it is half typed', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace('template.yaml'));
    await vscode.window.showTextDocument(document);
    await type(document, 'Resources:', 'Resources:\n  Next: [');
    await codes(document.uri, ['template.broken']);
    await openHandler('template.yaml#Resize');
    assert.match(lineAtCursor(), /def lambda_handler/);
    assert.deepEqual(await actions(inWorkspace('src/order.mjs')), ['Run', 'Debug', 'order']);
    assert.deepEqual(await actions(document.uri), [], 'none above places that have moved');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await codes(document.uri, ['handler.export-not-found']);
    // That it is as saved again is told after the change itself.
    await once(vscode.workspace.onDidChangeTextDocument, () => !document.isDirty);
  });

  it('leads from the handler string to the export', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace('template.yaml'));
    const position = document.positionAt(document.getText().indexOf('src/order.handler') + 3);
    const found = await vscode.commands.executeCommand<vscode.LocationLink[]>('vscode.executeDefinitionProvider', document.uri, position);
    assert.deepEqual(
      found.map(({ targetUri }) => targetUri.path),
      [inWorkspace('src/order.mjs').path],
    );
  });

  it('says Run, Debug and the function’s name above a handler', async () => {
    assert.deepEqual(await actions(inWorkspace('src/order.mjs')), ['Run', 'Debug', 'order']);
    assert.deepEqual(await actions(inWorkspace('src/orders.mjs')), []);
  });

  it('says nothing above handlers when it is told not to', async () => {
    const setting = vscode.workspace.getConfiguration('lambdaWorkbench');
    await setting.update('codeLens', false, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(await actions(inWorkspace('src/order.mjs')), []);
    await setting.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal((await actions(inWorkspace('src/order.mjs'))).length, 3);
  });

  it('refreshes to the same', async () => {
    await vscode.commands.executeCommand('lambdaWorkbench.refresh');
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  });
});

function folder(): string {
  return inWorkspace('').fsPath.replace(/[\\/]$/, '');
}

function key(id: string): { readonly folder: string; readonly id: string } {
  return { folder: folder(), id };
}

async function openHandler(id: string): Promise<void> {
  await vscode.commands.executeCommand('lambdaWorkbench.openHandler', key(id));
  await once(vscode.window.onDidChangeActiveTextEditor, () => vscode.window.activeTextEditor !== undefined);
}

function lineAtCursor(): string {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor, 'an editor is open');
  return editor.document.lineAt(editor.selection.active.line).text;
}

/** First words of the lenses: `Run`, whatever event it takes. */
async function actions(uri: vscode.Uri): Promise<readonly string[]> {
  return (await lenses(uri)).map((title) => /\w+/.exec(title.replace('$(play) ', ''))?.[0] ?? title);
}
