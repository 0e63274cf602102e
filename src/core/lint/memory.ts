import { numberRule } from './numberRule.ts';

/** Of functions that Lambda runs on instances of its own: Lambda Managed Instances may have more. */
export const memory = numberRule({
  code: 'limits.memory',
  name: 'The memory',
  unit: 'MB',
  least: 128,
  most: 10_240,
  value: ({ memoryMb, managedInstances }) => (managedInstances ? { kind: 'absent' } : memoryMb),
});
