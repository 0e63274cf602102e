// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, codes, inWorkspace } from './workspace.ts';

/** What the panel shows of lines is checked in a browser, and those of the local cloud by the suite that deploys to it. */
describe('logs', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  });

  it('names the function and the place in every line of a run', async () => {
    const folder = inWorkspace('').fsPath.replace(/[\\/]$/, '');
    const result = await vscode.commands.executeCommand<{ readonly logs: readonly { readonly source: object }[] }>('lambdaWorkbench.run', {
      folder,
      id: 'template.yaml#Resize',
    });
    assert.ok(result.logs.length > 3);
    for (const { source } of result.logs) assert.deepEqual(source, { target: 'local', functionName: 'resize' });
  });
});
