import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testSyntax } from '../core/syntax/testing.ts';
import { systemClock } from '../node/clock.ts';
import { nodeFiles } from '../node/files.ts';
import { nodeProcesses } from '../node/processes.ts';
import { watchFolder } from '../node/watchFolder.ts';
import { createCacheFolders } from './cacheFolders.ts';
import { runCli } from './cli.ts';

const source = fileURLToPath(new URL('..', import.meta.url));
const workspaces = join(source, '..', 'test', 'workspaces');
const grammars = testSyntax();
const home = mkdtempSync(join(tmpdir(), 'lambda-workbench-cli-'));
let folder = '';

beforeAll(() => {
  symlinkSync(join(source, 'bootstrap'), join(home, 'bootstrap'), 'junction');
  symlinkSync(grammars.grammars, join(home, 'grammars'), 'junction');
});
beforeEach(() => {
  folder = mkdtempSync(join(home, 'shop-'));
  cpSync(join(workspaces, 'shop'), folder, { recursive: true });
});
afterAll(() => {
  grammars.dispose();
  rmSync(home, { recursive: true, force: true });
});

/** The first line of `serve`. */
interface Addresses {
  readonly endpoint: string;
  readonly functions: string[];
  readonly apis: readonly { readonly url: string }[];
  readonly functionUrls: readonly { readonly url: string }[];
}

interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly { readonly ruleIndex: number; readonly partialFingerprints: unknown }[];
}

interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  argv: readonly string[],
  more: {
    stdin?: string;
    signal?: AbortSignal;
    onStdout?: (text: string) => void;
    onStderr?: (text: string) => void;
    watched?: boolean;
    resources?: string;
  } = {},
): Promise<Answer> {
  let stdout = '';
  let stderr = '';
  const status = await runCli(argv, {
    stdout: (text) => {
      stdout += text;
      more.onStdout?.(text);
    },
    stderr: (text) => {
      stderr += text;
      more.onStderr?.(text);
    },
    stdin: async () => new TextEncoder().encode(more.stdin ?? ''),
    signal: more.signal ?? new AbortController().signal,
    cwd: folder,
    files: nodeFiles(),
    reading: nodeFiles(),
    watch: watchFolder,
    clock: systemClock(),
    processes: nodeProcesses(),
    resources: more.resources ?? home,
    cacheFolders: createCacheFolders(join(home, 'cache')),
    colour: false,
    watched: more.watched ?? false,
  });
  return { status, stdout, stderr };
}

/** Runs with `--format json` and holds what is printed against the schema. */
async function json(
  schema: string,
  argv: readonly string[],
  more: Parameters<typeof run>[1] = {},
): Promise<{ status: number; value: Record<string, never> }> {
  const { status, stdout } = await run([...argv, '--format', 'json'], more);
  expect(stdout.endsWith('\n')).toBe(true);
  return { status, value: conforming(schema, stdout) };
}

function conforming(schema: string, text: string): Record<string, never> {
  const value = JSON.parse(text);
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(source, 'cli', 'schemas', `${schema}.json`), 'utf8')));
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

