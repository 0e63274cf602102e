import type { AnalysedFunction } from '../../core/analysis/model.ts';
import { applyDeployment } from '../../core/deploy/index.ts';
import type { DeployTarget } from '../../core/deploy/model.ts';
import { prepareDeployment } from '../../core/deployFunction.ts';
import { describeError, WorkbenchError } from '../../core/errors.ts';
import type { Workbench } from '../../core/workbench.ts';
import { createLambdaApi } from '../../node/awsLambda.ts';
import type { Command, CommandContext, ExitStatus } from '../command.ts';
import { analyse, functionsOf, withWorkbench } from '../folder.ts';
import { logLine } from '../logLine.ts';

/** First line: schemas/serve.json. */
export const serveCommand: Command = {
  name: 'serve',
  args: ['[DIR]'],
  summary: "the local cloud: Lambda's and CloudWatch Logs' APIs, with the folder's functions in it",
  details:
    'Prints its addresses on one JSON line, then log lines, until Ctrl+C. For the AWS CLI and SDKs: --endpoint-url or AWS_ENDPOINT_URL;\nany credentials will do. It listens on 127.0.0.1 only, and what it is given is gone when it ends. A function keeps the code it was\nserved with: after a change, deploy it again with the command deploy and the same --endpoint-url.',
  options: [{ name: 'port', value: 'N', help: 'port (a free one without it)' }],
  examples: [
    'lambda-workbench serve . --port 9001',
    'aws lambda invoke --endpoint-url http://127.0.0.1:9001 --function-name order-api out.json',
  ],
  async run(context) {
    const port = portNumber(context.options['port']);
    const snapshot = await analyse(context, context.args[0]);
    return await withWorkbench<ExitStatus>(context, async (workbench) => {
      const cloud = await workbench.cloud();
      const { endpoint } = await cloud.listen({ port });
      await deployAll(context, workbench, functionsOf(snapshot), { kind: 'local-cloud', endpoint });
      const functions = cloud.functions().map((fn) => fn.name);
      context.stdout(`${JSON.stringify({ endpoint, region: 'us-east-1', functions })}\n`);
      workbench.logs.onAppend((records) => {
        for (const record of records) context.stdout(context.json ? `${JSON.stringify(record)}\n` : logLine(record, context.colour));
      });
      await aborted(context.signal);
      return 0;
    });
  },
};

/** A function that can't be packaged is said and left out: the others are served. */
async function deployAll(
  context: CommandContext,
  workbench: Workbench,
  functions: readonly AnalysedFunction[],
  target: DeployTarget,
): Promise<void> {
  const api = await createLambdaApi(target);
  for (const fn of functions) {
    if (context.signal.aborted) return;
    try {
      const deployment = await prepareDeployment(fn, { packager: workbench.packager, api, target, signal: context.signal });
      const outcome = await applyDeployment(deployment, { api, clock: context.clock, signal: context.signal });
      if (outcome.kind === 'failed') context.logger.warn(`${fn.definition.name} is not served: ${outcome.message} ${outcome.advice}`);
    } catch (error) {
      const { message, advice } = describeError(error);
      context.logger.warn(`${fn.definition.name} is not served: ${message} ${advice ?? ''}`.trim(), error);
    }
  }
}

function portNumber(option: string | boolean | undefined): number {
  if (option === undefined) return 0;
  const port = Number(option);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new WorkbenchError('arguments', `--port takes a number from 0 to 65535, not "${String(option)}".`, 'For example: --port 9001');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
