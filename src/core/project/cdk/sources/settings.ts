import type { MadeCarriers } from '../../program/carriers.ts';
import { isNothing, type ProgramValue } from '../../program/index.ts';
import { plainOf } from '../apis/plain.ts';
import { camel, cdkCallee } from '../names.ts';
import { carrierIn } from './carriers.ts';

export type Options = (name: string) => ProgramValue | undefined;

/** The CDK's names to CloudFormation's. Durations are numbers of seconds by then. */
const NAMES: Readonly<Record<string, string>> = {
  batchSize: 'BatchSize',
  enabled: 'Enabled',
  maxBatchingWindow: 'MaximumBatchingWindowInSeconds',
  maxConcurrency: 'MaximumConcurrency',
  startingPosition: 'StartingPosition',
  bisectBatchOnError: 'BisectBatchOnFunctionError',
  retryAttempts: 'MaximumRetryAttempts',
  maxRecordAge: 'MaximumRecordAgeInSeconds',
  parallelizationFactor: 'ParallelizationFactor',
  tumblingWindow: 'TumblingWindowInSeconds',
};

/** What an event source of the CDK is given, under CloudFormation's names. */
export function settingsOf(options: Options, made: MadeCarriers): Readonly<Record<string, unknown>> {
  const settings = Object.entries(NAMES).flatMap(([name, own]) => {
    const value = plainOf(options(name));
    return value === undefined ? [] : [[own, value] as const];
  });
  const onFailure = options('onFailure');
  const target = onFailure?.kind === 'call' ? onFailure.arguments[0] : undefined;
  const kind = camel(cdkCallee(onFailure)?.split('.').at(-1) ?? '') === 'SnsDlq' ? 'topic' : 'queue';
  const to = isNothing(target) ? undefined : carrierIn(target, kind, made);
  return {
    ...Object.fromEntries(settings),
    ...(plainOf(options('reportBatchItemFailures')) === true && { FunctionResponseTypes: ['ReportBatchItemFailures'] }),
    ...(to !== undefined && { DestinationConfig: { OnFailure: { Destination: { Ref: to } } } }),
  };
}