describe('functions', () => {
  it('lists what is there, with the place of each handler', async () => {
    const { status, value } = await json('functions', ['functions', '.']);
    expect(status).toBe(0);
    expect(value['functions']).toMatchObject([
      {
        id: 'template.yaml#OrderApi',
        name: 'order-api',
        handler: 'src/order.handler',
        codeRoot: '.',
        line: 21,
        column: 16,
        resolution: 'resolved',
      },
      { name: 'checkout', resolution: 'unresolved' },
      { name: 'nightly-report', codeRoot: 'src', resolution: 'resolved' },
      { name: 'resize', runtime: 'python3.13', codeRoot: 'resize', resolution: 'resolved' },
    ]);
  });

  it('shows the default of a variable, and of no secret', async () => {
    writeFileSync(
      join(folder, 'main.tf'),
      `variable "runtime" { default = "nodejs22.x" }
variable "handler" { default = "src/order.handler" }
resource "aws_lambda_function" "order" {
  runtime  = var.runtime
  handler  = var.handler
  filename = "order.zip"
}
`,
    );
    writeFileSync(
      join(folder, 'secret.yaml'),
      `Parameters:
  Secret: {Type: String, NoEcho: true, Default: app.hidden}
Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Handler: !Ref Secret, Runtime: python3.13}}
`,
    );
    const { value } = await json('functions', ['functions', '.']);
    expect(value['functions']).toMatchObject([
      { format: 'terraform', runtime: 'nodejs22.x', handler: 'src/order.handler', file: 'main.tf', line: 3 },
      { id: 'secret.yaml#F', handler: null },
      {},
      {},
      {},
      {},
    ]);
  });

  it('shows a table to a person', async () => {
    const plain = (await run(['functions'])).stdout;
    expect(plain).toContain('order-api       OrderApi       nodejs22.x  src/order.handler');
    expect(plain).not.toContain('WHY UNKNOWN');
    writeFileSync(
      join(folder, 'more.yaml'),
      'Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Runtime: !Ref R, Code: src}}\n',
    );
    const { stdout } = await run(['functions']);
    expect(stdout.split('\n')[0]).toMatch(/ TEMPLATE +WHY UNKNOWN$/);
    expect(stdout).toMatch(/^F +F +- +a\.b +unknown +more\.yaml:2 +the runtime can't be told before deploying: \S.*$/m);
  });
});

describe('lint', () => {
  it('ends with 1 where something is wrong, and says how to mend it', async () => {
    const { status, value } = await json('lint', ['lint', '.']);
    expect(status).toBe(1);
    expect(value['findings']).toMatchObject([
      {
        code: 'handler.export-not-found',
        file: 'template.yaml',
        line: 42,
        column: 16,
        endColumn: 35,
        function: 'template.yaml#Checkout',
        fixes: [{ preferred: true }, {}, { title: 'Suppress handler.export-not-found with a comment' }],
      },
    ]);
  });

  it('ends with 0 where nothing is left of the findings', async () => {
    expect((await json('lint', ['lint', '.', '--only', 'limits.'])).status).toBe(0);
  });

  it('refuses a prefix that no finding has, instead of passing', async () => {
    const { status, stderr } = await run(['lint', '.', '--only', 'limits.,handlers']);
    expect(status).toBe(2);
    expect(stderr).toContain('No finding\'s code starts with "handlers".');
    expect(stderr).toMatch(/They start with one of .*handler, limits/);
  });

  it('fails for errors and warnings, and for what only informs where that is asked', async () => {
    const informs = `Transform: AWS::Serverless-2016-10-31
Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}}
`;
    writeFileSync(join(folder, 'template.yaml'), informs);
    const status = async (...more: readonly string[]) => (await run(['lint', '.', '--only', 'logs.,limits.', ...more])).status;
    expect(await status()).toBe(0);
    expect(await status('--severity', 'warning')).toBe(0);
    expect(await status('--severity', 'information')).toBe(1);
    writeFileSync(join(folder, 'template.yaml'), informs.replace('Handler', 'Timeout: 1000, Handler'));
    expect(await status()).toBe(1);
    expect((await json('lint', ['lint', '.', '--only', 'logs.,limits.'])).value['findings']).toHaveLength(2);
    expect((await json('lint', ['lint', '.', '--severity', 'error', '--only', 'logs.,limits.'])).value['findings']).toHaveLength(1);
  });

  it('annotates for GitHub, with files told from where it runs', async () => {
    mkdirSync(join(folder, 'services'));
    writeFileSync(join(folder, 'services', 'app.mjs'), 'export const handler = async () => 1;\n');
    const template =
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: app.handlr, Code: ., Runtime: nodejs22.x}\n';
    writeFileSync(join(folder, 'services', 'a,b.yaml'), template);
    const { stdout, status } = await run(['lint', 'services', '--only', 'handler', '--format', 'github']);
    expect({ stdout, status }).toEqual({
      status: 1,
      stdout:
        '::error file=services/a%2Cb.yaml,line=4,endLine=4,col=27,endColumn=36,title=handler.export-not-found::' +
        'app.mjs exports handler, not handlr.\n',
    });
  });

  it('writes SARIF that conforms, with pages, fixes and fingerprints that last', async () => {
    const { stdout } = await run(['lint', '.', '--format', 'sarif']);
    const [sarif] = (conforming('lint-sarif', stdout)['runs'] ?? []) as readonly SarifRun[];
    const result = sarif?.results[0];
    expect(result).toMatchObject({
      ruleId: 'handler.export-not-found',
      level: 'error',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'template.yaml' }, region: { startLine: 42, startColumn: 16, endColumn: 35 } } },
      ],
    });
    expect(sarif?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('handler.export-not-found');
    const template = readFileSync(join(folder, 'template.yaml'), 'utf8');
    writeFileSync(join(folder, 'template.yaml'), `# moved\n${template}`);
    const [moved] = (conforming('lint-sarif', (await run(['lint', '.', '--format', 'sarif'])).stdout)['runs'] ?? []) as readonly SarifRun[];
    expect(moved?.results[0]?.partialFingerprints).toEqual(result?.partialFingerprints);
  });

  it('refuses a format that only another command has', async () => {
    expect((await run(['functions', '.', '--format', 'sarif'])).stderr).toContain('--format is json or text, not "sarif"');
  });

  it('says of a template that it can’t read, whatever is asked of its functions', async () => {
    for (const argv of [
      ['functions', join(workspaces, 'broken')],
      ['invoke', join(workspaces, 'broken'), 'Broken'],
      ['test', join(workspaces, 'broken')],
    ]) {
      expect((await run(argv)).stderr).toMatch(/^(warning: )?\S+\.ya?ml: /m);
    }
  });

  it('reports a template that cannot be read', async () => {
    const { status, value } = await json('lint', ['lint', join(workspaces, 'broken')]);
    expect(status).toBe(1);
    expect(value['findings']).toContainEqual(expect.objectContaining({ code: 'template.broken', function: null }));
  });
});

