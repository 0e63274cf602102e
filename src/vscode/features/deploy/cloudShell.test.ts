import { expect, it } from 'vitest';
import { cloudEnvironment, invokeCommandLine } from './cloudShell.ts';

const endpoint = 'http://127.0.0.1:9001';

it('calls the local cloud with its address and any credentials', () => {
  expect(invokeCommandLine('order-api', { kind: 'local-cloud' }, endpoint)).toBe(
    `AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws lambda invoke --endpoint-url ${endpoint} --region us-east-1 --function-name order-api --log-type Tail /dev/stdout`,
  );
});

it('calls AWS with the profile and region of the target, and nobody’s keys', () => {
  expect(invokeCommandLine('order-api', { kind: 'aws', profile: 'dev', region: 'eu-west-1' }, undefined)).toBe(
    'aws lambda invoke --profile dev --region eu-west-1 --function-name order-api --log-type Tail /dev/stdout',
  );
  expect(invokeCommandLine('order-api', { kind: 'aws' }, undefined)).toBe(
    'aws lambda invoke --function-name order-api --log-type Tail /dev/stdout',
  );
});

it('quotes what a shell would take apart', () => {
  expect(invokeCommandLine('f', { kind: 'aws', profile: "O'Neill dev; ls" }, undefined)).toContain("--profile 'O'\\''Neill dev; ls' --");
});

it('leaves double spaces in quoted words alone', () => {
  expect(invokeCommandLine('f', { kind: 'aws', profile: 'two  spaces' }, undefined)).toContain("'two  spaces'");
});

it('lets no profile or session of the person win in the terminal', () => {
  expect(cloudEnvironment(endpoint)).toMatchObject({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_PROFILE: null,
    AWS_SESSION_TOKEN: null,
  });
});
