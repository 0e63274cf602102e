// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, settingDefaults } from '../../src/vscode/contributions.ts';

const id = 'lambda-workbench.lambda-workbench';

describe('activation', () => {
  it('happens by itself in a folder that holds a template', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, 'the extension is loaded');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command that package.json promises', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const absent = Object.values(commands).filter((command) => !registered.has(command));
    assert.deepEqual(absent, []);
  });

  it('has the documented defaults', () => {
    for (const [key, expected] of Object.entries(settingDefaults)) {
      assert.deepEqual(vscode.workspace.getConfiguration().get(key), expected, key);
    }
  });
});
