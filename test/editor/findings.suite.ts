// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, codes, inWorkspace, samTemplate, type, write } from './workspace.ts';

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
    const preferred = actions.filter(({ isPreferred }) => isPreferred);
    assert.equal(preferred.length, 1, `of ${actions.map(({ title }) => title).join(', ')}`);
    const editor = await vscode.window.showTextDocument(uri);
    const settled = lightBulbAt(finding.range.start);
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    await settled;
    await vscode.commands.executeCommand('editor.action.autoFix');
    await codes(uri, []);
    assert.match(editor.document.getText(), /Handler: src\/checkout\.handler\n/);
    await vscode.commands.executeCommand('undo');
    await codes(uri, ['handler.export-not-found']);
  });

  it('follow what is typed into an unsaved source', async () => {
    const uri = inWorkspace('template.yaml');
    await codes(uri, ['handler.export-not-found']);
    const source = await vscode.workspace.openTextDocument(inWorkspace('resize/resize.py'));
    await type(source, 'def lambda_handler', 'def lambda_handle');
    await codes(uri, ['handler.export-not-found', 'handler.export-not-found']);
    await type(source, 'def lambda_handle', 'def lambda_handler');
    await codes(uri, ['handler.export-not-found']);
    assert.equal(source.isDirty, true, 'nothing was saved');
    await vscode.window.showTextDocument(source);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('create the missing file with its export', async () => {
    // Where there is no source at all, something else makes it: nothing is called missing there.
    await write('more/other.mjs', 'export const handler = () => undefined;\n');
    const uri = await write('more/template.yaml', samTemplate({ Fresh: 'fresh.handler' }));
    const [finding] = await codes(uri, ['handler.file-not-found']);
    assert.ok(finding);
    const editor = await vscode.window.showTextDocument(uri);
    const settled = lightBulbAt(finding.range.start);
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    await settled;
    await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'quickfix.createFile', apply: 'first' });
    await codes(uri, []);
    await vscode.workspace.fs.delete(inWorkspace('more'), { recursive: true });
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

/**
 * Resolves when the editor has asked, on its own, what can be fixed at a place. It does so some time after the cursor came there, and drops
 * what a command asked for meanwhile.
 */
function lightBulbAt(position: vscode.Position): Promise<void> {
  return new Promise((resolve) => {
    const probe = vscode.languages.registerCodeActionsProvider('*', {
      provideCodeActions(_document, range, { triggerKind }) {
        if (triggerKind !== vscode.CodeActionTriggerKind.Automatic || !range.start.isEqual(position)) return;
        resolve();
        probe.dispose();
      },
    });
  });
}
