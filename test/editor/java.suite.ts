// workspace: shop
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { activated, codes, inWorkspace, write } from './workspace.ts';

const source = `package shop;

public class Echo {
  public Object handle(java.util.Map<String, Object> event) {
    return event.get("n");
  }
}
`;

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Echo:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: classes, Handler: "shop.Echo::handle", Runtime: java17, Timeout: 20 }
`;

/** As `javaDebugger/extension.cjs` tells. */
interface Recorded {
  readonly attached: readonly Readonly<Record<string, unknown>>[];
  readonly greetings: readonly string[];
}

/** The real extension can't be had from the registries: one that records, and speaks as much JDWP as it takes, stands for it. */
describe('debugging Java', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
    const { fsPath } = await write('java/src/shop/Echo.java', source);
    execFileSync('javac', ['--release', '17', '-d', inWorkspace('java/classes').fsPath, fsPath]);
    await write('java/events/Echo/one.json', '{"n": 7}');
    await write('java/template.yaml', template);
    await vscode.commands.executeCommand('lambdaWorkbench.refresh');
  });

  it('attaches as vscode-java-debug documents it, to a machine that waits for it', async () => {
    const folder = inWorkspace('').fsPath.replace(/[\\/]$/, '');
    const path = inWorkspace('java/events/Echo/one.json').fsPath;
    const node = { kind: 'event', folder, id: 'java/template.yaml#Echo', path, name: 'one' };
    const result = await vscode.commands.executeCommand<InvocationResult | undefined>('lambdaWorkbench.debug', node);
    assert.equal(result?.status, 'success', JSON.stringify(result?.error));
    assert.equal(new TextDecoder().decode(result.payload), '7');
    const recorded: Recorded | undefined = await vscode.extensions.getExtension('vscjava.vscode-java-debug')?.activate();
    const [{ type, request, hostName, port, stepFilters } = {}] = recorded?.attached ?? [];
    assert.deepEqual([type, request, hostName, typeof port], ['java', 'attach', '127.0.0.1', 'number']);
    assert.deepEqual(stepFilters, { skipClasses: ['$JDK', 'lambdaworkbench.*'], skipSynthetics: true });
    assert.deepEqual(recorded?.greetings, ['JDWP-Handshake']);
    assert.deepEqual(
      result.logs.filter(({ text }) => text.includes('dt_socket')),
      [],
    );
  });
});
