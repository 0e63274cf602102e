// workspace: shop
import assert from 'node:assert/strict';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { acceptPicks, activated, codes, inWorkspace, write } from './workspace.ts';

describe('running', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  });

  it('runs with the event that is pointed at, and answers with the result', async () => {
    const result = await run('template.yaml#OrderApi', 'events/OrderApi/get-order.json');
    assert.equal(result?.status, 'success');
    assert.equal(json(result).statusCode, 200);
    assert.deepEqual(new Set(result.logs.map(({ source }) => `${source.target} ${source.functionName}`)), new Set(['local order-api']));
    assert.match(result.logs.at(-1)?.text ?? '', /^REPORT RequestId: /);
  });

  it('takes the last event without asking, and the only one where none was taken yet', async () => {
    await run('template.yaml#OrderApi', 'events/OrderApi/create-order.json');
    assert.equal(json(await command('run', key('template.yaml#OrderApi'))).statusCode, 201);
    assert.equal(json(await command('run', key('template.yaml#NightlyReport'))).best, 'croissant');
    assert.equal((await command('run', key('template.yaml#Resize')))?.status, 'success');
  });

  it('runs again what ran last, in the environment that is warm', async () => {
    const first = await run('template.yaml#OrderApi', 'events/OrderApi/create-order.json');
    const second = await command('runAgain');
    assert.equal(second?.status, 'success');
    assert.equal(json(second).statusCode, 201);
    assert.equal(second.coldStart, false);
    assert.equal(second.logStream, first?.logStream);
  });

  it('saves and uses what is typed into the source', async () => {
    const editor = await vscode.window.showTextDocument(inWorkspace('src/order.mjs'));
    await replaceAll(editor, "export const handler = async () => 'typed just now';\n");
    const result = await run('template.yaml#OrderApi', 'events/OrderApi/get-order.json');
    assert.equal(json(result), 'typed just now');
    assert.equal(editor.document.isDirty, false);
  });

  it('uses what is typed into the event', async () => {
    await write('src/order.mjs', 'export const handler = async (event) => event;\n');
    const editor = await vscode.window.showTextDocument(inWorkspace('events/OrderApi/get-order.json'));
    await replaceAll(editor, '{"typed": true}');
    assert.deepEqual(json(await run('template.yaml#OrderApi', 'events/OrderApi/get-order.json')), { typed: true });
  });

  it('shows what the function throws, with the place in the source', async () => {
    const editor = await vscode.window.showTextDocument(inWorkspace('src/report.ts'));
    await replaceAll(
      editor,
      "interface Nothing {}\nexport const handler = async (_: Nothing) => {\n  throw new TypeError('closed');\n};\n",
    );
    const result = await run('template.yaml#NightlyReport', 'events/NightlyReport/every-night.json');
    assert.equal(result?.status, 'error');
    assert.equal(result.error?.errorType, 'TypeError');
    assert.equal(result.error?.errorMessage, 'closed');
    assert.match(result.error?.stack.join('\n') ?? '', /src\/report\.ts:3:/);
  });

  it('does not begin with an event that is no JSON, nor for a function that is gone', async () => {
    await write('events/OrderApi/broken.json', '{\n  "a": ,\n}\n');
    assert.equal(await run('template.yaml#OrderApi', 'events/OrderApi/broken.json'), undefined);
    assert.equal(await run('template.yaml#OrderApi', 'events/OrderApi/gone.json'), undefined);
    assert.equal(await command('run', key('template.yaml#Gone')), undefined);
  });

  it('lets a wrong handler fail as it fails in Lambda', async () => {
    const result = await command('run', key('template.yaml#Checkout'));
    assert.equal(result?.status, 'init-error');
    assert.equal(result.error?.errorType, 'Runtime.HandlerNotFound');
  });

  it('runs a watched event on each change of what its function is made of, until it is told to stop', async () => {
    await write('src/order.mjs', "export const handler = async () => 'first';\n");
    const event = 'events/OrderApi/get-order.json';
    assert.equal(json(await command('watch', eventNode('template.yaml#OrderApi', event))), 'first');
    const editor = await vscode.window.showTextDocument(inWorkspace('src/order.mjs'));
    const told = sign('told.txt');
    const telling = `import { writeFileSync } from 'node:fs';\nexport const handler = async () => writeFileSync(${JSON.stringify(told.path)}, '');\n`;
    await replaceAll(editor, telling);
    await editor.document.save();
    await told.appeared();
    const again = sign('told.txt');
    const other = await vscode.window.showTextDocument(inWorkspace(event));
    await replaceAll(other, '{"typed": "again"}');
    await other.document.save();
    await again.appeared();
    const outside = sign('told.txt');
    // As many tools write, in one step: half a file would be a change of its own.
    writeFileSync(inWorkspace('written.tmp').fsPath, '{"written": "by somebody else"}');
    renameSync(inWorkspace('written.tmp').fsPath, inWorkspace(event).fsPath);
    await outside.appeared();
    await command('stopWatching');
    const silent = sign('told.txt');
    const source = await vscode.window.showTextDocument(editor.document);
    await replaceAll(source, telling.replace("''", "'late'"));
    await source.document.save();
    // What a save would have started has begun by the time a run from start to end is done.
    assert.equal((await run('template.yaml#NightlyReport', 'events/NightlyReport/every-night.json'))?.status, 'error');
    assert.equal(existsSync(silent.path), false);
  });

  it('runs with {} where there is no event, once it was asked, and writes none', async () => {
    await write('src/order.mjs', 'export const handler = async (event) => event;\n');
    rmSync(inWorkspace('events/OrderApi').fsPath, { recursive: true });
    const asked = command('run', key('template.yaml#OrderApi'));
    await acceptPicks(asked);
    assert.deepEqual(json(await asked), {});
    assert.deepEqual(json(await command('run', key('template.yaml#OrderApi'))), {});
    assert.equal(existsSync(inWorkspace('events/OrderApi').fsPath), false);
    await write('events/OrderApi/create-order.json', '{}');
  });

  it('ends an endless function when it is cancelled', async () => {
    const result = endless('template.yaml#OrderApi', 'src/order.mjs', 'events/OrderApi/create-order.json');
    await result.started;
    await vscode.commands.executeCommand('lambdaWorkbench.cancelRun');
    assert.equal((await result.ended)?.status, 'cancelled');
    await write('src/order.mjs', "export const handler = async () => 'fresh';\n");
    const next = await run('template.yaml#OrderApi', 'events/OrderApi/create-order.json');
    assert.equal(json(next), 'fresh');
    assert.equal(next?.coldStart, true);
  });

  it("ends an endless function at its timeout, in Lambda's words", async () => {
    const result = await endless('template.yaml#OrderApi', 'src/order.mjs', 'events/OrderApi/create-order.json').ended;
    assert.equal(result?.status, 'timeout');
    assert.match(result.error?.errorMessage ?? '', /Task timed out after 5\.00 seconds/);
  });
});

