import type { CloudWatchLogsClient, CloudWatchLogsClientConfig } from '@aws-sdk/client-cloudwatch-logs';
import type { DeployTarget } from '../core/deploy/model.ts';
import { WorkbenchError } from '../core/errors.ts';
import type { CloudWatchEvent, DescribeGroupsAnswer, FilterAnswer, LogGroup, LogsApi } from '../core/logs/index.ts';

/** CloudWatch Logs of a target, through the AWS SDK, which is loaded now. Failures are WorkbenchErrors. */
export async function createLogsApi(target: DeployTarget): Promise<LogsApi> {
  const sdk = await import('@aws-sdk/client-cloudwatch-logs');
  const client: CloudWatchLogsClient = new sdk.CloudWatchLogsClient(clientConfig(target));
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
        throw explain(error, `read the log group ${query.logGroupName}`, target);
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
        throw explain(error, 'list the log groups', target);
      }
    },
  };
}

function clientConfig(target: DeployTarget): CloudWatchLogsClientConfig {
  if (target.kind === 'local-cloud') {
    // The local cloud takes any signature; the user's own keys must not even be read for it.
    return { endpoint: target.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  }
  return {
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    ...(target.region === undefined ? {} : { region: target.region }),
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
  };
}

const THROTTLED: ReadonlySet<string> = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'LimitExceededException']);
const REFUSED: ReadonlySet<string> = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation']);
const UNREACHABLE = /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|ENETUNREACH|EHOSTUNREACH|TimeoutError|NetworkingError/;
const CREDENTIALS =
  /Credentials|TokenProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken|SSO/;

function explain(error: unknown, action: string, target: DeployTarget): WorkbenchError {
  const name = nameOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const where = target.kind === 'local-cloud' ? 'the local cloud' : (target.endpoint ?? target.region ?? 'AWS');
  const options = { cause: error };
  if (name === 'AbortError') return new WorkbenchError('cancelled', `Cancelled: ${action}.`, 'Start it again when you want it.', options);
  if (REFUSED.has(name)) {
    const missing = /perform: (\S+)/.exec(message)?.[1];
    const advice =
      missing === undefined
        ? 'Ask for the permission, or use another profile.'
        : `Allow ${missing} for this identity, or use another profile.`;
    return new WorkbenchError('access-denied', `AWS refused to ${action}: ${message}`, advice, options);
  }
  if (CREDENTIALS.test(name)) {
    return new WorkbenchError(
      'credentials',
      `Can't ${action}: ${message}`,
      'Sign in again (aws sso login, or new keys), or choose another profile.',
      options,
    );
  }
  if (/Region is missing/.test(message)) {
    return new WorkbenchError('credentials', `Can't ${action}: no region is set.`, 'Choose a region, or set one in the profile.', options);
  }
  if (UNREACHABLE.test(`${name} ${codeOf(error)}`)) {
    const advice = target.kind === 'local-cloud' ? 'Start the local cloud and try again.' : 'Check the network, the proxy and the region.';
    return new WorkbenchError(
      'endpoint-unreachable',
      `Can't ${action}: ${where} can't be reached (${codeOf(error) || name}).`,
      advice,
      options,
    );
  }
  return new WorkbenchError(
    'endpoint-unreachable',
    `Can't ${action} at ${where}: ${name}: ${message}`,
    'Check the name, the account and the region.',
    options,
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
