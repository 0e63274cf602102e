import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { define, literal } from '../package/testing.ts';
import { FakeLambda, hurriedClock } from './fakeLambda.ts';
import {
  applyDeployment,
  type Deployment,
  type Desired,
  describeOutcome,
  describePlan,
  desiredFrom,
  planDeployment,
  removeFunction,
} from './index.ts';
import type { DeployedFunction } from './lambdaApi.ts';
import type { DeployOutcome, DeployStep, DeployTarget, DesiredFunction } from './model.ts';

const aws: DeployTarget = { kind: 'aws', profile: 'dev', region: 'eu-west-1' };
const local: DeployTarget = { kind: 'local-cloud', endpoint: 'http://127.0.0.1:1' };
const role = 'arn:aws:iam::1:role/r';

describe('what is wanted', () => {
  it('is what the template says in literals; the rest is left, and named', () => {
    const unknown = { kind: 'unknown', reason: 'the parameter Size' } as const;
    const definition = define('/p', {
      runtime: literal('nodejs22.x'),
      handler: literal('a.handler'),
      memoryMb: unknown,
      timeoutSeconds: literal(10),
      environment: { TABLE: literal('t'), QUEUE: { kind: 'unknown', reason: 'Ref Queue' } },
    });
    expect(desiredFrom(definition, { handler: 'a.handler', runtime: 'nodejs22.x' }, { functionName: 'other' })).toEqual({
      desired: {
        functionName: 'other',
        runtime: 'nodejs22.x',
        handler: 'a.handler',
        timeoutSeconds: 10,
        environment: { TABLE: 't' },
        environmentKept: ['QUEUE'],
      },
      warnings: [
        'Environment variable QUEUE can’t be told before deploying (Ref Queue): left as it is.',
        'MemorySize can’t be told before deploying (the parameter Size): left as it is.',
      ],
    });
  });
});

it('has the variables of an image whose files it is, under those of the template', () => {
  const definition = define('/p', { runtime: literal('python3.13'), handler: literal('a.h'), environment: { STAGE: literal('prod') } });
  const artifact = { handler: 'a.h', runtime: 'python3.13', environment: { STAGE: 'dev', LEVEL: 'low' } };
  expect(desiredFrom(definition, artifact).desired.environment).toEqual({ STAGE: 'prod', LEVEL: 'low' });
});

describe('what a default of a parameter would give', () => {
  const assumed = {
    kind: 'unknown',
    reason: 'the parameter P',
    assumed: { value: '7', because: 'the default of the parameter P' },
  } as const;
  const base = { runtime: literal('nodejs22.x'), handler: literal('a.handler') };
  const from = (parts: Parameters<typeof define>[1]) => desiredFrom(define('/p', parts), { handler: 'a.handler', runtime: 'nodejs22.x' });

  it('is never set: what is there stays', () => {
    const { desired, warnings } = from({ ...base, description: assumed, environment: { TABLE: assumed } });
    expect(desired).toMatchObject({ environment: {}, environmentKept: ['TABLE'] });
    expect(desired).not.toHaveProperty('description');
    expect(warnings).toHaveLength(2);
  });

  it('and variables stay all together where some cannot be told', () => {
    const { desired, warnings } = from({ ...base, environment: { A: literal('1') }, environmentGap: 'the condition Prod' });
    expect(desired).not.toHaveProperty('environment');
    expect(warnings).toEqual(['The environment variables can’t be told before deploying (the condition Prod): left as they are.']);
  });
});

