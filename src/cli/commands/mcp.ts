import { resolve } from 'node:path';
import { describeError, WorkbenchError } from '../../core/errors.ts';
import type { Command, CommandContext } from '../command.ts';

/** What an agent may ask for. Each tool is one of the other commands, so an agent sees what a person and CI see. */
interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly properties: Readonly<Record<string, unknown>>; readonly required: string[] };
  readonly readOnly: boolean;
  /** The command line that answers a call. */
  readonly argv: (input: Readonly<Record<string, unknown>>) => readonly string[];
  /** What the command is to read from stdin. */
  readonly stdin?: (input: Readonly<Record<string, unknown>>) => string;
}

const directory = { type: 'string', description: 'Folder that holds the templates, absolute or relative to where the server was started' };
const fn = { type: 'string', description: 'Logical id, name, or id (file#logicalId) of the function' };

const tools: readonly Tool[] = [
  {
    name: 'list_functions',
    description:
      'The AWS Lambda functions of a folder (SAM, CloudFormation, Serverless Framework, Terraform, CDK, SST, Pulumi): runtime, handler, and whether the handler resolves.',
    inputSchema: { type: 'object', properties: { directory }, required: ['directory'] },
    readOnly: true,
    argv: (input) => ['functions', text(input, 'directory')],
  },
  {
    name: 'lint_functions',
    description: 'What is certainly wrong with the functions of a folder, with edits that mend it.',
    inputSchema: { type: 'object', properties: { directory }, required: ['directory'] },
    readOnly: true,
    argv: (input) => ['lint', text(input, 'directory')],
  },
  {
    name: 'invoke_function',
    description:
      'Runs a function of the folder on this machine with an event, as Lambda would, and returns payload, error, logs and figures.',
    inputSchema: {
      type: 'object',
      properties: { directory, function: fn, event: { description: 'The event: any JSON value' } },
      required: ['directory', 'function'],
    },
    readOnly: false,
    argv: (input) => ['invoke', text(input, 'directory'), text(input, 'function'), '-e', '-'],
    stdin: (input) => JSON.stringify(input['event'] ?? {}),
  },
  {
    name: 'run_tests',
    description: 'Runs the saved test events that have expectations and says how each ended.',
    inputSchema: { type: 'object', properties: { directory }, required: ['directory'] },
    readOnly: false,
    argv: (input) => ['test', text(input, 'directory')],
  },
  {
    name: 'list_events',
    description: 'The catalogue of AWS event sources; with a source, one event of it.',
    inputSchema: { type: 'object', properties: { source: { type: 'string' } }, required: [] },
    readOnly: true,
    argv: (input) => ['events', ...(input['source'] === undefined ? [] : [text(input, 'source')])],
  },
];

/** A server of the Model Context Protocol over stdio. */
export const mcpCommand: Command = {
  name: 'mcp',
  args: [],
  summary: 'the tools for agents (Model Context Protocol), over stdio',
  details: `Tools: ${tools.map((tool) => tool.name).join(', ')}.\nThey answer with the JSON of the commands of the same meaning.`,
  options: [],
  examples: ['lambda-workbench mcp'],
  async run(context) {
    const [{ Server }, { StdioServerTransport }, { CallToolRequestSchema, ListToolsRequestSchema }] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/server/stdio.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ]);
    const server = new Server({ name: 'lambda-workbench', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: tools.map(({ name, description, inputSchema, readOnly }) => ({
        name,
        description,
        inputSchema: { ...inputSchema },
        annotations: { readOnlyHint: readOnly },
      })),
    }));
    // Nobody waits for what still runs when the client has gone.
    const gone = new AbortController();
    server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
      const anyEnd = AbortSignal.any([context.signal, gone.signal, signal]);
      return call({ ...context, signal: anyEnd }, params.name, params.arguments ?? {});
    });
    const closed = new Promise<void>((done) => {
      server.onclose = () => {
        gone.abort();
        done();
      };
      context.signal.addEventListener('abort', () => done(), { once: true });
    });
    const transport = new StdioServerTransport();
    await server.connect(transport);
    // The transport doesn't tell of the client's going away; the end of its stdin does.
    process.stdin.once('end', () => void server.close());
    await closed;
    return 0;
  },
};

async function call(context: CommandContext, name: string, input: Readonly<Record<string, unknown>>) {
  const answer = (textContent: string, isError: boolean) => ({ content: [{ type: 'text' as const, text: textContent }], isError });
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) return answer(`There is no tool "${name}".`, true);
  try {
    let output = '';
    const status = await context.runCli([...tool.argv(input), '--format', 'json'], {
      ...context,
      cwd: resolve(context.cwd),
      stdout: (chunk) => {
        output += chunk;
      },
      stdin: async () => new TextEncoder().encode(tool.stdin?.(input) ?? ''),
    });
    return answer(output.trimEnd(), status === 2);
  } catch (error) {
    const { message, advice } = describeError(error);
    return answer(`${message} ${advice ?? ''}`.trim(), true);
  }
}

function text(input: Readonly<Record<string, unknown>>, key: string): string {
  const value = input[key];
  if (typeof value === 'string' && value !== '' && !value.startsWith('-')) return value;
  throw new WorkbenchError('arguments', `"${key}" is missing or no text.`, 'See the schema of the tool.');
}