describe('invoke', () => {
  it('runs a function with an event file', async () => {
    const { status, value } = await json('invoke', ['invoke', '.', 'OrderApi', '-e', 'events/OrderApi/create-order.json']);
    expect(status).toBe(0);
    expect(value).toMatchObject({ status: 'success', payload: { statusCode: 201 }, error: null });
    expect((value['logs'] as unknown as string[]).some((line) => line.startsWith('REPORT RequestId: '))).toBe(true);
  });

  it('takes the event from stdin, the name of a saved one, and the function by its name', async () => {
    const stdin = readFileSync(join(folder, 'events/OrderApi/get-order.json'), 'utf8');
    const piped = await json('invoke', ['invoke', '.', 'order-api', '-e', '-'], { stdin });
    const saved = await json('invoke', ['invoke', '.', 'order-api', '-e', 'get-order']);
    expect(piped.value['payload']).toEqual(saved.value['payload']);
  });

  it('ends with 1 where the function fails, with its error', async () => {
    const { status, value } = await json('invoke', ['invoke', '.', 'Checkout']);
    expect(status).toBe(1);
    expect(value).toMatchObject({ status: 'init-error', error: { type: 'Runtime.HandlerNotFound' } });
  });

  it('runs with what parameters have by default, and says so', async () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Parameters: {R: {Type: String, Default: nodejs22.x}, H: {Type: String, Default: app}, T: {Type: String, Default: orders}, S: {Type: Number, Default: 7}}
Resources:
  Late:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: makefile}
    Properties: {CodeUri: late, Runtime: !Ref R, Handler: !Sub "\${H}.handler", Timeout: !Ref S, Environment: {Variables: {TABLE: !Ref T}}}
`;
    await nodeFiles().write(join(folder, 'late.yaml'), template);
    await nodeFiles().write(
      join(folder, 'late/app.ts'),
      'export const handler = async (_: unknown, context: any) => [process.env.TABLE, Math.ceil(context.getRemainingTimeInMillis() / 7000)];',
    );
    const { status, value } = await json('invoke', ['invoke', '.', 'Late']);
    expect({ status, payload: value['payload'] }).toEqual({ status: 0, payload: ['orders', 1] });
    const { stderr } = await run(['invoke', '.', 'Late']);
    expect(stderr).toContain('TABLE is orders here: the default of the parameter T.');
    expect((await json('error', ['package', '.', 'Late', '-o', 'late.zip'])).value['error']).toMatchObject({ code: 'build-failed' });
  });

  it('prints the result as JSON, a text in its quotes and numbers as they are written', async () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Text:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.13, Handler: index.handler, InlineCode: "def handler(event, context): return event['back']"}
`;
    await nodeFiles().write(join(folder, 'text.yaml'), template);
    const printed = async (back: string) => (await run(['invoke', '.', 'Text', '-e', '-'], { stdin: `{"back": ${back}}` })).stdout;
    expect(await printed('"two\\nlines"')).toBe('"two\\nlines"\n');
    expect(await printed('[1.0]')).toBe('[\n  1.0\n]\n');
  });

  it('names the events there are, where the one that is asked for is not', async () => {
    const { value } = await json('error', ['invoke', '.', 'OrderApi', '-e', 'no-such']);
    expect(value['error']).toMatchObject({
      message: 'order-api has no test event "no-such", and there is no such file.',
      advice: 'Its test events: create-order, get-order.',
    });
  });

  it('needs no name where there is but one function, and says which there are otherwise', async () => {
    const template =
      'Resources: {W: {Type: AWS::Serverless::Function, Properties: {InlineCode: "exports.handler = async () => 1", Handler: index.handler, Runtime: nodejs22.x}}}';
    expect((await run(['invoke', '.'])).stderr).toContain('Say which one: order-api, checkout, nightly-report, resize.');
    await nodeFiles().remove(join(folder, 'template.yaml'));
    expect((await run(['invoke', '.'])).stderr).toContain(`No function was found in ${folder}.`);
    await nodeFiles().write(join(folder, 'one.yaml'), `Transform: AWS::Serverless-2016-10-31\n${template}\n`);
    expect((await run(['invoke', '.'])).stdout).toBe('1\n');
  });

  it('stays warm when it repeats', async () => {
    const { value } = await json('invoke', ['invoke', '.', 'NightlyReport', '-e', 'every-night', '--repeat', '3']);
    const reports = value['reports'] as unknown as { initDurationMs: number | null }[];
    expect(reports.map((report) => report.initDurationMs === null)).toEqual([false, true, true]);
  });

  it('lets functions of the folder call each other, and says which are not there', async () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: nodejs22.x, CodeUri: calls, Timeout: 60}}
