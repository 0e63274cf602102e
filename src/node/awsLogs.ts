import { type AwsService, awsFailure } from '../core/deploy/awsFailure.ts';
import type { DeployTarget } from '../core/deploy/model.ts';
import type { CloudWatchEvent, DescribeGroupsAnswer, FilterAnswer, LogGroup, LogsApi } from '../core/logs/index.ts';
import { awsClientConfig } from './awsClient.ts';

/** CloudWatch Logs of a target, through the AWS SDK, which is loaded now. Failures are WorkbenchErrors. */
export async function createLogsApi(target: DeployTarget): Promise<LogsApi> {
  const sdk = await import('@aws-sdk/client-cloudwatch-logs');
  const client = new sdk.CloudWatchLogsClient(awsClientConfig(target));
  return {
    async filterLogEvents({ signal, ...query }): Promise<FilterAnswer> {
      try {
        const answer = await client.send(new sdk.FilterLogEventsCommand(query), signal === undefined ? {} : { abortSignal: signal });
        const events = (answer.events ?? []).map(
          (event): CloudWatchEvent => ({
            eventId: event.eventId ?? '',
            logStreamName: event.logStreamName ?? '',
            timestamp: event.timestamp ?? 0,
            ingestionTime: event.ingestionTime ?? event.timestamp ?? 0,
            message: event.message ?? '',
          }),
        );
        return { kind: 'page', events, ...(answer.nextToken === undefined ? {} : { nextToken: answer.nextToken }) };
      } catch (error) {
        const name = nameOf(error);
        if (name === 'ResourceNotFoundException') return { kind: 'no-such-group' };
        if (THROTTLED.has(name)) return { kind: 'throttled' };
        throw awsFailure(error, `read the log group ${query.logGroupName}`, target, serviceFor(error));
      }
    },
    async describeLogGroups({ prefix, nextToken, signal }): Promise<DescribeGroupsAnswer> {
      try {
        const answer = await client.send(
          new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: prefix, nextToken }),
          signal === undefined ? {} : { abortSignal: signal },
        );
        const groups = (answer.logGroups ?? []).map(
          (group): LogGroup => ({
            name: group.logGroupName ?? '',
            arn: group.logGroupArn ?? group.arn ?? '',
            ...(group.retentionInDays === undefined ? {} : { retentionDays: group.retentionInDays }),
            ...(group.logGroupClass === undefined ? {} : { logGroupClass: group.logGroupClass }),
          }),
        );
        return { groups, ...(answer.nextToken === undefined ? {} : { nextToken: answer.nextToken }) };
      } catch (error) {
        throw awsFailure(error, 'list the log groups', target, serviceFor(error));
      }
    },
  };
}

const THROTTLED: ReadonlySet<string> = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'LimitExceededException']);

/** A refusal stays one however often it is asked; an outage passes, and a tail waits for its end. */
function serviceFor(error: unknown): AwsService {
  const name = 'CloudWatch Logs';
  if (isOutage(error))
    return { name, otherwise: 'endpoint-unreachable', advice: () => 'The service has a failure of its own: try again later.' };
  return { name, otherwise: 'request-refused', advice: () => 'Check the name, the account and the region.' };
}

function isOutage(error: unknown): boolean {
  const metadata = error instanceof Error && '$metadata' in error ? (error.$metadata as { readonly httpStatusCode?: number }) : undefined;
  return (metadata?.httpStatusCode ?? 0) >= 500;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
