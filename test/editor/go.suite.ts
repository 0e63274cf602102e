// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { acceptPicks, activated, codes, inWorkspace, pathOf, write } from './workspace.ts';

/** Speaks the Runtime API itself: no module has to be had. */
const source = `package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
)

func main() {
	api := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(api + "next")
		if err != nil {
			os.Exit(1)
		}
		event, _ := io.ReadAll(next.Body)
		answer := append([]byte("{\\"was\\":"), append(event, '}')...)
		http.Post(api+next.Header.Get("Lambda-Runtime-Aws-Request-Id")+"/response", "application/json", bytes.NewReader(answer))
	}
}
`;

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Counter:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: go1.x }
    Properties: { CodeUri: ., Handler: bootstrap, Runtime: provided.al2023 }
`;

describe('debugging Go', () => {
  before(async function () {
    const why = process.env['WITHOUT_DELVE'];
    if (why !== undefined) {
      console.log(why);
      this.skip();
    }
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
    await write('counter/go.mod', 'module counter\n\ngo 1.20\n');
    await write('counter/main.go', source);
    await write('counter/events/Counter/one.json', '{"n":1}');
    await write('counter/template.yaml', template);
    await vscode.commands.executeCommand('lambdaWorkbench.refresh');
  });

  it('stops at a breakpoint with a Delve of its own, once the person lets it be installed, and goes on to the result', async () => {
    assert.equal(vscode.extensions.getExtension('golang.go'), undefined, 'the tests run without it');
    const line = source.split('\n').findIndex((text) => text.includes('answer := '));
    const at = new vscode.Location(inWorkspace('counter/main.go'), new vscode.Position(line, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(at)]);
    const stopped = stoppedAt();
    const result = debug();
    const session = await Promise.race([stopped, acceptPicks(result)]);
    assert.ok(session, 'it stops before it ends');
    const { threads } = await session.customRequest('threads');
    const threadId = threads[0].id;
    const { stackFrames } = await session.customRequest('stackTrace', { threadId, levels: 1 });
    assert.deepEqual([pathOf(stackFrames[0].source.path), stackFrames[0].line], [at.uri.path, line + 1]);
    const { result: event } = await session.customRequest('evaluate', { frameId: stackFrames[0].id, expression: 'string(event)' });
    assert.match(event, /n.*1/);
    await session.customRequest('continue', { threadId });
    const { status, payload } = (await result) ?? {};
    assert.deepEqual([status, new TextDecoder().decode(payload)], ['success', '{"was":{"n":1}}']);
  });
});

/** The session that has stopped first. */
function stoppedAt(): Promise<vscode.DebugSession> {
  return new Promise((resolve) => {
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage(message) {
          if (message.type !== 'event' || message.event !== 'stopped') return;
          tracker.dispose();
          resolve(session);
        },
      }),
    });
  });
}

async function debug(): Promise<InvocationResult | undefined> {
  const folder = inWorkspace('').fsPath.replace(/[\\/]$/, '');
  const path = inWorkspace('counter/events/Counter/one.json').fsPath;
  return await vscode.commands.executeCommand('lambdaWorkbench.debug', {
    kind: 'event',
    folder,
    id: 'counter/template.yaml#Counter',
    path,
    name: 'one',
  });
}
