import type { Command, OptionSpec } from './command.ts';

function formatOption({ formats = [] }: Command): OptionSpec {
  return { name: 'format', value: ['json', 'text', ...formats].join('|'), help: 'json prints one document to stdout and nothing else' };
}

const commonOptions: readonly OptionSpec[] = [
  { name: 'verbose', help: 'details on stderr' },
  { name: 'help', short: 'h', help: 'this text' },
];

export function overview(commands: readonly Command[], colour: boolean): string {
  const bold = bolder(colour);
  const width = Math.max(...commands.map((command) => usageOf(command).length)) + 2;
  return `${bold('lambda-workbench')} checks, runs, packages and deploys AWS Lambda functions. No account, Docker or SAM CLI needed.

${bold('Usage')}  lambda-workbench COMMAND [arguments] [options]

${bold('Commands')}
${commands.map((command) => `  ${usageOf(command).padEnd(width)}${command.summary}`).join('\n')}

${bold('Start with')}
  lambda-workbench functions .             what is in this folder
  lambda-workbench lint .                  which handlers are wrong
  lambda-workbench invoke . NAME -e -      run one, the event from stdin

lambda-workbench COMMAND --help tells more of each. Exit status: 0 fine, 1 findings or a failed invocation, 2 unusable arguments or input.
`;
}

export function commandHelp(command: Command, colour: boolean): string {
  const bold = bolder(colour);
  const options = [...command.options, formatOption(command), ...commonOptions].map((option) => [optionText(option), option.help] as const);
  const width = Math.max(...options.map(([text]) => text.length)) + 2;
  return `${bold(`lambda-workbench ${usageOf(command)}`)}

${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.
${command.details === '' ? '' : `\n${command.details}\n`}
${bold('Options')}
${options.map(([text, help]) => `  ${text.padEnd(width)}${help}`).join('\n')}

${bold('Examples')}
${command.examples.map((example) => `  ${example}`).join('\n')}
`;
}

function usageOf(command: Command): string {
  return [command.name, ...command.args].join(' ');
}

function optionText(option: OptionSpec): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return `${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`;
}

function bolder(colour: boolean): (text: string) => string {
  return (text) => (colour ? `\u001b[1m${text}\u001b[22m` : text);
}
