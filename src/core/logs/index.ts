export { createLogHub, type LogHub } from './hub.ts';
export type {
  CloudWatchEvent,
  DescribeGroupsAnswer,
  DescribeGroupsQuery,
  FilterAnswer,
  FilterQuery,
  LogGroup,
  LogsApi,
} from './logsApi.ts';
export { type ReadOptions, readLogs } from './read.ts';
export { type TailOptions, type TailState, tailLogGroup } from './tail.ts';
export { understand } from './understand.ts';
