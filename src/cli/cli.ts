import { parseArgs } from 'node:util';
import { describeError, WorkbenchError } from '../core/errors.ts';
import type { CliWorld, Command, CommandContext, ExitStatus } from './command.ts';
import { deployCommand } from './commands/deploy.ts';
import { eventsCommand } from './commands/events.ts';
import { functionsCommand } from './commands/functions.ts';
import { invokeCommand } from './commands/invoke.ts';
import { lintCommand } from './commands/lint.ts';
import { logsCommand } from './commands/logs.ts';
import { mcpCommand } from './commands/mcp.ts';
import { newCommand } from './commands/new.ts';
import { packageCommand } from './commands/package.ts';
import { serveCommand } from './commands/serve.ts';
import { testCommand } from './commands/test.ts';
import { commandHelp, overview } from './help.ts';
import { stderrLogger } from './logger.ts';

const commands: readonly Command[] = [
  functionsCommand,
  lintCommand,
  invokeCommand,
  testCommand,
  newCommand,
  eventsCommand,
  packageCommand,
  deployCommand,
  serveCommand,
  logsCommand,
  mcpCommand,
];

/** `lambda-workbench COMMAND …`. Resolves with the exit status; everything it says goes through `world`. */
export async function runCli(argv: readonly string[], world: CliWorld): Promise<ExitStatus> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const asked = commands.find((command) => command.name === rest[0]);
    world.stdout(asked === undefined ? overview(commands, world.colour) : commandHelp(asked, world.colour));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    world.stdout(`${await version(world)}\n`);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    world.stderr(`lambda-workbench: there is no command "${name}". The commands are: ${commands.map((entry) => entry.name).join(', ')}.\n`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    world.stdout(commandHelp(command, world.colour));
    return 0;
  }
  return await runCommand(command, rest, world);
}

async function runCommand(command: Command, argv: readonly string[], world: CliWorld): Promise<ExitStatus> {
  // Asked before parsing, so that even a wrong option is answered in the format that was wanted.
  const json = argv.some((word, index) => word === '--format=json' || (word === '--format' && argv[index + 1] === 'json'));
  try {
    return await command.run(contextOf(command, argv, world, json));
  } catch (error) {
    const code = error instanceof WorkbenchError ? error.code : 'unexpected';
    const { message, advice } = describeError(error);
    if (json) world.stdout(`${JSON.stringify({ error: { code, message, advice: advice ?? null } })}\n`);
    else world.stderr(`lambda-workbench: ${message}\n${advice === undefined ? '' : `${advice}\n`}`);
    if (!(error instanceof WorkbenchError) && error instanceof Error) world.stderr(`${error.stack ?? ''}\n`);
    return 2;
  }
}

function contextOf(command: Command, argv: readonly string[], world: CliWorld, json: boolean): CommandContext {
  const options = Object.fromEntries(
    command.options.map((option) => [
      option.name,
      {
        type: option.value === undefined ? ('boolean' as const) : ('string' as const),
        ...(option.short === undefined ? {} : { short: option.short }),
      },
    ]),
  );
  const common = { format: { type: 'string' as const }, verbose: { type: 'boolean' as const } };
  const parsed = parse(command, argv, { ...options, ...common });
  const format = parsed.values['format'];
  if (format !== undefined && format !== 'json' && format !== 'text')
    throw usage(command, `--format is json or text, not "${String(format)}"`);
  const required = command.args.filter((arg) => !arg.startsWith('['));
  const missing = required[parsed.positionals.length];
  if (missing !== undefined) throw usage(command, `${missing} is missing`);
  const surplus = parsed.positionals[command.args.length];
  if (surplus !== undefined) throw usage(command, `"${surplus}" is one argument too many`);
  return {
    ...world,
    json,
    logger: stderrLogger(world.stderr, parsed.values['verbose'] === true),
    args: parsed.positionals,
    options: parsed.values as CommandContext['options'],
    runCli,
  };
}

function parse(command: Command, argv: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    return parseArgs({ args: [...argv], options: options ?? {}, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(command, error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

function usage(command: Command, problem: string): WorkbenchError {
  return new WorkbenchError('arguments', `${problem}.`, `See: lambda-workbench ${command.name} --help`);
}

async function version(world: CliWorld): Promise<string> {
  const manifest = await world.files.readText(`${world.resources}/../package.json`);
  return manifest === undefined ? 'unknown' : (JSON.parse(manifest) as { version: string }).version;
}