interface EndlessRun {
  /** Resolves when the handler is inside its loop. */
  readonly started: Promise<void>;
  readonly ended: Promise<InvocationResult | undefined>;
}

/** A function that tells by a file that it runs, and then never answers. */
function endless(id: string, source: string, event: string): EndlessRun {
  const started = sign('started.txt');
  const text = `
    import { writeFileSync } from 'node:fs';
    export const handler = async () => {
      writeFileSync(${JSON.stringify(started.path)}, '');
      setInterval(() => undefined, 1000);
      await new Promise(() => undefined);
    };\n`;
  const ended = write(source, text).then(() => run(id, event));
  return { started: started.appeared(), ended };
}

/** A file by which a function tells that it runs; not there to begin with. */
function sign(name: string): { readonly path: string; appeared(): Promise<void> } {
  const path = inWorkspace(name).fsPath;
  rmSync(path, { force: true });
  return { path, appeared: () => fileIsThere(path) };
}

/** Files on disk tell of no event: looks every 20 ms, for 20 seconds at most. */
async function fileIsThere(path: string): Promise<void> {
  for (let looks = 0; looks < 1000; looks++) {
    if (existsSync(path)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} didn’t appear.`);
}

function key(id: string): { readonly folder: string; readonly id: string } {
  return { folder: inWorkspace('').fsPath.replace(/[\\/]$/, ''), id };
}

function run(id: string, event: string): Promise<InvocationResult | undefined> {
  return command('run', eventNode(id, event));
}

function eventNode(id: string, event: string): object {
  return { ...key(id), kind: 'event', path: inWorkspace(event).fsPath, name: event.replace(/^.*\/|\.json$/g, '') };
}

async function command(name: string, ...args: readonly unknown[]): Promise<InvocationResult | undefined> {
  return await vscode.commands.executeCommand(`lambdaWorkbench.${name}`, ...args);
}

function json(result: InvocationResult | undefined) {
  assert.equal(result?.status, 'success', JSON.stringify(result?.error));
  return JSON.parse(new TextDecoder().decode(result.payload));
}

async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
  assert.equal(await editor.edit((edit) => edit.replace(all, text)), true);
}
