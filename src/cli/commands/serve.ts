import type { AnalysedFunction, FolderSnapshot } from '../../core/analysis/model.ts';
import { applyDeployment } from '../../core/deploy/index.ts';
import type { LambdaApi } from '../../core/deploy/lambdaApi.ts';
import type { DeployTarget } from '../../core/deploy/model.ts';
import { prepareDeployment } from '../../core/deployFunction.ts';
import { describeError, WorkbenchError } from '../../core/errors.ts';
import type { HttpServing } from '../../core/http/index.ts';
import type { LocalCloud } from '../../core/local/index.ts';
import { localRegion } from '../../core/localAccount.ts';
import { apisOfTriggers } from '../../core/project/apis/ofTriggers.ts';
import type { Workbench } from '../../core/workbench.ts';
import { createLambdaApi } from '../../node/awsLambda.ts';
import type { Command, CommandContext, ExitStatus } from '../command.ts';
import { openDesk } from '../desk.ts';
import { analyseToUse, functionsOf, withWorkbench } from '../folder.ts';
import { gathered } from '../gathered.ts';
import { logLine } from '../logLine.ts';

/** First line: schemas/serve.json. */
export const serveCommand: Command = {
  name: 'serve',
  args: ['[DIR]'],
  summary: "the local cloud: the folder's functions behind Lambda's and CloudWatch Logs' APIs, their API routes and URLs",
  details: `Prints its addresses on one JSON line, then log lines, until Ctrl+C. For the AWS CLI and SDKs: --endpoint-url or AWS_ENDPOINT_URL;
any credentials will do. It listens on 127.0.0.1 only, and what it is given is gone when it ends. A function keeps the code it was
served with: after a change, deploy it again with the command deploy and the same --endpoint-url.

Each API of SAM, CloudFormation (also in OpenAPI documents) and the Serverless Framework, and each function URL, has a port of its own, so
that /orders/o-1 is http://127.0.0.1:PORT/orders/o-1; with the stage before it (/Prod/orders/o-1) it is the same. They send the events
and errors that API Gateway and function URLs send. Authorizers that are functions are run and their answers kept as long as in AWS;
tokens are read without checking who signed them, and any AWS signature and API key will do. Browsers may open the addresses, and pages
of this machine call them; other sites may not.

The page at the address itself lists functions, routes, schedules, queues and what ran last, and fires a schedule or sends a message; so
does the AWS CLI with sqs send-message. Messages come in batches of the template's size, and come back where the function fails with them.`,
  options: [
    {
      name: 'port',
      value: 'N',
      help: "Lambda's port; the APIs and URLs take the next ones, in the template's order (free ones without it)",
    },
    { name: 'schedules', help: 'schedules fire on time, too, not only from the page' },
  ],
  examples: [
    'lambda-workbench serve . --port 9001',
    'curl http://127.0.0.1:9002/orders/o-1001',
    'aws sqs send-message --endpoint-url http://127.0.0.1:9001 --queue-url BasketQueue --message-body {}',
    'aws lambda invoke --endpoint-url http://127.0.0.1:9001 --function-name order-api out.json',
  ],
  async run(context) {
    const port = portNumber(context.options['port']);
    const snapshot = await analyseToUse(context, context.args[0]);
    return await withWorkbench<ExitStatus>(context, async (workbench) => {
      const cloud = await workbench.cloud();
      const functions = functionsOf(snapshot);
      const desk = await openDesk(context, functions, cloud);
      const { endpoint } = await cloud.listen({ port, services: desk.services });
      const target: DeployTarget = { kind: 'local-cloud', endpoint };
      const api = await createLambdaApi(target);
      await deployAll(context, workbench, functions, target, api);
      const http = await openHttp(context, snapshot, cloud, port);
      desk.open(endpoint, http.served);
      try {
        const names = cloud.functions().map((fn) => fn.name);
        context.stdout(`${JSON.stringify({ endpoint, region: localRegion, functions: names, ...addressesOf(http) })}\n`);
        const print = gathered(context.stdout);
        workbench.logs.onAppend((records) => {
          for (const record of records) print(context.json ? `${JSON.stringify(record)}\n` : logLine(record, context.colour));
        });
        await aborted(context.signal);
      } finally {
        desk.close();
        await http.close();
      }
      return 0;
    });
  },
};

/** API routes and function URLs call what is deployed, as Lambda's own Invoke does: after an update the new code answers. */
async function openHttp(
  { clock, logger }: CommandContext,
  snapshot: FolderSnapshot,
  cloud: LocalCloud,
  port: number,
): Promise<HttpServing> {
  const { serveHttp } = await import('../../core/http/index.ts');
  const templates = snapshot.templates.filter((template) => template.kind === 'template');
  const others = templates
    .filter(({ apis }) => apis === undefined)
    .flatMap(({ functions }) => functions.map(({ definition }) => definition));
  return await serveHttp([...templates, { apis: apisOfTriggers(others) }], {
    invoke: (name, payload, { closing, ...options }) => cloud.invoke(name, payload, { ...options, signal: closing }),
    clock,
    logger,
    ...(port === 0 ? {} : { firstPort: port + 1 }),
  });
}

function addressesOf({ served }: HttpServing) {
  const urls = served.filter((front) => front.type === 'FunctionUrl');
  const apis = served.filter((front) => front.type !== 'FunctionUrl');
  return {
    apis: apis.map(({ name, type, url, routes }) => ({
      name,
      type,
      url,
      routes: routes.flatMap(({ method, path, target }) => (target.kind === 'function' ? [{ method, path, function: target.name }] : [])),
    })),
    functionUrls: urls.map(({ name, url }) => ({ function: name, url: `${url}/` })),
  };
}

/** A function that can't be packaged is said and left out: the others are served. */
async function deployAll(
  context: CommandContext,
  workbench: Workbench,
  functions: readonly AnalysedFunction[],
  target: DeployTarget,
  api: LambdaApi,
): Promise<void> {
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
