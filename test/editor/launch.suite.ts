// workspace: shop
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { acceptPicks, activated, codes, inWorkspace, pathOf, type, write } from './workspace.ts';

/** What the debugger told the editor, of any session. */
interface Stop {
  readonly session: vscode.DebugSession;
  readonly reason: string;
}

/** Calls another function for some orders, as a client of AWS does. */
const ORDERS = `const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/lambda/aws4_request' };
export const handler = async (event) => {
  const id = event.pathParameters.orderId;
  if (/^o-[1-9]$/.test(id)) return { id };
  const path = '/2015-03-31/functions/nightly-report/invocations';
  const body = JSON.stringify({ rawPath: id });
  return await (await fetch(process.env.AWS_ENDPOINT_URL_LAMBDA + path, { method: 'POST', headers, body })).json();
};
`;

/** Lines stay where they are. */
const EDITS = [
  {
    source: 'src/order.mjs',
    path: '/orders/o-7',
    ...{ before: 'return { id };', after: 'return { id, edited: true };', said: [{ id: 'o-7' }, { id: 'o-7', edited: true }] },
  },
  {
    source: 'resize/resize.py',
    path: '/resize',
    ...{ before: 'return {"thumbnails"', after: 'return {"edited"', said: [{ thumbnails: [] }, { edited: [] }] },
  },
] as const;

