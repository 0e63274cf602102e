/** CloudWatch Logs, as far as reading needs it: the service, or the local cloud. Other failures are thrown as WorkbenchError. */
export interface LogsApi {
  filterLogEvents(query: FilterQuery): Promise<FilterAnswer>;
  describeLogGroups(query: DescribeGroupsQuery): Promise<DescribeGroupsAnswer>;
}

export interface FilterQuery {
  readonly logGroupName: string;
  /** Milliseconds since 1970, inclusive. */
  readonly startTime: number;
  /** Milliseconds since 1970; later events are left out. */
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly logStreamNamePrefix?: string;
  readonly nextToken?: string;
  readonly signal?: AbortSignal;
}

export type FilterAnswer =
  /** May be empty and still have a token: there is more only while there is one. */
  | { readonly kind: 'page'; readonly events: readonly CloudWatchEvent[]; readonly nextToken?: string }
  | { readonly kind: 'throttled' }
  /** Lambda makes a function's group when it first writes to it. */
  | { readonly kind: 'no-such-group' };

export interface CloudWatchEvent {
  readonly eventId: string;
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface DescribeGroupsQuery {
  readonly prefix?: string;
  readonly nextToken?: string;
  readonly signal?: AbortSignal;
}

export interface DescribeGroupsAnswer {
  readonly groups: readonly LogGroup[];
  readonly nextToken?: string;
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  /** Absent: kept for ever. */
  readonly retentionDays?: number;
  /** `INFREQUENT_ACCESS` and `DELIVERY` groups can't be tailed. */
  readonly logGroupClass?: string;
}