describe('a plan', () => {
  it('creates what is not there, in the local cloud without a role', async () => {
    const { plan } = await planFor({ timeoutSeconds: 10, environment: { SECRET: 's3cr3t' } }, undefined, local);
    expect(describePlan(plan)).toBe(
      [
        'Create f in the local cloud',
        '  Code                new package, 0.0 kB zipped, 2.0 kB unzipped, 1 file (sha256 new…)',
        '  Runtime             nodejs22.x',
        '  Handler             a.handler',
        '  Role                arn:aws:iam::000000000000:role/lambda-workbench-local',
        '  Timeout             10 s',
        '  Environment SECRET  a value',
      ].join('\n'),
    );
  });

  it('asks for a role to create with in AWS', async () => {
    await expect(planFor({}, undefined)).rejects.toMatchObject({
      code: 'deploy-failed',
      message: expect.stringContaining('execution role'),
    });
  });

  it('shows each setting old and new, and never a value of the environment', async () => {
    const { plan } = await planFor(
      { timeoutSeconds: 10, memoryMb: 256, architecture: 'arm64', environment: { A: 'secret-1', B: 'secret-2', C: 'same' } },
      { timeoutSeconds: 3, memoryMb: 256, architecture: 'x86_64', environment: { B: 'secret-0', C: 'same', D: 'secret-3' } },
    );
    expect(describePlan(plan)).toBe(
      [
        'Update f in AWS (profile dev, eu-west-1)',
        '  Code           another package, 0.0 kB zipped, 2.0 kB unzipped, 1 file (sha256 old… → new…)',
        '  Timeout        3 s → 10 s',
        '  Architectures  x86_64 → arm64',
        '  Environment A  a value',
        '  Environment B  a value → another value',
        '  Environment D  a value → removed',
      ].join('\n'),
    );
    expect(JSON.stringify(plan)).not.toContain('secret');
  });

  it('is nothing where nothing differs', async () => {
    const { plan } = await planFor({ memoryMb: 256 }, { memoryMb: 256, codeSha256: 'new', environment: { KEPT: '1' } });
    expect(plan).toMatchObject({ action: 'none', settings: [] });
    expect(describePlan(plan)).toBe('f in AWS (profile dev, eu-west-1) is up to date');
  });

  it('keeps variables whose value cannot be told', async () => {
    const deployment = await planFor(
      { environment: { A: '1' }, environmentKept: ['Q', 'R'] },
      { environment: { A: '1', Q: 'q' }, codeSha256: 'new' },
    );
    expect(deployment.plan.action).toBe('none');
    expect(deployment.plan.warnings).toEqual(['These environment variables will have no value: R.']);
  });

  it.each<[string, Partial<DeployedFunction>, string]>([
    ['that a stack owns it', { tags: { 'aws:cloudformation:stack-name': 'shop' } }, 'CloudFormation stack shop'],
    ['that an update is in progress', { lastUpdateStatus: 'InProgress' }, 'in progress'],
    ['that its environment is unreadable', { environmentUnreadable: true }, 'can’t be decrypted'],
  ])('warns %s', async (_name, current, words) => {
    const { plan } = await planFor({ environment: { A: '1' } }, current);
    expect(plan.warnings.join()).toContain(words);
  });

  it.each<[string, Partial<DeployedFunction>, string]>([
    ['an image', { packageType: 'Image' }, 'container image'],
    ['a failed creation', { state: 'Failed', stateReason: 'no subnet' }, 'no subnet'],
  ])('is refused over %s', async (_name, current, words) => {
    await expect(planFor({}, current)).rejects.toMatchObject({ code: 'deploy-failed', message: expect.stringContaining(words) });
  });
});

