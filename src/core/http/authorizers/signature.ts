import { localAccount } from '../../localAccount.ts';
import { headerOf } from '../cors.ts';
import type { Admission, Call } from '../model.ts';

/**
 * Who signed a request, by the access key in it, as the event of its front tells it; undefined where nobody did. The signature isn't
 * checked: any credentials do, and are a user of the account here.
 */
export function signedCaller({ front, route, request }: Call): Admission | undefined {
  const credential = /^AWS4-\S+ .*?Credential=([^/,\s]+)\//.exec(headerOf(request, 'authorization') ?? '')?.[1];
  const accessKey = credential ?? /(?:^|&)X-Amz-Credential=([^&%/]+)/i.exec(request.query)?.[1];
  if (accessKey === undefined) return undefined;
  const userArn = `arn:aws:iam::${localAccount}:user/local`;
  if (front.type === 'Api') return { identity: { accessKey, accountId: localAccount, caller: accessKey, user: accessKey, userArn } };
  const iam = {
    accessKey,
    accountId: localAccount,
    callerId: accessKey,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn,
    userId: accessKey,
  };
  const isOld = route.target.kind === 'function' && route.target.payloadFormat === '1.0';
  return isOld
    ? { identity: { accessKey, accountId: localAccount, caller: accessKey, user: accessKey, userArn } }
    : { authorizer: { iam } };
}
