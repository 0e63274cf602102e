import { applyDeployment, describeOutcome, describePlan } from '../../core/deploy/index.ts';
import type { DeployPlan } from '../../core/deploy/model.ts';
import { prepareDeployment } from '../../core/deployFunction.ts';
import { createLambdaApi } from '../../node/awsLambda.ts';
import type { Command, ExitStatus } from '../command.ts';
import { analyseToUse, functionNamed, withWorkbench } from '../folder.ts';
import { targetOf, targetOptions } from '../target.ts';

/** JSON: schemas/deploy.json. */
export const deployCommand: Command = {
  name: 'deploy',
  args: ['DIR', '[FUNCTION]'],
  summary: 'creates or updates a function, and says what it changes',
  details: 'Refuses to overwrite a function that somebody else changes meanwhile. Ends with status 1 where the deployment fails.',
  options: [
    { name: 'plan', help: 'only say what would change' },
    { name: 'name', value: 'NAME', help: 'the function’s name there (the template’s without it)' },
    { name: 'role', value: 'ARN', help: 'execution role, for a function that is created' },
    ...targetOptions,
  ],
  examples: [
    'lambda-workbench deploy . OrderApi --plan --profile dev',
    'lambda-workbench deploy . OrderApi --endpoint-url http://127.0.0.1:9001',
  ],
  async run(context) {
    const [directory, name] = context.args;
    const fn = functionNamed(await analyseToUse(context, directory), name);
    const target = targetOf(context);
    const { name: functionName, role } = context.options;
    return await withWorkbench<ExitStatus>(context, async ({ packager }) => {
      const api = await createLambdaApi(target);
      const overrides = { ...(typeof functionName === 'string' ? { functionName } : {}), ...(typeof role === 'string' ? { role } : {}) };
      const deployment = await prepareDeployment(fn, {
        packager,
        api,
        target,
        overrides,
        signal: context.signal,
        onOutput: (line) => context.json || context.stderr(`${line}\n`),
      });
      if (!context.json) context.stdout(`${describePlan(deployment.plan)}\n`);
      if (context.options['plan'] === true) {
        if (context.json) context.stdout(`${JSON.stringify({ plan: describe(deployment.plan), outcome: null })}\n`);
        return 0;
      }
      const outcome = await applyDeployment(deployment, { api, clock: context.clock, signal: context.signal });
      if (context.json) context.stdout(`${JSON.stringify({ plan: describe(deployment.plan), outcome })}\n`);
      else context.stdout(`${describeOutcome(outcome)}\n`);
      return outcome.kind === 'done' || outcome.kind === 'unchanged' ? 0 : 1;
    });
  },
};

function describe(plan: DeployPlan) {
  const { functionName, action, target, warnings, code } = plan;
  const settings = plan.settings.map(({ setting, from, to }) => ({ setting, from: from ?? null, to: to ?? null }));
  return { functionName, action, target, settings, code: code === undefined ? null : { ...code, from: code.from ?? null }, warnings };
}
