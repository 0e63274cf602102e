import { Buffer } from 'node:buffer';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFiles } from '../../node/files.ts';
import type { RawLogEvent } from '../logs/model.ts';
import { writeZip } from '../package/archive.ts';
import type { Clock, Logger } from '../ports.ts';
import type { InvocationResult, InvokeOptions, RunnableFunction, Runner } from '../runner/model.ts';
import type { Route } from './api.ts';
import { createLocalCloud, type LocalCloud } from './index.ts';

/** A local cloud on a free port, with a runner and a clock that tests hold in their hands. */
export interface TestCloud extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly port: number;
  readonly runs: { readonly fn: RunnableFunction; readonly event: string; readonly options: InvokeOptions }[];
  readonly logged: RawLogEvent[];
  readonly errors: unknown[];
  readonly retired: string[];
  /** What the next invocations do. */
  behave(run: (fn: RunnableFunction, event: string) => Partial<InvocationResult> | Promise<Partial<InvocationResult>>): void;
  /** Lets all that was scheduled happen. */
  pass(): Promise<void>;
  /** Calls what is scheduled, without waiting for anything; answers how many there were. */
  tick(): number;
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** CloudWatch Logs. */
  logs(operation: string, body: unknown): Promise<Answer>;
  createFunction(name: string, settings?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Creates it and waits until it is Active. */
  deploy(name: string, settings?: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: an answer's members are what the tests look at.
  readonly json: any;
}

export const role = 'arn:aws:iam::000000000000:role/any';
export const signature = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request' };

export async function zipBase64(files: Readonly<Record<string, string>>): Promise<string> {
  const entries = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text), executable: false }));
  return Buffer.from(await writeZip(entries)).toString('base64');
}

export async function startTestCloud(directory?: string, services: readonly Route[] = []): Promise<TestCloud> {
  const own = directory ?? (await mkdtemp(join(tmpdir(), 'local-cloud-')));
  const runs: TestCloud['runs'] = [];
  const logged: RawLogEvent[] = [];
  const errors: unknown[] = [];
  const retired: string[] = [];
  let behaviour: Parameters<TestCloud['behave']>[0] = () => ({});
  const due: (() => void)[] = [];
  let now = 1_760_000_000_000;
  const clock: Clock = {
    now: () => now++,
    monotonic: () => now,
    schedule(_delayMs, callback) {
      due.push(callback);
      return () => {
        const index = due.indexOf(callback);
        if (index >= 0) due.splice(index, 1);
      };
    },
  };
  const logger: Logger = { debug() {}, info() {}, warn() {}, error: (_message, detail) => errors.push(detail) };
  const runner: Runner = {
    async invoke(fn, bytes, options = {}) {
      const event = Buffer.from(bytes).toString();
      runs.push({ fn, event, options });
      const lines = ['START RequestId: 11111111-2222-4333-8444-555555555555 Version: $LATEST\n', `got ${event}\n`];
      const source = { target: 'local-cloud', functionName: fn.name } as const;
      const logs = lines.map(
        (text): RawLogEvent => ({ id: String(now), source, logStream: '2026/01/01/[$LATEST]abc', timestamp: now++, text }),
      );
      for (const line of logs) options.onLog?.(line);
      return {
        requestId: '11111111-2222-4333-8444-555555555555',
        status: 'success',
        payload: Buffer.from(event),
        logs,
        report: { requestId: '', durationMs: 1, billedDurationMs: 1, memorySizeMb: 128, maxMemoryUsedMb: 1 },
        logStream: '2026/01/01/[$LATEST]abc',
        coldStart: true,
        notes: [],
        ...(await behaviour(fn, event)),
      };
    },
    retire: (name) => retired.push(name),
    async dispose() {},
  };
  const cloud = createLocalCloud({
    runner,
    files: nodeFiles(),
    clock,
    logger,
    directory: own,
    environment: {},
    onLog: (event) => logged.push(event),
  });
  const { port } = await cloud.listen({ port: 0, services });
  const call: TestCloud['call'] = (method, path, body, headers) => send(port, method, path, body, { ...signature, ...headers });
  const createFunction: TestCloud['createFunction'] = async (name, settings) => {
    const ZipFile = await zipBase64({ 'index.js': `exports.handler = async () => '${name}';` });
    const required = { FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: role, Code: { ZipFile } };
    return call('POST', '/2015-03-31/functions', { ...required, ...settings });
  };
  const tick = (): number => {
    const calls = due.splice(0);
    for (const callback of calls) callback();
    return calls.length;
  };
  const pass = async (): Promise<void> => {
    const settled = new Promise<void>((resolve) => {
      if (due.length === 0) return resolve();
      const stop = cloud.onDidChange(() => {
        stop();
        resolve();
      });
    });
    tick();
    await settled;
  };
  return {
    cloud,
    port,
    runs,
    logged,
    errors,
    retired,
    behave(run) {
      behaviour = run;
    },
    pass,
    tick,
    call,
    logs: (operation, body) => call('POST', '/', body, { 'x-amz-target': `Logs_20140328.${operation}` }),
    createFunction,
    async deploy(name, settings) {
      const created = await createFunction(name, settings);
      if (created.status !== 201) throw new Error(created.text);
      await pass();
    },
    async [Symbol.asyncDispose]() {
      await cloud.close();
      if (directory === undefined) await rm(own, { recursive: true, force: true });
    },
  };
}

/** With node:http, as fetch sets Host and Origin by its own rules. */
export function send(
  port: number,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const bytes = body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const all = Buffer.concat(chunks);
        const text = all.toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, bytes: all, json: parse(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