Resources:
  Caller: {Type: AWS::Serverless::Function, Properties: {Handler: a.caller}}
  Called: {Type: AWS::Serverless::Function, Properties: {Handler: a.called, FunctionName: the-called}}
  Elsewhere:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.address, Environment: {Variables: {AWS_ENDPOINT_URL: https://lambda.eu-north-1.amazonaws.com}}}
`;
    await nodeFiles().write(join(folder, 'calls.yaml'), template);
    await nodeFiles().write(
      join(folder, 'calls/a.mjs'),
      `const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/lambda/aws4_request' };
export const caller = async (names) => Promise.all(names.map(async (name) => {
  const url = process.env.AWS_ENDPOINT_URL_LAMBDA + '/2015-03-31/functions/' + name + '/invocations';
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ to: name }) });
  return [response.status, await response.text()];
}));
export const called = async (event) => { console.log('called with', event.to); return event.to; };
export const address = async () => process.env.AWS_ENDPOINT_URL_LAMBDA ?? 'none of ours';`,
    );
    const stdin = '["the-called", "the-called", "nobody"]';
    const { value } = await json('invoke', ['invoke', '.', 'Caller', '-e', '-'], { stdin });
    expect(value['payload']).toMatchObject([
      [200, '"the-called"'],
      [200, '"the-called"'],
      [404, expect.stringContaining('Function not found')],
    ]);
    expect(value['notes']).toContainEqual(expect.stringMatching(/^nobody was called .*Nothing left this machine/));
    expect((await run(['invoke', '.', 'Caller', '-e', '-'], { stdin })).stderr).toMatch(/the-called {2}.*called with the-called/);
    const elsewhere = await json('invoke', ['invoke', '.', 'Elsewhere']);
    expect(elsewhere.value['payload']).toBe('none of ours');
    expect(elsewhere.value['notes']).toContainEqual(expect.stringContaining('https://lambda.eu-north-1.amazonaws.com, off this machine'));
  });

  it('runs again on each save, also after what can’t be run, until it is stopped', async () => {
    const stop = new AbortController();
    const steps: readonly (readonly [source: string, said: string])[] = [
      ['export const handler = async () => "one";', '"one"'],
      ['export const handler = async () => "two', ''],
      ['export const handler = async () => "three";', '"three"'],
    ];
    const template =
      'Resources: {W: {Type: AWS::Serverless::Function, Properties: {CodeUri: w/, Handler: a.handler, Runtime: nodejs22.x}}}';
    await nodeFiles().write(join(folder, 'watched.yaml'), `Transform: AWS::Serverless-2016-10-31\n${template}\n`);
    const save = (at: number) => nodeFiles().write(join(folder, 'w/a.mjs'), steps[at]?.[0] ?? '');
    await save(0);
    let answers = '';
    const heard: string[] = [];
    let at = 0;
    const ended = run(['invoke', '.', 'W', '--watch'], {
      signal: stop.signal,
      onStdout: (text) => {
        answers += text;
      },
      onStderr: (text) => {
        if (!text.startsWith('Watching ')) return;
        heard.push(answers.trim());
        answers = '';
        at += 1;
        if (at < steps.length) void save(at);
        else stop.abort();
      },
    });
    expect((await ended).status).toBe(0);
    expect(heard[0]).toContain('one');
    expect(heard[1]).not.toMatch(/one|two/);
    expect(heard[2]).toContain('three');
  });

  it.each([
    ['function-not-found', ['invoke', '.', 'Nobody']],
    ['folder-not-found', ['invoke', 'nowhere', 'OrderApi']],
    ['event-not-found', ['invoke', '.', 'OrderApi', '-e', 'none.json']],
    ['event-unreadable', ['invoke', '.', 'OrderApi', '-e', '-']],
    ['event-unreadable', ['invoke', '.', 'OrderApi', '-e', 'latin1.json']],
    ['event-unreadable', ['invoke', '.', 'OrderApi', '-e', 'large.json']],
    ['arguments', ['invoke', '.', 'OrderApi', '--repeat', 'often']],
    ['function-ambiguous', ['invoke', '.']],
    ['arguments', ['invoke', '.', 'OrderApi', '--nonsense']],
  ])('ends with 2 and %s for %j', async (code, argv) => {
    writeFileSync(join(folder, 'latin1.json'), Buffer.from('{"name":"Zoë"}', 'latin1'));
    if (argv.includes('large.json')) writeFileSync(join(folder, 'large.json'), JSON.stringify('x'.repeat(6_291_555)));
    const { status, value } = await json('error', argv, { stdin: '{' });
    expect(status).toBe(2);
    expect(value['error']).toMatchObject({ code });
  });
});

describe('test', () => {
  it('holds events with expectations against the results', async () => {
    const files = nodeFiles();
    expect((await json('test', ['test', '.'])).value).toMatchObject({ passed: 1, failed: 0 });
    await files.write(join(folder, 'events/OrderApi/create-order.expected.json'), '{"payload":{"statusCode":201}}');
    await files.write(join(folder, 'events/NightlyReport/every-night.expected.json'), '{"payload":{"total":1}}');
    const { status, value } = await json('test', ['test', '.']);
    expect(status).toBe(1);
    expect(value).toMatchObject({ passed: 2, failed: 1 });
    expect(value['tests']).toContainEqual(
      expect.objectContaining({ event: 'every-night', differences: ['payload.total: expected 1, got 1620'] }),
    );
  });

  it('runs again, on each save, the events of what it changed, with a line on all', async () => {
    const stop = new AbortController();
    const files = nodeFiles();
    const template = `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: nodejs22.x, Handler: a.handler}}
