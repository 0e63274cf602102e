/** EventBridge's rules read `cron()` and `rate()`; its Scheduler reads `at()` too, and is less strict with a rate's unit. */
export type ScheduleDialect = 'rule' | 'scheduler';
