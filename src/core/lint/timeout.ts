import { numberRule } from './numberRule.ts';

/** Seconds, as in Lambda's quotas: 15 minutes at most. */
export const timeout = numberRule({
  code: 'limits.timeout',
  name: 'The timeout',
  unit: 'seconds',
  least: 1,
  most: 900,
  value: ({ timeoutSeconds }) => timeoutSeconds,
});
