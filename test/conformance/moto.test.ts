import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyDeployment, type Desired, describePlan, planDeployment, removeFunction } from '../../src/core/deploy/index.ts';
import type { LambdaApi } from '../../src/core/deploy/lambdaApi.ts';
import type { DeployTarget, DesiredFunction } from '../../src/core/deploy/model.ts';
import { writeZip } from '../../src/core/package/archive.ts';
import { createLambdaApi } from '../../src/node/awsLambda.ts';
import { systemClock } from '../../src/node/clock.ts';
import { type MotoStart, startMoto } from './motoServer.ts';

/**
 * Our client, plan and steps against an emulator of AWS that others wrote: the wire, and the happy path. moto knows no revisions
 * and is never in progress, so locking and waiting are tested beside the code, against a fake that behaves as AWS does.
 */
describe('deploying to moto', () => {
  let moto: MotoStart;
  let api: LambdaApi;
  let target: DeployTarget;
  let role: string;

  beforeAll(async () => {
    moto = await startMoto();
    if (moto.kind === 'missing') return;
    const { endpoint } = moto.server;
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    target = { kind: 'aws', region: 'eu-west-1', endpoint };
    api = await createLambdaApi(target);
    // Without Docker: Invoke echoes the request.
    await fetch(`${endpoint}/moto-api/config`, { method: 'POST', body: '{"lambda":{"use_docker":false}}' });
    role = await createRole(endpoint);
  });
  beforeEach((context) => {
    if (moto.kind === 'missing') context.skip(moto.reason);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    if (moto.kind === 'running') moto.server.stop();
  });

  it('creates, updates, has nothing left to do, lists, invokes and removes', async () => {
    const first = await deploy({ timeoutSeconds: 3, environment: { A: '1' } }, 'exports.handler = async () => 1');
    expect(first.text).toContain('Create conformance in AWS (eu-west-1, at http://127.0.0.1:');
    expect(first.outcome).toMatchObject({ kind: 'done', state: 'Active', functionArn: expect.stringContaining(':function:conformance') });

    const second = await deploy({ timeoutSeconds: 9, memoryMb: 256, environment: { A: '2', B: '3' } }, 'exports.handler = async () => 2');
    expect(second.text).toMatch(
      /Update .*\n {2}Code .*→.*\n {2}MemorySize .*→ 256 MB\n {2}Timeout .*3 s → 9 s\n {2}Environment A .*\n {2}Environment B /,
    );
    expect(second.outcome).toMatchObject({ kind: 'done', codeSha256: second.codeSha256 });
    expect(await api.getFunction('conformance')).toMatchObject({ timeoutSeconds: 9, memoryMb: 256, environment: { A: '2', B: '3' } });

    const third = await deploy({ timeoutSeconds: 9, memoryMb: 256, environment: { A: '2', B: '3' } }, 'exports.handler = async () => 2');
    expect(third.outcome.kind).toBe('unchanged');

    expect((await api.listFunctions()).map((each) => each.functionName)).toEqual(['conformance']);
    const answer = await api.invoke('conformance', new TextEncoder().encode('{"x":1}'));
    expect(new TextDecoder().decode(answer.payload)).toContain('"x"');

    await removeFunction('conformance', api);
    await removeFunction('conformance', api);
    expect(await api.getFunction('conformance')).toBeUndefined();
  });

  it("gives Lambda's own reason for a role that is not there", async () => {
    const { outcome } = await deploy({ role: 'arn:aws:iam::123456789012:role/nobody', runtime: 'nodejs22.x' }, 'x', impatient);
    expect(outcome).toMatchObject({ kind: 'failed', step: 'create', advice: expect.stringContaining('trust policy') });
  });

  it('says that nobody answers', async () => {
    const nobody = await createLambdaApi({ kind: 'local-cloud', endpoint: 'http://127.0.0.1:1' });
    await expect(nobody.getFunction('f')).rejects.toMatchObject({ code: 'endpoint-unreachable' });
  });

  async function deploy(settings: Partial<DesiredFunction>, source: string, clock = systemClock()) {
    const bytes = await writeZip([{ path: 'index.js', bytes: new TextEncoder().encode(source), executable: false }]);
    const codeSha256 = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(bytes))).toString('base64');
    const base = { functionName: 'conformance', runtime: 'nodejs22.x', handler: 'index.handler', role };
    const wanted: Desired = { desired: { ...base, ...settings }, warnings: [] };
    const deployment = await planDeployment(wanted, { bytes, codeSha256, unzippedSize: source.length, files: 1 }, api, target);
    return { text: describePlan(deployment.plan), codeSha256, outcome: await applyDeployment(deployment, { api, clock }) };
  }
});

async function createRole(endpoint: string): Promise<string> {
  const iam = new IAMClient({ endpoint, region: 'eu-west-1' });
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'conformance', AssumeRolePolicyDocument: document }));
  return Role?.Arn ?? '';
}

/** Its minute of patience with a fresh role is over at once. */
const impatient: ReturnType<typeof systemClock> = {
  ...systemClock(),
  monotonic: (() => {
    let now = 0;
    return () => (now += 120_000);
  })(),
};