Resources:
  A: {Type: AWS::Serverless::Function, Properties: {CodeUri: a}}
  B: {Type: AWS::Serverless::Function, Properties: {CodeUri: b}}
`;
    const alone = join(folder, 'alone');
    const source = (name: string) =>
      files.write(join(alone, name, 'a.mjs'), `export const handler = async (event) => event.say ?? "${name}";`);
    const expected = (path: string, payload: string) =>
      files.write(join(alone, 'events', `${path}.expected.json`), JSON.stringify({ payload }));
    await files.write(join(alone, 'template.yaml'), template);
    for (const [id, name] of [
      ['A', 'a'],
      ['B', 'b'],
    ] as const) {
      await source(name);
      await files.write(join(alone, 'events', id, 'empty.json'), '{}');
      await expected(`${id}/empty`, name);
    }
    const steps: readonly (() => Promise<void>)[] = [
      async () => files.write(join(alone, 'a/a.mjs'), 'export const handler = async () => "other";'),
      async () => expected('B/empty', 'other'),
      async () => files.write(join(alone, 'a/a.mjs'), 'export const handler = async () => "a";'),
      async () => expected('B/empty', 'b'),
    ];
    const printed: string[] = [];
    let at = 0;
    await run(['test', 'alone', '--watch'], {
      signal: stop.signal,
      onStdout: (text) => printed.push(text),
      onStderr: (text) => {
        if (text.startsWith('Watching ')) void (steps[at++]?.() ?? stop.abort());
      },
    });
    const failed = (id: string, name: string, was: string) =>
      `FAILED template.yaml#${id} empty\n       payload: expected "${name}", got "${was}"\n`;
    expect(printed).toEqual([
      'ok     template.yaml#A empty\nok     template.yaml#B empty\n2 passed, 0 failed\n',
      `${failed('A', 'a', 'other')}Ran 1 of 2 again: 0 passed, 1 failed. Now 1 of all 2 fail.\n`,
      `${failed('B', 'other', 'b')}Ran 1 of 2 again: 0 passed, 1 failed. Now 2 of all 2 fail.\n`,
      'Ran 1 of 2 again: passed. Now 1 of all 2 fail.\n',
      'Ran 1 of 2 again: passed. Now all 2 pass.\n',
    ]);
  });
});

