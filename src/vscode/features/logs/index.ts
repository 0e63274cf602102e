import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { DeployTarget } from '../../../core/deploy/model.ts';
import { describeError } from '../../../core/errors.ts';
import { type LogHub, type TailState, tailLogGroup } from '../../../core/logs/index.ts';
import type { Ports } from '../../../core/ports.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import type { Targets } from '../deploy/targets.ts';
import type { Panel } from '../panel/index.ts';

export interface LogsDependencies {
  readonly hub: LogHub;
  readonly ports: Pick<Ports, 'clock' | 'logger'>;
  readonly panel: Panel;
  readonly targets: Targets;
  readonly picker: FunctionPicker;
  readonly registry: CommandRegistry;
}

/** How far back a tail of CloudWatch begins. */
const historyMs = 15 * 60_000;

/**
 * Logs: the panel, on one function. Lines of local runs and of the local cloud come by themselves; a function that is deployed to AWS gets
 * a tail of its log group, one for each group, until the window closes.
 */
export function registerLogs(deps: LogsDependencies): vscode.Disposable {
  const tails = new Map<string, AbortController>();

  async function follow(fn: AnalysedFunction): Promise<void> {
    const target = deps.targets.remembered(fn);
    if (target?.kind !== 'aws') return;
    const logGroupName = `/aws/lambda/${fn.definition.name}`;
    const key = `${target.profile ?? ''} ${target.region ?? ''} ${logGroupName}`;
    if (tails.has(key)) return;
    const controller = new AbortController();
    tails.set(key, controller);
    try {
      await tail(fn, target, logGroupName, controller.signal);
    } catch (error) {
      const { message, advice } = describeError(error);
      deps.ports.logger.error(`Following ${logGroupName} ended`, error);
      deps.panel.notice(`${logGroupName}: ${message} ${advice ?? ''}`.trim());
    } finally {
      tails.delete(key);
    }
  }

  async function tail(
    fn: AnalysedFunction,
    target: DeployTarget & { kind: 'aws' },
    logGroupName: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { createLogsApi } = await import('../../../node/awsLogs.ts');
    const source = {
      target: 'aws' as const,
      functionName: fn.definition.name,
      ...(target.region === undefined ? {} : { region: target.region }),
    };
    const lines = tailLogGroup(await createLogsApi(target), {
      logGroupName,
      source,
      startTime: deps.ports.clock.now() - historyMs,
      clock: deps.ports.clock,
      signal,
      onState: (state) => deps.panel.notice(noticeOf(state)),
    });
    for await (const line of lines) deps.hub.add(line);
  }

  return vscode.Disposable.from(
    new vscode.Disposable(() => {
      for (const controller of tails.values()) controller.abort();
    }),
    deps.registry.register(commands.showLogs, async (arg) => {
      const fn = arg === undefined ? undefined : await deps.picker.pick(arg);
      await deps.panel.show(fn?.definition.name);
      // A tail lasts: the command doesn't wait for its end.
      if (fn !== undefined) void follow(fn);
    }),
    deps.registry.register(commands.clearLogs, () => deps.hub.clear()),
  );
}

function noticeOf(state: TailState): string | undefined {
  switch (state.kind) {
    case 'following':
      return undefined;
    case 'waiting-for-group':
      return `${state.logGroupName} isn't there yet: it is made when the function first writes a line.`;
    case 'throttled':
      return 'CloudWatch Logs is throttling requests: lines come later than usual.';
    case 'unreachable':
      return `CloudWatch Logs can't be reached: ${state.message}`;
  }
}
