export { createLogHub, type LogHub } from './hub.ts';
export type { CloudWatchEvent, DescribeGroupsAnswer, FilterAnswer, LogGroup, LogsApi } from './logsApi.ts';
export { readLogs } from './read.ts';
export { type TailState, tailLogGroup } from './tail.ts';
export { understand } from './understand.ts';