describe('Ctrl+C', () => {
  it.each([
    ['invoke', '.', 'OrderApi'],
    ['test', '.', '--all'],
  ])('ends %s with 1 and the word for it', async (...argv) => {
    const { status, value } = await json('error', argv, { signal: AbortSignal.abort() });
    expect(status).toBe(1);
    expect(value['error']).toMatchObject({ code: 'cancelled' });
  });
});

describe('new', () => {
  it.each(['javascript-api', 'typescript-queue', 'python-schedule'])('%s has no findings and runs at once', async (template) => {
    const { status, value } = await json('new', ['new', template, 'fresh-one']);
    expect(status).toBe(0);
    expect(value['function']).toBe('FreshOne');
    expect((await json('lint', ['lint', '.'])).value['findings']).toHaveLength(1);
    const trigger = template.split('-')[1] ?? '';
    expect((await json('invoke', ['invoke', '.', 'FreshOne', '-e', trigger])).value).toMatchObject({ status: 'success' });
  });

  it('refuses a template it does not have', async () => {
    expect((await json('error', ['new', 'cobol-api', 'x'])).status).toBe(2);
  });
});

describe('events', () => {
  it('lists the catalogue, and prints one event', async () => {
    expect((await json('events', ['events'])).value['events']).toHaveLength(8);
    expect(JSON.parse((await run(['events', 'sqs'])).stdout).Records[0].eventSource).toBe('aws:sqs');
  });
});

describe('package', () => {
  it('writes the same bytes for the same input', async () => {
    const first = await json('package', ['package', '.', 'NightlyReport', '-o', 'one.zip']);
    await json('package', ['package', '.', 'NightlyReport', '-o', 'two.zip']);
    expect(readFileSync(join(folder, 'one.zip')).equals(readFileSync(join(folder, 'two.zip')))).toBe(true);
    expect(first.value['files']).toContainEqual(expect.objectContaining({ path: 'report.mjs' }));
  });

  it('says whether a zip was written', async () => {
    const unwritten = await run(['package', '.', 'NightlyReport']);
    expect(unwritten.stdout).toMatch(/^nightly-report would be \d+ bytes zipped, .*\. Nothing was written: -o FILE writes the zip\.$/m);
    const { stdout } = await run(['package', '.', 'NightlyReport', '-o', 'said.zip']);
    expect(stdout).toMatch(/said\.zip: \d+ bytes zipped, \d+ unzipped, CodeSha256 \S+$/m);
  });
});

