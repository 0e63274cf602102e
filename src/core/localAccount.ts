/** What stands for the account and the region in names that only exist on this machine. */
export const localRegion = 'us-east-1';
export const localAccount = '000000000000';
