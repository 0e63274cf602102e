import { WorkbenchError } from '../../core/errors.ts';
import { readLogs, tailLogGroup, understand } from '../../core/logs/index.ts';
import type { LogRecord, LogSource } from '../../core/logs/model.ts';
import { createLogsApi } from '../../node/awsLogs.ts';
import type { Command } from '../command.ts';
import { logLines } from '../logLine.ts';
import { targetOf, targetOptions } from '../target.ts';

/** JSON Lines: schemas/logs.json describes one. */
export const logsCommand: Command = {
  name: 'logs',
  args: ['NAME'],
  summary: 'the log lines of a deployed function, one record a line',
  details:
    'NAME is a function’s name where it is deployed, or a log group where it starts with a slash.\nWith --format json each line is a document of its own.',
  options: [
    { name: 'follow', short: 'f', help: 'go on as lines arrive, until Ctrl+C' },
    { name: 'since', value: 'TIME', help: 'how far back: 30s, 15m, 1h, 2d (1h without it)' },
    ...targetOptions,
  ],
  examples: [
    'lambda-workbench logs order-api --follow',
    'lambda-workbench logs order-api --since 10m --endpoint-url http://127.0.0.1:9001 --format json',
  ],
  async run(context) {
    const [name = ''] = context.args;
    const target = targetOf(context);
    const logGroupName = name.startsWith('/') ? name : `/aws/lambda/${name}`;
    const functionName = logGroupName.split('/').at(-1) ?? name;
    const source: LogSource =
      target.kind === 'local-cloud'
        ? { target: 'local-cloud', functionName }
        : { target: 'aws', functionName, ...(target.region === undefined ? {} : { region: target.region }) };
    const startTime = context.clock.now() - milliseconds(context.options['since']);
    const api = await createLogsApi(target);
    const { clock, signal } = context;
    const lines =
      context.options['follow'] === true
        ? tailLogGroup(api, {
            logGroupName,
            source,
            startTime,
            clock,
            signal,
            onState: (state) =>
              state.kind === 'waiting-for-group' && context.logger.warn(`${logGroupName} isn’t there yet: waiting for its first line.`),
          })
        : readLogs(api, { logGroupName, source, since: startTime, signal });
    const shown = context.json ? (record: LogRecord) => `${JSON.stringify(record)}\n` : logLines(context);
    for await (const line of lines) context.stdout(shown(understand(line)));
    return 0;
  },
};

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(since: string | boolean | undefined): number {
  if (since === undefined) return 3_600_000;
  const match = /^(\d+)([smhd])$/.exec(String(since));
  const unit = units[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new WorkbenchError(
      'arguments',
      `--since takes a time such as 30s, 15m, 1h or 2d, not "${String(since)}".`,
      'For example: --since 15m',
    );
  }
  return Number(match[1]) * unit;
}