describe('applying a plan', () => {
  it('creates, and waits until it is active', async () => {
    const { lambda, outcome, steps } = await deploy({ role });
    expect(outcome).toEqual({ kind: 'done', functionArn: 'arn:aws:lambda:eu-west-1:1:function:f', codeSha256: 'new', state: 'Active' });
    expect(steps).toEqual(['create', 'wait']);
    expect(lambda.calls).toEqual(['createFunction f']);
  });

  it('updates code, then only the settings that differ, each awaited and based on the last revision', async () => {
    const { lambda, outcome, steps } = await deploy({ timeoutSeconds: 10, memoryMb: 256 }, { timeoutSeconds: 3, memoryMb: 256 });
    expect(outcome.kind).toBe('done');
    expect(steps).toEqual(['update-code', 'wait', 'update-configuration', 'wait']);
    expect(lambda.calls).toEqual(['updateFunctionCode f', 'updateFunctionConfiguration f timeoutSeconds']);
  });

  it('sends the architecture with the code', async () => {
    const { lambda } = await deploy({ architecture: 'arm64' }, { architecture: 'x86_64', codeSha256: 'new' });
    expect(lambda.calls).toEqual(['updateFunctionCode f']);
    expect(lambda.functions.get('f')?.architecture).toBe('arm64');
  });

  it('writes the kept variables back with the rest', async () => {
    const { lambda } = await deploy({ environment: { A: '2' }, environmentKept: ['Q'] }, { environment: { A: '1', Q: 'q', OLD: 'x' } });
    expect(lambda.functions.get('f')?.environment).toEqual({ A: '2', Q: 'q' });
  });

  it('does nothing when there is nothing to do', async () => {
    const { lambda, outcome } = await deploy({}, { codeSha256: 'new' });
    expect(outcome.kind).toBe('unchanged');
    expect(lambda.calls).toEqual([]);
  });

  it('waits for a role that was just made', async () => {
    const fresh = () =>
      new WorkbenchError('deploy-failed', 'Can’t create: The role defined for the function cannot be assumed by Lambda.', '');
    const few = await deploy({ role }, undefined, (lambda) => lambda.failures.set('createFunction', [fresh(), fresh()]));
    expect(few.outcome.kind).toBe('done');
    const many = await deploy({ role }, undefined, (lambda) => lambda.failures.set('createFunction', Array.from({ length: 99 }, fresh)));
    expect(many.outcome).toMatchObject({ kind: 'failed', step: 'create', stands: 'Nothing was changed.' });
    expect(many.lambda.calls.length).toBeLessThan(12);
  });

  it('fails when somebody changed the function since the plan', async () => {
    const { outcome } = await deploy({}, {}, (lambda) => lambda.set('f', { timeoutSeconds: 60 }));
    expect(outcome).toMatchObject({
      kind: 'failed',
      step: 'update-code',
      message: expect.stringContaining('Revision Id'),
      stands: 'Nothing was changed.',
    });
  });

  it('fails when somebody changes the settings while the code is put in place', async () => {
    const { outcome, lambda } = await deploy({ timeoutSeconds: 10 }, { timeoutSeconds: 3 }, (fake) => {
      fake.looks = 1;
      const read = fake.getFunction.bind(fake);
      fake.getFunction = async (name) => {
        const current = await read(name);
        if (current?.codeSha256 === 'new')
          fake.set(name, { codeSha256: 'new', timeoutSeconds: 4, memoryMb: 999, handler: 'theirs.handler' });
        return fake.functions.get(name);
      };
    });
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('Somebody else changed f') });
    expect(lambda.calls).toEqual(['updateFunctionCode f']);
  });

  it('says what stands when the settings fail after the code', async () => {
    const refused = new WorkbenchError('access-denied', 'Not allowed', 'Allow lambda:UpdateFunctionConfiguration.');
    const { outcome } = await deploy({ timeoutSeconds: 10 }, { timeoutSeconds: 3 }, (lambda) =>
      lambda.failures.set('updateFunctionConfiguration', [refused]),
    );
    expect(outcome).toEqual({
      kind: 'failed',
      step: 'update-configuration',
      message: 'Not allowed',
      advice: 'Allow lambda:UpdateFunctionConfiguration.',
      stands: 'The new code is in place; the settings are the old ones.',
    });
    expect(describeOutcome(outcome)).toContain('update-configuration');
  });

  it("gives Lambda's reason for an update that failed later", async () => {
    const { outcome } = await deploy({}, {}, (lambda) => {
      lambda.updateFailure = 'The KMS key is disabled';
    });
    expect(outcome).toMatchObject({ kind: 'failed', step: 'wait', message: expect.stringContaining('The KMS key is disabled') });
  });

  it('fails at once when it may not look', async () => {
    const refused = new WorkbenchError('access-denied', 'Not allowed', 'Allow lambda:GetFunction.');
    const { outcome, lambda } = await deploy({ role }, undefined, (fake) => fake.failures.set('getFunction', [refused]));
    expect(outcome).toMatchObject({ kind: 'failed', step: 'wait', stands: 'f was created; Lambda is still preparing it.' });
    expect(lambda.calls).toEqual(['createFunction f']);
  });

  it('gives up on what never ends', async () => {
    const { outcome } = await deploy({ role }, undefined, (lambda) => {
      lambda.looks = Number.POSITIVE_INFINITY;
    });
    expect(outcome).toMatchObject({ kind: 'failed', step: 'wait', message: expect.stringContaining('five minutes') });
  });

  it.each<[DeployStep, string, readonly string[]]>([
    ['update-code', 'The new code was sent', ['updateFunctionCode f']],
    ['wait', 'The new code was sent', ['updateFunctionCode f']],
    ['update-configuration', 'new settings were sent', ['updateFunctionCode f', 'updateFunctionConfiguration f timeoutSeconds']],
  ])('can be cancelled at the step %s, and says what stands', async (at, words, calls) => {
    const stop = new AbortController();
    const onStep = (step: DeployStep): void => void (step === at && stop.abort());
    const { outcome, lambda } = await deploy({ timeoutSeconds: 10 }, { timeoutSeconds: 3 }, () => {}, { signal: stop.signal, onStep });
    expect(outcome).toMatchObject({ kind: 'cancelled', stands: expect.stringContaining(words) });
    expect(lambda.calls).toEqual(calls);
  });

  it('changes nothing when it is cancelled before', async () => {
    const { outcome, lambda } = await deploy({ role }, undefined, () => {}, { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ kind: 'cancelled', stands: 'Nothing was changed.' });
    expect(lambda.calls).toEqual([]);
  });
});

it('removes a function', async () => {
  const lambda = new FakeLambda();
  lambda.set('f');
  await removeFunction('f', lambda);
  expect(lambda.functions.size).toBe(0);
});

const zip = { bytes: new TextEncoder().encode('new'), codeSha256: 'new', unzippedSize: 2000, files: 1 };

function planFor(
  desired: Partial<DesiredFunction>,
  current: Partial<DeployedFunction> | undefined,
  target = aws,
  lambda = new FakeLambda(),
): Promise<Deployment> {
  if (current !== undefined) lambda.set('f', current);
  const wanted: Desired = { desired: { functionName: 'f', runtime: 'nodejs22.x', handler: 'a.handler', ...desired }, warnings: [] };
  return planDeployment(wanted, zip, lambda, target);
}

/** Plans against `current`, lets `meanwhile` happen, and applies. */
async function deploy(
  desired: Partial<DesiredFunction>,
  current?: Partial<DeployedFunction>,
  meanwhile: (lambda: FakeLambda) => void = () => {},
  options: { signal?: AbortSignal; onStep?: (step: DeployStep) => void } = {},
): Promise<{ lambda: FakeLambda; outcome: DeployOutcome; steps: readonly DeployStep[] }> {
  const lambda = new FakeLambda();
  const deployment = await planFor(desired, current, aws, lambda);
  meanwhile(lambda);
  const steps: DeployStep[] = [];
  const outcome = await applyDeployment(deployment, {
    api: lambda,
    clock: hurriedClock(),
    ...options,
    onStep: (step) => {
      steps.push(step);
      options.onStep?.(step);
    },
  });
  return { lambda, outcome, steps };
}
