import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../errors.ts';
import { awsFailure } from './awsFailure.ts';

/** Texts as AWS sends them. */
describe('what AWS answers becomes', () => {
  it.each<[string, { name: string; message?: string; status?: number; code?: string; Message?: string }, ErrorCode, string]>([
    [
      'the missing permission',
      {
        name: 'AccessDeniedException',
        message: 'User: arn:aws:sts::1:assumed-role/R/s is not authorized to perform: lambda:UpdateFunctionCode on resource: arn',
        status: 403,
      },
      'access-denied',
      'Allow lambda:UpdateFunctionCode',
    ],
    ['a refusal without a text', { name: 'AccessDeniedException', message: '', status: 403 }, 'access-denied', 'Ask for the permission'],
    [
      'a text under a capital M',
      { name: 'ServiceException', message: '', Message: 'Try later', status: 500 },
      'deploy-failed',
      'Try later',
    ],
    [
      'the command to sign in',
      { name: 'TokenProviderError', message: 'Token is expired. To refresh this SSO session' },
      'credentials',
      'aws sso login --profile dev',
    ],
    [
      'bad keys',
      { name: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.', status: 403 },
      'credentials',
      'another profile',
    ],
    [
      'no keys at all',
      { name: 'CredentialsProviderError', message: 'Could not load credentials from any providers' },
      'credentials',
      'The local cloud needs no credentials.',
    ],
    ['a missing region', { name: 'Error', message: 'Region is missing' }, 'credentials', 'region'],
    [
      'an update in progress',
      { name: 'ResourceConflictException', message: 'An update is in progress', status: 409 },
      'deploy-conflict',
      'Wait',
    ],
    [
      'an old revision',
      { name: 'PreconditionFailedException', message: 'The Revision Id provided', status: 412 },
      'deploy-conflict',
      'new plan',
    ],
    [
      'a package too large',
      { name: 'RequestEntityTooLargeException', message: 'Zipped size', status: 413 },
      'package-too-large',
      'smaller',
    ],
    ['no connection', { name: 'Error', message: '', code: 'ECONNREFUSED' }, 'endpoint-unreachable', 'network'],
    ['an answer that is no API', { name: 'SyntaxError', message: "Unexpected token '<'" }, 'endpoint-unreachable', 'endpoint'],
    [
      'a wrong trust policy',
      { name: 'InvalidParameterValueException', message: 'The role defined for the function cannot be assumed by Lambda.', status: 400 },
      'deploy-failed',
      'trust policy',
    ],
    ['being cancelled', { name: 'AbortError', message: 'Request aborted' }, 'cancelled', 'again'],
  ])('%s', (_name, { name, message = '', status, ...more }, code, words) => {
    const error = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status }, ...more });
    const failure = awsFailure(error, 'update the code of f', { kind: 'aws', profile: 'dev' });
    expect(failure.code).toBe(code);
    expect(`${failure.message} ${failure.advice}`).toContain(words);
  });

  it('never the values of the environment', () => {
    const message = 'Your request has exceeded the 4KB limit. String measured: {"TOKEN":"s3cr3t"}';
    const failure = awsFailure(Object.assign(new Error(message), { name: 'InvalidParameterValueException' }), 'update f', { kind: 'aws' });
    expect(failure.message).not.toContain('s3cr3t');
  });
});