describe('serve, deploy and logs', () => {
  it('greets a person at a terminal with the addresses, after the line for programs', async () => {
    const stop = new AbortController();
    let said = '';
    const { stdout } = await run(['serve', '.'], {
      signal: stop.signal,
      watched: true,
      onStderr: (text) => {
        if (!text.startsWith('Serving ')) return;
        said = text;
        stop.abort();
      },
    });
    const { endpoint, apis } = conforming('serve', stdout) as unknown as Addresses;
    expect(said).toContain(`Serving 4 functions of ${folder}. Ctrl+C ends it.`);
    for (const url of [endpoint, ...apis.map((api) => api.url)]) expect(said).toContain(`\n  ${url}`);
  });

  it('serve a folder, deploy into it and read its lines', async () => {
    const stop = new AbortController();
    let serving: Promise<Answer> | undefined;
    const first = new Promise<string>((resolve) => {
      serving = run(['serve', '.'], { signal: stop.signal, onStdout: resolve });
    });
    try {
      const { endpoint, functions, apis, functionUrls } = conforming('serve', await first) as unknown as Addresses;
      expect(functions.sort()).toEqual(['checkout', 'nightly-report', 'order-api', 'resize']);
      expect(functionUrls).toEqual([]);
      const routes = [
        { method: 'GET', path: '/orders/{orderId}', function: 'order-api' },
        { method: 'POST', path: '/orders', function: 'order-api' },
      ];
      expect(apis).toMatchObject([{ name: 'ServerlessHttpApi', type: 'HttpApi', routes }]);
      const order = await fetch(`${apis[0]?.url}/orders/o-1001`);
      expect({ status: order.status, json: await order.json() }).toMatchObject({ status: 200, json: { orderId: 'o-1001' } });

      const unchanged = await json('deploy', ['deploy', '.', 'OrderApi', '--endpoint-url', endpoint]);
      expect(unchanged).toMatchObject({ status: 0, value: { plan: { action: 'none' }, outcome: { kind: 'unchanged' } } });
      const plan = await json('deploy', ['deploy', '.', 'OrderApi', '--name', 'another', '--plan', '--endpoint-url', endpoint]);
      expect(plan.value).toMatchObject({ plan: { action: 'create' }, outcome: null });
      const created = await json('deploy', ['deploy', '.', 'OrderApi', '--name', 'another', '--endpoint-url', endpoint]);
      expect(created.value['outcome']).toMatchObject({ kind: 'done', state: 'Active' });

      const { createLambdaApi } = await import('../node/awsLambda.ts');
      const api = await createLambdaApi({ kind: 'local-cloud', endpoint });
      const event = readFileSync(join(folder, 'events/OrderApi/get-order.json'));
      expect((await api.invoke('another', event)).functionError).toBeUndefined();

      const lines = (await run(['logs', 'another', '--endpoint-url', endpoint, '--format', 'json'])).stdout.trimEnd().split('\n');
      const kinds = lines.map((line) => (conforming('logs', line) as unknown as { kind: { kind: string } }).kind.kind);
      expect(kinds).toEqual(expect.arrayContaining(['init', 'start', 'message', 'end', 'report']));
      expect((await json('error', ['logs', 'never-was', '--endpoint-url', endpoint])).value['error']).toMatchObject({
        code: 'log-group-not-found',
      });
    } finally {
      stop.abort();
      expect((await serving)?.status).toBe(0);
    }
  });
});

describe('help', () => {
  it('is there for every command, and wrong words end with 2', async () => {
    const overview = await run(['help']);
    expect(overview.status).toBe(0);
    for (const command of ['functions', 'lint', 'invoke', 'serve', 'package', 'deploy', 'logs', 'new', 'events', 'test', 'mcp']) {
      expect(overview.stdout).toContain(`  ${command}`);
      const { status, stdout } = await run([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain('Examples');
    }
    expect((await run(['help', 'invoke'])).stdout).toBe((await run(['invoke', '--help'])).stdout);
    const bare = await run([]);
    expect(bare).toMatchObject({ status: 2, stdout: '', stderr: overview.stdout });
  });

  it.each([
    [['invok'], 'There is no command "invok". Did you mean invoke?'],
    [['help', 'deply'], 'There is no command "deply". Did you mean deploy?'],
    [['cobol'], 'There is no command "cobol". The commands are: functions, lint, '],
    [['--format', 'json', 'functions'], 'A command comes before "--format".'],
    [['lint', '--severty', 'error'], "Unknown option '--severty'. Did you mean --severity? See: lambda-workbench lint --help"],
    [['functions', 'template.yaml'], 'template.yaml is a file. Give the folder it is in: '],
    [['functions', '--', '--help'], 'There is no folder '],
  ])('%j is answered with what was meant, in both formats', async (argv, words) => {
    const { status, stdout, stderr } = await run(argv);
    if (!argv.includes('json')) {
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr.replaceAll('\n', ' ')).toContain(words);
    }
    if (argv.includes('--')) return;
    const { error } = (await json('error', argv)).value as unknown as { error: { message: string; advice: string } };
    expect(`${error.message} ${error.advice}`).toContain(words);
  });
});

it('without its parsers nothing is called fine', async () => {
  const { status, stdout, stderr } = await run(['lint', '.'], { resources: join(home, 'nothing') });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain("can't be loaded from");
  expect(stderr).toContain('Install Lambda Workbench anew');
  const asJson = await run(['lint', '.', '--format', 'json'], { resources: join(home, 'nothing') });
  expect([asJson.status, JSON.parse(asJson.stdout)]).toMatchObject([2, { error: { code: 'installation-damaged' } }]);
});
