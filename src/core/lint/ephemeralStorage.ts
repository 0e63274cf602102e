import { numberRule } from './numberRule.ts';

/** Size of /tmp. */
export const ephemeralStorage = numberRule({
  code: 'limits.ephemeral-storage',
  name: 'The ephemeral storage',
  unit: 'MB',
  least: 512,
  most: 10_240,
  value: ({ ephemeralStorageMb }) => ephemeralStorageMb,
});
