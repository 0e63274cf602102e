// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, codes, inWorkspace, lenses, once, samTemplate, type, write } from './workspace.ts';

describe('handler strings', () => {
  const template = inWorkspace('template.yaml');
  before(activated);

  it('lead to the export, and back from it', async () => {
    const definitions = await run<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      template,
      await placeOf(template, 'src/order.handler', 3),
    );
    assert.deepEqual(
      definitions.map(({ targetUri }) => targetUri.path),
      [inWorkspace('src/order.mjs').path],
    );
    const source = inWorkspace('resize/resize.py');
    const references = await run<vscode.Location[]>('vscode.executeReferenceProvider', source, await placeOf(source, 'lambda_handler', 2));
    const texts = await Promise.all(references.filter(({ uri }) => uri.path === template.path).map(textAt));
    assert.deepEqual(texts, ['resize.lambda_handler']);
  });

  it('say under the mouse what they name', async () => {
    const hovers = await run<vscode.Hover[]>('vscode.executeHoverProvider', template, await placeOf(template, 'src/order.handler', 3));
    const text = hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
    assert.match(text, /src\/order\.mjs.*#L\d+.*`handler`/);
  });

  it('are completed: files first, then exports', async () => {
    const uri = await write('typing/template.yaml', samTemplate({ Fresh: '' }).replace('CodeUri: .', 'CodeUri: ..'));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    // The file is new: it is known once something is said of it, if only that its log group is missing.
    await once(vscode.languages.onDidChangeDiagnostics, () => vscode.languages.getDiagnostics(uri).length > 0);
    assert.ok((await completions(uri, 'Handler: ')).includes('src/order'));
    await type(document, 'Handler: ', 'Handler: src/order.');
    assert.deepEqual(await completions(uri, 'Handler: src/order.'), ['handler']);
    await type(document, 'src/order.', 'resize/resize.');
    await type(document, 'nodejs22.x', 'python3.13');
    assert.ok((await completions(uri, 'resize/resize.')).includes('lambda_handler'));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.workspace.fs.delete(inWorkspace('typing'), { recursive: true });
  });

  it('are links in their file part, as are paths of code', async () => {
    const document = await vscode.workspace.openTextDocument(template);
    const links = await run<vscode.DocumentLink[]>('vscode.executeLinkProvider', template);
    const shown = links.map(({ range, target }) => `${document.getText(range)} ${target?.scheme}`);
    assert.ok(shown.includes('src/order file'), shown.join());
    assert.ok(shown.includes('resize/ command'), shown.join());
  });

  it('follow when a JavaScript export is renamed, with all that the language renames', async () => {
    const source = inWorkspace('src/order.mjs');
    const place = await placeOf(source, 'handler', 2);
    await renamed(source, place, { 'template.yaml': /src\/order\.process\n/, 'src/order.mjs': /export (async function|const) process\b/ });
  });

  it('rename the export in turn, also in a language without a rename of its own', async () => {
    const place = await placeOf(template, 'resize.lambda_handler', 9);
    await renamed(template, place, { 'template.yaml': /resize\.process\n/, 'resize/resize.py': /def process\(/ });
  });

  it('have Run, Debug and the name above what they name', async () => {
    const titles = (await lenses(inWorkspace('src/order.mjs'))).map((title) => title.replace(/\$\(play\) (Run).*/, '$1'));
    assert.deepEqual(titles, ['Run', 'Debug', 'order-api']);
  });

  it('are corrected all at once', async () => {
    await write('many/app.mjs', 'export const handler = async () => 1;\n');
    const uri = await write('many/template.yaml', samTemplate({ A: 'app.handlr', B: 'app.handle', C: 'app.handler' }));
    await vscode.workspace.openTextDocument(uri);
    const [first] = await codes(uri, ['handler.export-not-found', 'handler.export-not-found']);
    assert.ok(first);
    const actions = await run<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, first.range);
    const all = actions.find(({ title }) => title === 'Fix all 2 of handler.export-not-found in this file');
    assert.ok(all?.edit, actions.map(({ title }) => title).join());
    const onSave = await run<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, first.range, 'source.fixAll.lambdaWorkbench');
    assert.equal(onSave.length, 1);
    await vscode.workspace.applyEdit(all.edit);
    await codes(uri, []);
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.workspace.fs.delete(inWorkspace('many'), { recursive: true });
  });
});

/** Renames to `process`, checks what the files are then, and undoes it. */
async function renamed(uri: vscode.Uri, place: vscode.Position, expected: Readonly<Record<string, RegExp>>): Promise<void> {
  const edit = await run<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, place, 'process');
  assert.equal(await vscode.workspace.applyEdit(edit), true);
  const documents = await Promise.all(Object.keys(expected).map((path) => vscode.workspace.openTextDocument(inWorkspace(path))));
  for (const [n, pattern] of Object.values(expected).entries()) assert.match(documents[n]?.getText() ?? '', pattern);
  await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  for (const document of documents) {
    // Which editor is the active one is told late on a busy machine, and another one's document would be reverted.
    await vscode.window.showTextDocument(document);
    await once(vscode.window.onDidChangeActiveTextEditor, () => vscode.window.activeTextEditor?.document === document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await once(vscode.workspace.onDidChangeTextDocument, () => !document.isDirty);
  }
  await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
}

async function completions(uri: vscode.Uri, before: string): Promise<readonly string[]> {
  const list = await run<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, await placeOf(uri, before, before.length));
  return list.items
    .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
    .map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function run<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return await vscode.commands.executeCommand<T>(command, ...args);
}

/** `offset` characters into the first `text` of a file. */
async function placeOf(uri: vscode.Uri, text: string, offset: number): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, `${text} is in ${uri.path}`);
  return document.positionAt(at + offset);
}

async function textAt({ uri, range }: vscode.Location): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText(range);
}
