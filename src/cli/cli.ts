import { parseArgs } from 'node:util';
import { describeError, WorkbenchError } from '../core/errors.ts';
import { nearest } from '../core/handler/near.ts';
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
import { SaidLines } from './saidLines.ts';
import { version } from './version.ts';

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
export async function runCli(argv: readonly string[], everything: CliWorld): Promise<ExitStatus> {
  const said = new SaidLines();
  const world: CliWorld = {
    ...everything,
    stderr(text) {
      said.add(text);
      everything.stderr(text);
    },
  };
  const [name, ...rest] = argv;
  if (name === undefined) {
    world.stderr(overview(commands, false));
    return 2;
  }
  // Asked before parsing, so that even a wrong word is answered in the format that was wanted.
  const json = argv.some((word, index) => word === '--format=json' || (word === '--format' && argv[index + 1] === 'json'));
  try {
    if (name === '--version' || name === '-v') {
      world.stdout(`${await version(world)}\n`);
      return 0;
    }
    if (isHelp(name) || name === 'help') {
      const about = rest.find((word) => !isHelp(word));
      world.stdout(about === undefined ? overview(commands, world.colour) : commandHelp(commandNamed(about), world.colour));
      return 0;
    }
    const command = commandNamed(name);
    if (beforeDashes(rest).some(isHelp)) {
      world.stdout(commandHelp(command, world.colour));
      return 0;
    }
    return await command.run(contextOf(command, rest, world, json));
  } catch (error) {
    report(error, world, json, said);
    return error instanceof WorkbenchError && error.code === 'cancelled' ? 1 : 2;
  }
}

function commandNamed(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  if (name.startsWith('-')) {
    throw new WorkbenchError('arguments', `A command comes before "${name}".`, 'For example: lambda-workbench functions . --format json');
  }
  const names = commands.map((entry) => entry.name);
  throw new WorkbenchError(
    'arguments',
    `There is no command "${name}".`,
    didYouMean(name, names) ?? `The commands are: ${names.join(', ')}.`,
  );
}

function report(error: unknown, world: CliWorld, json: boolean, said: SaidLines): void {
  const code = error instanceof WorkbenchError ? error.code : 'unexpected';
  const { message, advice } = describeError(error);
  if (json) world.stdout(`${JSON.stringify({ error: { code, message, advice: advice ?? null } })}\n`);
  else world.stderr(`lambda-workbench: ${said.newOf(message)}\n${advice === undefined ? '' : `${advice}\n`}`);
  if (!(error instanceof WorkbenchError) && error instanceof Error) world.stderr(`${error.stack ?? ''}\n`);
}

function didYouMean(word: string, known: readonly string[]): string | undefined {
  const [near] = nearest(word, known, 1);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** What comes after `--` is never an option. */
function beforeDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end === -1 ? words : words.slice(0, end);
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
  const format = String(parsed.values['format'] ?? 'text');
  const formats = ['json', 'text', ...(command.formats ?? [])];
  if (!formats.includes(format))
    throw usage(command, `--format is ${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}, not "${format}"`);
  const required = command.args.filter((arg) => !arg.startsWith('['));
  const missing = required[parsed.positionals.length];
  if (missing !== undefined) throw usage(command, `${missing} is missing`);
  const surplus = parsed.positionals[command.args.length];
  if (surplus !== undefined) throw usage(command, `"${surplus}" is one argument too many`);
  return {
    ...world,
    json,
    format,
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
    const problem = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? error.message) : String(error);
    const unknown = /^Unknown option '(--[^']+)'/.exec(problem)?.[1];
    const known = Object.keys(options ?? {}).map((option) => `--${option}`);
    throw usage(command, problem, unknown === undefined ? undefined : didYouMean(unknown, known));
  }
}

function usage(command: Command, problem: string, hint?: string): WorkbenchError {
  const help = `See: lambda-workbench ${command.name} --help`;
  return new WorkbenchError('arguments', `${problem.replace(/\.$/, '')}.`, hint === undefined ? help : `${hint} ${help}`);
}
