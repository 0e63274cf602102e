import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { describeError } from '../../../core/errors.ts';
import { type LogHub, type TailState, tailLogGroup } from '../../../core/logs/index.ts';
import type { Ports } from '../../../core/ports.ts';
import type { TargetChoice } from '../deploy/targets.ts';
import type { Panel } from '../panel/index.ts';

/** The log groups of CloudWatch that are being followed, into the same lines as everything else. */
export interface LogTails {
  /** Begins with the last quarter of an hour. Nothing where the target isn't AWS or the group is followed already. */
  follow(fn: AnalysedFunction, target: TargetChoice | undefined): void;
  /** Ends all of them. */
  stop(): void;
  dispose(): void;
}

export interface TailsDependencies {
  readonly hub: LogHub;
  readonly ports: Pick<Ports, 'clock' | 'logger'>;
  readonly panel: Pick<Panel, 'notice'>;
}

/** How far back a tail begins. */
const historyMs = 15 * 60_000;

type AwsTarget = Extract<TargetChoice, { kind: 'aws' }>;

export function createLogTails({ hub, ports, panel }: TailsDependencies): LogTails {
  const tails = new Map<string, AbortController>();
  const notices = new Map<string, string>();

  function say(key: string, text: string | undefined): void {
    if (text === undefined) notices.delete(key);
    else notices.set(key, text);
    panel.notice(notices.size === 0 ? undefined : [...notices.values()].join('  ·  '));
  }

  async function tail(fn: AnalysedFunction, target: AwsTarget, key: string, signal: AbortSignal): Promise<void> {
    const { createLogsApi } = await import('../../../node/awsLogs.ts');
    const functionName = fn.definition.name;
    const lines = tailLogGroup(await createLogsApi(target), {
      logGroupName: await logGroupOf(functionName, target),
      source: { target: 'aws', functionName, ...(target.region === undefined ? {} : { region: target.region }) },
      startTime: ports.clock.now() - historyMs,
      clock: ports.clock,
      signal,
      onState: (state) => say(key, noticeOf(state)),
    });
    for await (const line of lines) hub.add(line);
  }

  async function follow(fn: AnalysedFunction, target: AwsTarget): Promise<void> {
    const key = `${target.profile ?? ''} ${target.region ?? ''} ${fn.definition.name}`;
    if (tails.has(key)) return;
    const controller = new AbortController();
    tails.set(key, controller);
    say(key, undefined);
    try {
      await tail(fn, target, key, controller.signal);
      say(key, undefined);
    } catch (error) {
      const { message, advice } = describeError(error);
      ports.logger.error(`Following the logs of ${fn.definition.name} ended`, error);
      say(key, `${fn.definition.name}: ${message} ${advice ?? ''}`.trim());
    } finally {
      tails.delete(key);
    }
  }

  function stop(): void {
    for (const controller of tails.values()) controller.abort();
    notices.clear();
    panel.notice(undefined);
  }

  return {
    follow(fn, target) {
      // A tail lasts: nobody waits for its end.
      if (target?.kind === 'aws') void follow(fn, target);
    },
    stop,
    dispose: stop,
  };
}

/** As the function's LoggingConfig says; Lambda's default where it can't be asked for. */
async function logGroupOf(functionName: string, target: AwsTarget): Promise<string> {
  const { createLambdaApi } = await import('../../../node/awsLambda.ts');
  const fallback = `/aws/lambda/${functionName}`;
  try {
    const api = await createLambdaApi(target);
    return (await api.getFunction(functionName))?.logGroup ?? fallback;
  } catch {
    // Reading logs may be allowed where reading functions isn't; what stands in the way of both, the tail itself says.
    return fallback;
  }
}

function noticeOf(state: TailState): string | undefined {
  switch (state.kind) {
    case 'following':
      return undefined;
    case 'waiting-for-group':
      return `${state.logGroupName} isn’t there yet: it is made when the function first writes a line.`;
    case 'throttled':
      return 'CloudWatch Logs is throttling requests: lines come later than usual.';
    case 'unreachable':
      return `CloudWatch Logs can’t be reached: ${state.message}`;
  }
}
