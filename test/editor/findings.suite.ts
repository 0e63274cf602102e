// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, codeOf, codes, inWorkspace, samTemplate, type, write } from './workspace.ts';

describe('findings', () => {
  before(activated);

  it('underline the handler string itself, and link to a page', async () => {
    const uri = inWorkspace('template.yaml');
    const document = await vscode.workspace.openTextDocument(uri);
    const [finding] = await codes(uri, ['handler.export-not-found']);
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'src/checkout.handle');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.match(finding.message, /handle/);
    assert.ok(typeof finding.code === 'object');
    const page = await vscode.workspace.openTextDocument(finding.code.target);
    assert.match(page.getText(), /^# /);
    assert.doesNotMatch(page.getText(), /No page about this/);
  });

  it('have one preferred fix, which one key applies', async () => {
    const uri = inWorkspace('template.yaml');
    const [finding] = await codes(uri, ['handler.export-not-found']);
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, finding.range);
    const ours = actions.filter(({ diagnostics }) => diagnostics?.some((each) => codeOf(each) === 'handler.export-not-found'));
    assert.equal(ours.filter(({ isPreferred }) => isPreferred).length, 1, ours.map(({ title }) => title).join(', '));
    const editor = await vscode.window.showTextDocument(uri);
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    await vscode.commands.executeCommand('editor.action.autoFix');
    await codes(uri, []);
    assert.match(editor.document.getText(), /Handler: src\/checkout\.handler\n/);
    await vscode.commands.executeCommand('undo');
    await codes(uri, ['handler.export-not-found']);
  });

  it('follow what is typed into an unsaved source', async () => {
    const uri = inWorkspace('template.yaml');
    await codes(uri, ['handler.export-not-found']);
    const source = await vscode.workspace.openTextDocument(inWorkspace('src/order.mjs'));
    await type(source, 'export async function handler', 'export async function handles');
    await codes(uri, ['handler.export-not-found', 'handler.export-not-found']);
    await type(source, 'export async function handles', 'export async function handler');
    await codes(uri, ['handler.export-not-found']);
    assert.equal(source.isDirty, true, 'nothing was saved');
    await vscode.window.showTextDocument(source);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('create the missing file, and never over one that is there', async () => {
    const uri = await write('more/template.yaml', samTemplate({ Fresh: 'fresh.handler' }));
    const [finding] = await codes(uri, ['handler.file-not-found']);
    assert.ok(finding);
    const create = await creating(uri, finding.range);
    assert.ok(create?.edit);
    assert.equal(await vscode.workspace.applyEdit(create.edit), true);
    await codes(uri, []);
    assert.equal(await vscode.workspace.applyEdit(create.edit), false, 'the file is there now');
    await vscode.workspace.fs.delete(inWorkspace('more'), { recursive: true });
    await codes(uri, []);
  });

  it('have the severity that the settings give them', async () => {
    const uri = inWorkspace('template.yaml');
    const setting = vscode.workspace.getConfiguration('lambdaWorkbench.findings');
    await setting.update('severity', { 'handler.export-not-found': 'off' }, vscode.ConfigurationTarget.Workspace);
    await codes(uri, []);
    await setting.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
    await codes(uri, ['handler.export-not-found']);
  });
});

async function creating(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction | undefined> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
  return actions.find(({ title }) => /^Create/.test(title));
}