describe('debugging', () => {
  const stops: Stop[] = [];
  const listeners: (() => void)[] = [];
  /** Counted here: the editor may go on naming a session active that has ended. */
  const sessions = new Set<vscode.DebugSession>();
  const watches: vscode.Disposable[] = [];
  /** Those that have stopped: the debugger of a process, which stays attached to what an API runs. */
  const debuggers = new Set<vscode.DebugSession>();
  let onBreakpointsSet = (_session: vscode.DebugSession) => {};

  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
    watches.push(
      vscode.debug.onDidStartDebugSession((session) => sessions.add(session)),
      vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
    );
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage(message) {
          if (message.type === 'response' && message.command === 'setBreakpoints') onBreakpointsSet(session);
          if (message.type !== 'event' || message.event !== 'stopped') return;
          stops.push({ session, reason: message.body.reason });
          debuggers.add(session);
          for (const listener of listeners) listener();
        },
      }),
    });
    watches.push(tracker);
  });
  beforeEach(async () => {
    stops.length = 0;
    await clearBreakpoints();
  });
  after(() => vscode.Disposable.from(...watches).dispose());

  async function clearBreakpoints(): Promise<void> {
    const set = vscode.debug.breakpoints.filter((each) => each instanceof vscode.SourceBreakpoint);
    await told(new Set(set.map(({ location }) => location.uri.toString())).size, () =>
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints),
    );
  }

  /** Resolves when each debugger that is attached has heard of a change of breakpoints: of each file by itself. */
  async function told(files: number, change: () => void): Promise<void> {
    const heard = [...debuggers].filter((session) => sessions.has(session)).map((session) => ({ session, left: files }));
    const all = new Promise<void>((resolve) => {
      onBreakpointsSet = (session) => {
        for (const each of heard) if (each.session === session) each.left -= 1;
        if (heard.every(({ left }) => left <= 0)) resolve();
      };
    });
    change();
    if (files > 0 && heard.length > 0) await all;
    onBreakpointsSet = () => {};
  }

  async function breakAt(path: string, text: string): Promise<number> {
    const line = await lineOf(path, text);
    const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(inWorkspace(path), new vscode.Position(line, 0)));
    await told(1, () => vscode.debug.addBreakpoints([breakpoint]));
    return line;
  }

  /** Resolves when the debugger has let go of everything. */
  async function noSession(): Promise<void> {
    while (sessions.size > 0) {
      await new Promise<void>((resolve) => {
        const listening = vscode.debug.onDidTerminateDebugSession(() => {
          listening.dispose();
          resolve();
        });
      });
    }
  }

  /** Where it stands now: file and line, from 1, at the top of the stack. */
  async function stopped(): Promise<{ readonly path: string; readonly line: number; readonly session: vscode.DebugSession }> {
    if (stops.length === 0) await new Promise<void>((resolve) => listeners.push(resolve));
    const last = stops.at(-1);
    assert.ok(last);
    const { threads } = await last.session.customRequest('threads');
    const { stackFrames } = await last.session.customRequest('stackTrace', { threadId: threads[0].id, levels: 1 });
    return { path: pathOf(stackFrames[0].source.path), line: stackFrames[0].line, session: last.session };
  }

  async function goOn(session: vscode.DebugSession): Promise<void> {
    const { threads } = await session.customRequest('threads');
    await session.customRequest('continue', { threadId: threads[0].id });
  }

  it('stops at the first statement of the handler where no breakpoint is set, and goes on to the result', async () => {
    const result = debug('template.yaml#OrderApi', 'events/OrderApi/get-order.json');
    const at = await stopped();
    assert.equal(at.path, inWorkspace('src/order.mjs').path);
    assert.equal(at.line, (await lineOf('src/order.mjs', 'const method =')) + 1);
    await goOn(at.session);
    assert.equal((await result)?.status, 'success');
    await noSession();
    assert.deepEqual(vscode.debug.breakpoints, [], 'its breakpoint went with it');
  });

  it('stops in the handler where only another one has a breakpoint', async () => {
    await breakAt('src/order.mjs', 'const method =');
    const result = debug('template.yaml#NightlyReport', 'events/NightlyReport/every-night.json');
    const at = await stopped();
    assert.equal(at.path, inWorkspace('src/report.ts').path);
    await goOn(at.session);
    assert.equal((await result)?.status, 'success');
    await noSession();
    assert.equal(vscode.debug.breakpoints.length, 1);
  });

  it('stops at a breakpoint in TypeScript, past the timeout of the function', async () => {
    const line = await breakAt('src/report.ts', 'const best = ');
    const result = debug('template.yaml#NightlyReport', 'events/NightlyReport/every-night.json');
    const at = await stopped();
    assert.equal(at.path, inWorkspace('src/report.ts').path);
    assert.equal(at.line, line + 1);
    await goOn(at.session);
    assert.equal((await result)?.status, 'success');
    await noSession();
  });

  it('stops in the source while the function sees the folders of Lambda', async () => {
    const configuration = vscode.workspace.getConfiguration('lambdaWorkbench');
    await configuration.update('run.strict', true, vscode.ConfigurationTarget.Global);
    try {
      for (const [source, text, id, event] of [
        ['src/report.ts', 'const best = ', 'NightlyReport', 'every-night'],
        ['src/order.mjs', 'const method =', 'OrderApi', 'get-order'],
      ] as const) {
        stops.length = 0;
        const line = await breakAt(source, text);
        const result = debug(`template.yaml#${id}`, `events/${id}/${event}.json`);
        const at = await stopped();
        assert.deepEqual([at.path, at.line], [inWorkspace(source).path, line + 1]);
        const { threads } = await at.session.customRequest('threads');
        const { stackFrames } = await at.session.customRequest('stackTrace', { threadId: threads[0].id, levels: 1 });
        const asked = { expression: 'process.cwd()', frameId: stackFrames[0].id };
        if (hasNamespaces()) assert.match((await at.session.customRequest('evaluate', asked)).result, /^'?\/var\/task'?$/);
        await goOn(at.session);
        assert.equal((await result)?.status, 'success');
        await noSession();
      }
    } finally {
      await configuration.update('run.strict', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('ends the invocation when the debugger is stopped', async () => {
    const editor = await vscode.window.showTextDocument(inWorkspace('src/order.mjs'));
    const endless = 'export const handler = () => {\n  const stop = 1;\n  return new Promise(() => setInterval(() => stop, 1000));\n};\n';
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), endless));
    await breakAt('src/order.mjs', 'const stop');
    const result = debug('template.yaml#OrderApi', 'events/OrderApi/get-order.json');
    await stopped();
    await vscode.debug.stopDebugging();
    assert.equal((await result)?.status, 'cancelled');
    await noSession();
  });

  it('starts from a launch configuration, by logical id and name of the event', async () => {
    await breakAt('src/report.ts', 'const best = ');
    const ended = rootSessionEnds();
    void launch({ function: 'NightlyReport', event: 'every-night' });
    const at = await stopped();
    assert.equal(at.path, inWorkspace('src/report.ts').path);
    await goOn(at.session);
    await ended;
    await noSession();
  });

  it('starts nothing for a function or an event that is not there', async () => {
    await launch({ function: 'Nobody' });
    await launch({ function: 'OrderApi', event: 'nothing' });
    await noSession();
    assert.deepEqual(stops, []);
  });

  describe('an API', () => {
    let url: string;
    let session: vscode.DebugSession | undefined;

    before(async () => {
      await write('src/order.mjs', ORDERS);
      await write(
        'src/report.ts',
        'export const handler = async ({ rawPath }: { rawPath: string }) => {\n  const path: string = rawPath;\n  return { path };\n};\n',
      );
      const template = await vscode.workspace.openTextDocument(inWorkspace('template.yaml'));
      const web = '        Web:\n          Type: HttpApi\n          Properties: { Method: GET, Path: /report }\n        EveryNight:';
      await type(template, '        EveryNight:', web);
      await type(template, '        NewPicture:', web.replace('/report', '/resize').replace('EveryNight', 'NewPicture'));
      await template.save();
      await vscode.commands.executeCommand('lambdaWorkbench.refresh');
    });

    async function start(): Promise<void> {
      const configuration = { type: 'lambda-workbench', request: 'launch', name: 'Debug the shop', api: 'ServerlessHttpApi' };
      assert.equal(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration), true);
      [session] = [...sessions].filter(({ configuration: { api } }) => api !== undefined);
      // It answers by now: the address is copied, and nothing started anew.
      await vscode.commands.executeCommand('lambdaWorkbench.copyApiUrl');
      url = (await vscode.env.clipboard.readText()).replace(/\/$/, '');
    }

    it('stops in whichever function a request hits, and answers when it goes on', async () => {
      await start();
      const inOrder = await breakAt('src/order.mjs', 'return { id }');
      const order = fetch(`${url}/orders/o-7`);
      const first = await stopped();
      assert.deepEqual([first.path, first.line], [inWorkspace('src/order.mjs').path, inOrder + 1]);
      assert.equal(rootOf(first.session), session, 'it stands below the session of the API');
      await goOn(first.session);
      assert.deepEqual(await (await order).json(), { id: 'o-7' });
      stops.length = 0;
      const inReport = await breakAt('src/report.ts', 'return { path }');
      const report = fetch(`${url}/report`);
      const second = await stopped();
      assert.deepEqual([second.path, second.line], [inWorkspace('src/report.ts').path, inReport + 1]);
      await goOn(second.session);
      assert.deepEqual(await (await report).json(), { path: '/report' });
    });

    it('answers without stopping where there is no breakpoint', async () => {
      assert.equal((await fetch(`${url}/orders/o-7`)).status, 200);
      assert.deepEqual(stops, []);
    });

    it('stops in the function that another calls, below its own session, and stays attached to that, too', async () => {
      const line = await breakAt('src/report.ts', 'return { path }');
      const called = new Set<vscode.DebugSession>();
      for (const id of ['o-1001', 'o-1002']) {
        stops.length = 0;
        const order = fetch(`${url}/orders/${id}`);
        const at = await stopped();
        assert.deepEqual([at.path, at.line], [inWorkspace('src/report.ts').path, line + 1]);
        assert.equal(rootOf(at.session), session);
        called.add(at.session);
        await goOn(at.session);
        assert.deepEqual(await (await order).json(), { path: id });
      }
      assert.equal(called.size, 1);
    });

    it('stays attached until an edit, and attaches again after it, in JavaScript and in Python', async () => {
      await edit('resize/resize.py', 'event["Records"]', 'event.get("Records", [])');
      for (const { source, path, before, after, said } of EDITS) {
        const line = await breakAt(source, before);
        const ask = async () => {
          stops.length = 0;
          const answer = fetch(`${url}${path}`);
          const at = await stopped();
          assert.deepEqual([at.path, at.line], [inWorkspace(source).path, line + 1]);
          await goOn(at.session);
          return { answer: await (await answer).json(), session: at.session };
        };
        const [first, second] = [await ask(), await ask()];
        await edit(source, before, after);
        const third = await ask();
        assert.deepEqual([first.answer, second.answer, third.answer], [said[0], ...said]);
        assert.equal(second.session, first.session);
        assert.notEqual(third.session, first.session);
        await clearBreakpoints();
      }
    });

    it('is served no longer once its session is stopped, whatever stands at a breakpoint', async () => {
      await breakAt('src/order.mjs', 'return { id');
      const order = fetch(`${url}/orders/o-7`).catch(() => 'gone');
      await stopped();
      await vscode.debug.stopDebugging(session);
      assert.equal(await order, 'gone');
      await noSession();
      await assert.rejects(fetch(url));
    });

    it('ends its session when the API is stopped in the view', async () => {
      await start();
      await vscode.commands.executeCommand('lambdaWorkbench.stopApi');
      await noSession();
    });
  });

  it('stops in both of a function and one that it calls, by itself as well', async () => {
    const editor = await vscode.window.showTextDocument(inWorkspace('src/order.mjs'));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), ORDERS));
    const inCaller = await breakAt('src/order.mjs', 'const path');
    const inCalled = await breakAt('src/report.ts', 'const day = ');
    const result = debug('template.yaml#OrderApi', 'events/OrderApi/get-order.json');
    const first = await stopped();
    assert.deepEqual([first.path, first.line], [inWorkspace('src/order.mjs').path, inCaller + 1]);
    stops.length = 0;
    await goOn(first.session);
    const second = await stopped();
    assert.deepEqual([second.path, second.line], [inWorkspace('src/report.ts').path, inCalled + 1]);
    await goOn(second.session);
    assert.equal((await result)?.status, 'success');
    await noSession();
  });

  it('debugs Python with a debugpy of its own, once the person lets it be installed', async () => {
    assert.equal(vscode.extensions.getExtension('ms-python.debugpy'), undefined, 'the tests run without it');
    const line = await breakAt('resize/resize.py', 'logger.info(');
    const result = debug('template.yaml#Resize', 'events/Resize/put-cat.json');
    const at = await Promise.race([stopped(), acceptPicks(result)]);
    assert.ok(at, 'it stops before it ends');
    assert.equal(at.path, inWorkspace('resize/resize.py').path);
    assert.equal(at.line, line + 1);
    await goOn(at.session);
    assert.equal((await result)?.status, 'success');
    await noSession();
  });
});

