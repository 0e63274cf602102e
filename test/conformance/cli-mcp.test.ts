import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, cliMissing, copyShop, type Project } from './cli.fixture.ts';

describe.skipIf(cliMissing() !== undefined)(`lambda-workbench mcp and the protocol’s own client ${cliMissing() ?? ''}`, () => {
  let project: Project;
  const client = new Client({ name: 'test', version: '1' });

  beforeAll(async () => {
    project = copyShop();
    const env = { ...project.environment };
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp'], cwd: project.folder, env }));
  });
  afterAll(async () => {
    await client.close();
    project.remove();
  });

  async function call(name: string, input: Record<string, unknown>) {
    const { content, isError } = await client.callTool({ name, arguments: input });
    return { text: (content as { text: string }[]).map((part) => part.text).join(''), isError };
  }

  it('lists its tools, each with what it takes', async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => `${tool.name}(${(tool.inputSchema.required ?? []).join(', ')})`)).toEqual([
      'list_functions(directory)',
      'lint_functions(directory)',
      'invoke_function(directory, function)',
      'run_tests(directory)',
      'list_events()',
    ]);
  });

  it.each([
    ['list_functions', { directory: '.' }, { functions: [{ id: 'template.yaml#OrderApi' }, {}, {}, {}] }],
    ['lint_functions', { directory: '.' }, { findings: [{ code: 'handler.export-not-found' }] }],
    ['invoke_function', { directory: '.', function: 'OrderApi', event: { rawPath: '/orders' } }, { status: 'success' }],
    ['invoke_function', { directory: '.', function: 'Checkout' }, { status: 'init-error' }],
    ['run_tests', { directory: '.' }, { failed: 0 }],
    ['list_events', {}, { events: expect.any(Array) }],
    ['list_events', { source: 'sqs' }, { Records: [{ eventSource: 'aws:sqs' }] }],
  ])('%s %j answers with the JSON of the command', async (name, input, expected) => {
    const { text, isError } = await call(name, input);
    expect(isError).toBe(false);
    expect(JSON.parse(text)).toMatchObject(expected);
  });

  it('runs calls side by side', async () => {
    const calls = [1, 2, 3].map(() => call('invoke_function', { directory: '.', function: 'OrderApi' }));
    for (const { text } of await Promise.all(calls)) expect(JSON.parse(text)).toMatchObject({ status: 'success' });
  });

  it.each([
    ['list_functions', {}, /"directory" is missing/],
    ['list_functions', { directory: '--help' }, /"directory" is missing or no text/],
    ['list_functions', { directory: 'nowhere' }, /folder-not-found/],
    ['invoke_function', { directory: '.', function: 'Nobody' }, /function-not-found/],
    ['list_events', { source: '-h' }, /"source" is missing or no text/],
    ['format_disk', {}, /no tool "format_disk"/],
  ])('%s %j is refused in words', async (name, input, words) => {
    const { text, isError } = await call(name, input);
    expect(isError).toBe(true);
    expect(text).toMatch(words);
  });
});
