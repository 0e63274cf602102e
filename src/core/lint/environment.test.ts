import { describe, expect, test } from 'vitest';
import { readTemplate } from '../project/cloudformation/index.ts';
import { file, folder } from '../project/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { reservedEntries } from './facts/reservedEntries.ts';
import { lintFunction } from './index.ts';
import { secretIn } from './secrets.ts';
import { applied, expectFinding, findingsOf, samFunction } from './testing.ts';

test('environment.reserved: at the name', () => {
  expectFinding(
    'environment.reserved',
    ['Environment: {Variables: {AWS_REGION: eu-west-1}}'],
    'error: AWS_REGION is a name that Lambda keeps for itself: it refuses the function. Leave it out, since Lambda sets it itself, or choose another name. | Rename it to OWN_AWS_REGION, as what reads it must',
  );
  expectFinding('environment.reserved', ['Environment: {Variables: {AWS_SECRET_ACCESS_KEY: !Ref X}}'], /credentials from its role\.$/);
  expectFinding(
    'environment.reserved',
    ['Environment: {Variables: {TZ: UTC, PATH: /x, AWS_PROFILE: x, AWS_REGION: !Ref "AWS::NoValue"}}'],
    undefined,
  );
  const [found] = findingsOf(samFunction('Environment: {Variables: {AWS_REGION: eu-west-1}}')).filter(
    ({ code }) => code === 'environment.reserved',
  );
  expect(found?.at.range).toEqual({ start: { line: 6, character: 32 }, end: { line: 6, character: 42 } });
});

test('environment.reserved: the line of a variable can go, where that leaves all else as it is', async () => {
  const check = async (text: string, expected: string | undefined, path = file) => {
    const template = readTemplate(path, text, folder);
    const [definition] = template.kind === 'template' ? template.functions : [];
    if (definition === undefined) throw new Error(text);
    const resolution = { kind: 'unknown', reason: 'it is a test' } as const;
    const facts = { reservedEntries: (await reservedEntries({ definition, resolution }, memoryFiles({ [path]: text }))) ?? {} };
    const [found] = lintFunction({ definition, resolution, facts, today: '2026-11-26' }).filter(
      ({ code }) => code === 'environment.reserved',
    );
    const index = found?.fixes.findIndex(({ title, preferred }) => preferred && title === 'Remove AWS_REGION') ?? -1;
    expect(index === -1 ? undefined : applied(text, found, index), text).toBe(expected);
  };
  const yaml = (...lines: readonly string[]) => samFunction('Environment:', '  Variables:', ...lines.map((line) => `    ${line}`));
  await check(yaml('A: b', 'AWS_REGION: eu-west-1 # here', 'C: d'), yaml('A: b', 'C: d'));
  await check(yaml('AWS_REGION: !Ref X', 'C: d'), yaml('C: d'));
  await check(yaml('AWS_REGION: eu-west-1'), undefined);
  await check(yaml('A: b', 'AWS_REGION: |', '  eu-west-1', 'C: d'), undefined);
  await check(yaml('A: b', 'AWS_REGION: eu', '  -west-1', 'C: d'), undefined);
  await check(samFunction('Environment: {Variables: {A: b, AWS_REGION: x}}'), undefined);
  const json = (...lines: readonly string[]) =>
    `{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": {"Environment": {"Variables": {\n${lines.join('\n')}\n}}}}}}\n`;
  const path = `${folder}/template.json`;
  await check(json('"AWS_REGION": "x",', '"A": "b"'), json('"A": "b"'), path);
  await check(json('"A": "b",', '"AWS_REGION": "x"'), undefined, path);
});

// Made up, and put together here so that nobody takes them for real ones.
const letters = 'q7Zr2Wk9Tn4Vb8Xm3Lp6Hd1Jf5Gs0Yc';
const aws = `AKIA${'QW3ERT5YUIOPLK7J'}`;
const jwt = (payload: object) => `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${letters}${letters}`;

