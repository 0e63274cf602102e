import { valueForRuns } from '../project/assumptions.ts';
import type { FunctionDefinition, Trigger } from '../project/model.ts';
import type { QueueSource, ScheduleSource, Source } from './model.ts';

/** The schedules and queues of functions, in their order. What can't be told before deploying is left out. */
export function sourcesOf(functions: readonly FunctionDefinition[]): readonly Source[] {
  return functions.flatMap((fn) => [...schedulesOf(fn), ...fn.triggers.flatMap((trigger) => queueOf(fn, trigger) ?? [])]);
}

function schedulesOf(fn: FunctionDefinition): readonly ScheduleSource[] {
  const triggers = fn.triggers.filter(({ type }) => /^Schedule(?:V2)?$/.test(type));
  const found = (fn.invokers ?? []).filter((invoker) => invoker.kind === 'schedule');
  return found.flatMap(({ expression, dialect }, index): readonly ScheduleSource[] => {
    const text = valueForRuns(expression);
    if (text === undefined) return [];
    // Both are in the order of the template; what stands outside of the function has no trigger.
    const trigger = triggers.length === found.length ? triggers[index] : undefined;
    const input = trigger?.properties['Input'];
    const id = `${fn.name}.${trigger?.name ?? `schedule${index + 1}`}`;
    const given = typeof input === 'string' ? input : input === undefined ? undefined : JSON.stringify(input);
    return [{ kind: 'schedule', id, functionName: fn.name, expression: text, dialect, ...(given === undefined ? {} : { input: given }) }];
  });
}

function queueOf(fn: FunctionDefinition, { type, properties }: Trigger): QueueSource | undefined {
  const queue = type === 'SQS' ? queueName(properties['Queue']) : undefined;
  if (queue === undefined) return undefined;
  return {
    kind: 'queue',
    queue,
    functionName: fn.name,
    batchSize: numberOf(properties['BatchSize']) ?? 10,
    windowMs: (numberOf(properties['MaximumBatchingWindowInSeconds'] ?? properties['maximumBatchingWindow']) ?? 0) * 1000,
    reportsFailures: JSON.stringify(properties['FunctionResponseTypes'] ?? '').includes('ReportBatchItemFailures'),
  };
}

/** Of an ARN, of `GetAtt` and `Ref`, of a Terraform address: its last part that is a name. */
function queueName(value: unknown): string | undefined {
  if (typeof value === 'string') return /^aws_sqs_queue\.([\w-]+)/.exec(value)?.[1] ?? /([\w.-]+)$/.exec(value)?.[1];
  if (typeof value !== 'object' || value === null) return undefined;
  const [[key, argument] = []] = Object.entries(value) as readonly [string, unknown][];
  if (key === 'Ref') return String(argument);
  if (key === 'Fn::GetAtt') return String(Array.isArray(argument) ? argument[0] : argument).split('.')[0];
  if (key !== 'Fn::Sub') return undefined;
  return /([\w-]+)(?:\.Arn)?\}?$/.exec(String(Array.isArray(argument) ? argument[0] : argument))?.[1];
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
