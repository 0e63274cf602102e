/**
 * What stands for the account and the region in names that only exist on this machine. There is one of each: clients of the local cloud,
 * in any region and with any credentials, see the same functions.
 */
export const localRegion = 'us-east-1';
export const localAccount = '000000000000';

/** What functions have in the place of a role that only a deployment makes: the local cloud asks for its form, and assumes none. */
export const localRole = `arn:aws:iam::${localAccount}:role/lambda-workbench-local`;
