import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cache, readTools } from '../../scripts/tools.ts';
import { Delve } from '../../src/core/package/delve.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from '../../src/core/package/testing.ts';
import { type Bench, openBench, textOf } from '../../src/core/runner/testing.ts';
import { systemClock } from '../../src/node/clock.ts';
import { nodeFiles } from '../../src/node/files.ts';
import { nodeProcesses } from '../../src/node/processes.ts';

/** A real Delve around a function with AWS's own client, spoken to as the editor does. */
const folder = fileURLToPath(new URL('natives/go', import.meta.url));
const source = join(folder, 'main.go');
const { natives, delve: noDelve } = readTools().missing;
const missing = natives ?? noDelve;

let packaging: Workbench;
let bench: Bench;
let isStrict = false;
beforeAll(async () => {
  packaging = await workbench({});
  bench = await openBench({}, {}, systemClock(), { strict: () => isStrict });
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterAll(() => Promise.all([packaging.dispose(), bench.end()]));

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const delve = new Delve({ files: nodeFiles(), processes: nodeProcesses(), logger: silent, cache: join(cache, 'delve') });

it.each([
  ['', false],
  [', among the folders of Lambda too: programs know their sources by the names of this machine', true],
])('stops at a breakpoint, shows what is there, and goes on to the result%s', async (_, strict) => {
  isStrict = strict;
  const delvePath = (await delve.installed()) ?? '';
  const code = { kind: 'directory', path: folder } as const;
  const definition = define(folder, { runtime: literal('provided.al2023'), handler: { kind: 'absent' }, code, format: 'cdk' });
  const { root: codeRoot, digest: codeDigest } = await packaging.packager.build(definition, notAnalysed, {
    purpose: 'run',
    debuggable: true,
  });
  const line =
    readFileSync(source, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('return e, nil')) + 1;
  const seen: unknown[] = [];
  let client: DapClient | undefined;
  const onListening = async (port: number) => {
    client = await DapClient.attach(port, { path: source, line });
    void client.stopped.then(async (threadId) => {
      const { stackFrames } = await (client as DapClient).ask('stackTrace', { threadId, levels: 1 });
      const { result } = await (client as DapClient).ask('evaluate', { frameId: stackFrames[0].id, expression: 'e.K' });
      seen.push(stackFrames[0].source.path, stackFrames[0].line, result);
      await (client as DapClient).ask('continue', { threadId });
    });
  };
  const debug = { delvePath, onListening };
  const result = await bench.invoke(
    'bootstrap',
    'provided.al2023',
    '{"do":"echo","k":7}',
    { codeRoot, codeDigest, timeoutSeconds: 1 },
    { debug },
  );
  client?.close();
  expect(seen).toEqual([source, line, '7']);
  expect([result.status, textOf(result.payload), result.notes]).toEqual(['success', '{"do":"echo","k":7}', []]);
  expect(result.logs.filter(({ text }) => /API server|dlv/.test(text))).toEqual([]);
});

/** What answers to the questions of this file hold, each its own part. */
interface Body {
  readonly stackFrames: readonly [{ readonly id: number; readonly line: number; readonly source: { readonly path: string } }];
  readonly breakpoints: readonly [{ readonly verified: boolean }];
  readonly result: string;
}

/** As much of the Debug Adapter Protocol as a breakpoint takes. */
class DapClient {
  /** The thread that has stopped first. */
  readonly stopped: Promise<number>;
  readonly #socket;
  readonly #answers = new Map<number, (body: Body) => void>();
  readonly #events = new Map<string, (body: { readonly threadId: number }) => void>();
  #seq = 0;
  #rest = Buffer.alloc(0);

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').on('data', (chunk) => this.#read(chunk));
    // It ends with the process that it debugs.
    this.#socket.on('error', () => {});
    this.stopped = this.#event('stopped').then(({ threadId }) => threadId);
  }

  static async attach(port: number, { path, line }: { readonly path: string; readonly line: number }): Promise<DapClient> {
    const client = new DapClient(port);
    const initialized = client.#event('initialized');
    await client.ask('initialize', { adapterID: 'go', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' });
    void client.ask('attach', { mode: 'remote', stopOnEntry: false });
    await initialized;
    const { breakpoints } = await client.ask('setBreakpoints', { source: { path }, breakpoints: [{ line }] });
    expect(breakpoints[0].verified).toBe(true);
    await client.ask('configurationDone', {});
    return client;
  }

  ask(command: string, args: object): Promise<Body> {
    this.#seq += 1;
    const seq = this.#seq;
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.#socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return new Promise((resolve) => this.#answers.set(seq, resolve));
  }

  close(): void {
    this.#socket.destroy();
  }

  #event(name: string): Promise<{ readonly threadId: number }> {
    return new Promise((resolve) => this.#events.set(name, resolve));
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const [head, length] = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#rest.toString('latin1')) ?? [];
      const end = (head?.length ?? 0) + Number(length);
      if (head === undefined || this.#rest.length < end) return;
      const message = JSON.parse(this.#rest.subarray(head.length, end).toString('utf8'));
      this.#rest = this.#rest.subarray(end);
      if (message.type === 'event') this.#events.get(message.event)?.(message.body);
      else this.#answers.get(message.request_seq)?.(message.body);
    }
  }
}