/** As the runner finds out: some systems don't let users have them. */
function hasNamespaces(): boolean {
  try {
    execFileSync('unshare', ['--user', '--map-root-user', '--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function rootOf(session: vscode.DebugSession): vscode.DebugSession {
  return session.parentSession === undefined ? session : rootOf(session.parentSession);
}

async function debug(id: string, event: string): Promise<InvocationResult | undefined> {
  const folder = inWorkspace('').fsPath.replace(/[\\/]$/, '');
  const node = { kind: 'event', folder, id, path: inWorkspace(event).fsPath, name: 'event' };
  return await vscode.commands.executeCommand('lambdaWorkbench.debug', node);
}

/** Whether it was started; a message is shown where it was not. */
async function launch(members: Readonly<Record<string, string>>): Promise<boolean> {
  const configuration = { type: 'lambda-workbench', request: 'launch', name: 'Debug it', ...members };
  return await Promise.resolve(vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration)).catch(() => false);
}

async function lineOf(path: string, text: string): Promise<number> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(path));
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `${text} is in ${path}`);
  return document.positionAt(start).line;
}

/** As a person does: in the editor, and saved. */
async function edit(path: string, before: string, after: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(path));
  await type(document, before, after);
  assert.ok(await document.save());
}

function rootSessionEnds(): Promise<void> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidTerminateDebugSession(({ parentSession }) => {
      if (parentSession !== undefined) return;
      listening.dispose();
      resolve();
    });
  });
}