describe('what is a secret', () => {
  const secrets: readonly (readonly [name: string, value: string, what: RegExp])[] = [
    ['KEY_ID', aws, /access key of AWS/],
    ['ANY', `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIE`, /private key/],
    ['ANY', `ghp_${letters}${letters}`, /GitHub/],
    ['ANY', `xoxb-${letters}`, /Slack/],
    ['ANY', `https://hooks.slack.com/services/T0QW3ERT5/B0QW3ERT5/${letters.slice(0, 24)}`, /webhook/],
    ['ANY', `sk_live_${letters}`, /Stripe/],
    ['ANY', `npm_${letters}${letters.slice(0, 5)}`.slice(0, 40), /npm/],
    ['ANY', `AIza${letters}${letters.slice(0, 4)}`.slice(0, 39), /Google/],
    ['ANY', jwt({ sub: 'a', role: 'admin' }), /Web Token/],
    ['DATABASE_URL', 'postgres://shop:k3yb0ard@db.shop.io:5432/orders', /connection string/],
    ['DATABASE_URL', 'postgresql+psycopg2://shop:k3yb0ard@test-db.shop.io/demo', /connection string/],
    ['DATABASE_URL', `postgres://shop:${letters.slice(0, 14)}@db:5432/orders`, /connection string/],
    ['REDIS', `rediss://:${letters.slice(0, 14)}@10.1.2.3:6379`, /connection string/],
    ['DB_PASSWORD', letters.slice(0, 20), /looks like/],
    ['stripeApiKey', letters, /looks like/],
    ['JWT_SECRET', 'f3a9c1d07b52e84a6f19d3c8b7e20a54', /looks like/],
  ];
  test.each(secrets)('%s', (name, value, what) => {
    expect(secretIn(name, value)).toMatch(what);
  });

  const harmless: readonly (readonly [name: string, value: string])[] = [
    ['KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
    ['KEY_ID', 'AKIAAAAAAAAAAAAAAAAA'],
    ['DB_PASSWORD', 'changeme'],
    ['DB_PASSWORD', 'xxxxxxxxxxxxxxxxxxxx'],
    ['DB_PASSWORD', `\${self:custom.${letters}}`],
    ['API_KEY', `{{resolve:ssm:${letters}}}`],
    ['SECRET', 'arn:aws:secretsmanager:eu-west-1:123:secret:shop-q7Zr2W'],
    ['SECRET', '/prod/shop/database/password'],
    ['SECRET', 'my-shop-secret-name-v2'],
    ['SECRET_NAME', letters],
    ['TOKEN_TABLE', letters],
    ['API_KEY_HEADER', letters],
    ['PASSWORD_HASH', letters],
    ['COMMIT', letters],
    ['API_KEY', '6f1c2d3e-4b5a-6789-9abc-def012345678'],
    ['ANON', jwt({ role: 'anon' })],
    ['DATABASE_URL', 'postgres://postgres:postgres@localhost:5432/orders'],
    ['DATABASE_URL', 'postgres://shop:k3yb0ard@db:5432/orders'],
    ['DATABASE_URL', 'https://db.shop.io/orders'],
    ['DATABASE_URL', 'postgres://user:password@host:5432/orders'],
    ['DATABASE_URL', 'postgres://shop:k3yb0ard@db.example.com/orders'],
    ['DATABASE_URL', 'postgres://shop:your-password@db.shop.io/orders'],
    ['DATABASE_URL', 'postgres://shop:${PASSWORD}@db.shop.io/orders'],
    ['DATABASE_URL', 'postgres://shop:shop@db.shop.io/orders'],
    ['DATABASE_URL', `postgres://shop:${letters}@127.0.0.1/orders`],
    ['STRIPE_PUBLISHABLE_KEY', letters],
    ['AUTH_TOKEN', 'Authorization-Header'],
    ['SECRET', ''],
  ];
  test.each(harmless)('not %s=%s', (name, value) => {
    expect(secretIn(name, value)).toBeUndefined();
  });
});

test('environment.secret never tells the value', () => {
  const text = samFunction(`Environment: {Variables: {ID: ${aws}, OTHER: x}}`);
  const found = findingsOf(text).filter(({ code }) => code === 'environment.secret');
  expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'warning: ID holds an access key of AWS, written out here. Revoke it, keep the new one in Secrets Manager or Parameter Store, pass its name in this variable, and read it when the function starts.',
  ]);
  expect(JSON.stringify(found)).not.toContain(aws);
});
