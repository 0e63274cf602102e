// workspace: shop
import assert from 'node:assert/strict';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import * as vscode from 'vscode';
import { describePlan } from '../../src/core/deploy/describe.ts';
import type { DeployOutcome, DeployPlan } from '../../src/core/deploy/model.ts';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { acceptPicks, activated, codes, inWorkspace } from './workspace.ts';

const report = 'template.yaml#NightlyReport';

/** To the local cloud, in the order in which a person does it: each step begins where the one before ended. */
describe('deploying', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  });

  it('asks once where to, shows the plan, and does nothing when the answer is no', async () => {
    const { outcome, plans } = await deploy(report, false, acceptPicks);
    assert.equal(outcome, undefined);
    assert.match(plans.join(), /^Create nightly-report\b/);
    assert.match(plans.join(), /local cloud/i);
    assert.deepEqual(await deployed(), []);
    assert.equal(await invoke(report), undefined);
  });

  it('creates the function, in the same target without asking', async () => {
    const { outcome, plans } = await deploy(report, true);
    assert.equal(outcome?.kind, 'done');
    assert.equal(outcome.state, 'Active');
    assert.equal(plans.length, 1);
    assert.deepEqual(await deployed(), ['nightly-report']);
  });

  it('invokes it there, with lines that say so', async () => {
    const result = await invoke(report);
    assert.equal(result?.status, 'success', JSON.stringify(result?.error));
    assert.equal(JSON.parse(new TextDecoder().decode(result.payload)).best, 'croissant');
    assert.deepEqual([...new Set(result.logs.map(({ source }) => source.target))], ['local-cloud']);
    assert.match(result.logs.map(({ text }) => text).join('\n'), /The Corner Shop: 3 sales/);
  });

  it('invokes it from the palette too: of all functions it is offered alone', async () => {
    await vscode.window.showTextDocument(inWorkspace('src/order.mjs'));
    const invoked = Promise.resolve(vscode.commands.executeCommand<InvocationResult | undefined>('lambdaWorkbench.invokeDeployed'));
    await acceptPicks(invoked);
    assert.equal((await invoked)?.status, 'success');
    await vscode.commands.executeCommand('lambdaWorkbench.copyInvokeCommand', key(report));
    assert.match(await vscode.env.clipboard.readText(), /nightly-report/);
  });

  it('has nothing to do a second time', async () => {
    const { outcome, plans } = await deploy(report, true);
    assert.equal(outcome?.kind, 'unchanged');
    assert.deepEqual(plans, []);
  });

  it('updates what was changed, saved or not, and only that', async () => {
    const source = await vscode.window.showTextDocument(inWorkspace('src/report.ts'));
    await change(source, "product: 'croissant'", "product: 'cornetto'");
    const { outcome, plans } = await deploy(report, true);
    assert.equal(outcome?.kind, 'done');
    assert.match(plans.join(), /^Update nightly-report\b/);
    assert.match(plans.join(), /code/i);
    assert.doesNotMatch(plans.join(), /Timeout/i);
    assert.equal(JSON.parse(new TextDecoder().decode((await invoke(report))?.payload)).best, 'cornetto');

    const template = await vscode.window.showTextDocument(inWorkspace('template.yaml'));
    await change(template, 'Timeout: 30', 'Timeout: 40');
    const settings = await deploy(report, true);
    assert.equal(settings.outcome?.kind, 'done');
    assert.match(settings.plans.join(), /timeout.*30.*40/i);
  });

  it('shows no value of an environment variable in a plan', async () => {
    const template = await vscode.window.showTextDocument(inWorkspace('template.yaml'));
    await change(template, 'The Corner Shop', 'hidden-from-plans');
    const { plans } = await deploy(report, false);
    assert.match(plans.join(), /environment/i);
    assert.doesNotMatch(plans.join(), /hidden-from-plans|Corner/);
  });

  it('deploys Python too', async () => {
    const { outcome } = await deploy('template.yaml#Resize', true, acceptPicks);
    assert.equal(outcome?.kind, 'done');
    assert.equal((await invoke('template.yaml#Resize'))?.status, 'success');
    assert.deepEqual(await deployed(), ['nightly-report', 'resize']);
  });

  it('removes it, after which it can be created anew', async () => {
    await vscode.commands.executeCommand('lambdaWorkbench.removeDeployed', target(report));
    assert.deepEqual(await deployed(), ['resize']);
    assert.equal(await invoke(report), undefined);
    const { plans } = await deploy(report, true);
    assert.match(plans.join(), /^Create nightly-report\b/);
    assert.deepEqual(await deployed(), ['nightly-report', 'resize']);
  });
});

interface Deployed {
  readonly outcome: DeployOutcome | undefined;
  /** The plans that were shown, in words. */
  readonly plans: readonly string[];
}

async function deploy(id: string, answer: boolean, meanwhile?: (until: Promise<unknown>) => Promise<void>): Promise<Deployed> {
  const plans: string[] = [];
  const confirm = async (plan: DeployPlan) => {
    plans.push(describePlan(plan));
    return answer;
  };
  const ended = Promise.resolve(vscode.commands.executeCommand<DeployOutcome | undefined>('lambdaWorkbench.deploy', key(id), confirm));
  await meanwhile?.(ended);
  return { outcome: await ended, plans };
}

async function invoke(id: string): Promise<InvocationResult | undefined> {
  return await vscode.commands.executeCommand('lambdaWorkbench.invokeDeployed', target(id));
}

/** What the local cloud says itself, to a client like any other: the one whose environment the terminal has. */
async function deployed(): Promise<readonly string[]> {
  await vscode.commands.executeCommand('lambdaWorkbench.openCloudTerminal');
  const terminal = vscode.window.terminals.at(-1);
  const env = terminal && 'env' in terminal.creationOptions ? terminal.creationOptions.env : undefined;
  terminal?.dispose();
  const client = new LambdaClient({
    endpoint: env?.['AWS_ENDPOINT_URL'] ?? '',
    region: env?.['AWS_REGION'] ?? '',
    credentials: { accessKeyId: env?.['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: env?.['AWS_SECRET_ACCESS_KEY'] ?? '' },
  });
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  return Functions.map(({ FunctionName = '' }) => FunctionName).sort();
}

function key(id: string): { readonly folder: string; readonly id: string } {
  return { folder: inWorkspace('').fsPath.replace(/[\\/]$/, ''), id };
}

/** The row below the function in the view. */
function target(id: string) {
  return { ...key(id), kind: 'target', target: 'local-cloud', label: 'local cloud' };
}

async function change(editor: vscode.TextEditor, before: string, after: string): Promise<void> {
  const start = editor.document.getText().indexOf(before);
  assert.notEqual(start, -1, `${before} is in ${editor.document.uri.path}`);
  const range = new vscode.Range(editor.document.positionAt(start), editor.document.positionAt(start + before.length));
  assert.equal(await editor.edit((edit) => edit.replace(range, after)), true);
}
