import { WorkbenchError } from '../../core/errors.ts';
import type { ServedFront } from '../../core/http/index.ts';
import { localRegion } from '../../core/localAccount.ts';
import type { LogRecord } from '../../core/logs/model.ts';
import type { ServedFolder } from '../../core/serving/index.ts';
import type { Workbench } from '../../core/workbench.ts';
import type { Command, CommandContext, ExitStatus } from '../command.ts';
import { aborted } from '../eachSave.ts';
import { folderAt, openAnalysis, withWorkbench } from '../folder.ts';
import { gathered } from '../gathered.ts';
import { logLines } from '../logLine.ts';
import { serveGreeting } from '../serveGreeting.ts';

/** First line: schemas/serve.json. */
export const serveCommand: Command = {
  name: 'serve',
  args: ['[DIR]'],
  summary: 'the local cloud: the folder’s functions behind Lambda’s and CloudWatch Logs’ APIs, their API routes and URLs',
  details: `Prints its addresses on one JSON line, then log lines, until Ctrl+C. For the AWS CLI and SDKs: --endpoint-url or AWS_ENDPOINT_URL;
any credentials will do. It listens on 127.0.0.1 only, and what it is given is gone when it ends.

It follows edits: the next call runs what was saved before it, and what a template adds, changes or takes away is served so from then on,
with a line on stderr for each. Functions are built when they are first called, and where their sources changed since. One that can’t be
built answers with what is wrong. A function that is updated over Lambda’s API runs that from then on.

Each API of SAM, CloudFormation (also in OpenAPI documents), the Serverless Framework, Terraform, the CDK and SST, and each function URL, has
a port of its own, so that /orders/o-1 is http://127.0.0.1:PORT/orders/o-1; with the stage before it (/Prod/orders/o-1) it is the same. They send the events
and errors that API Gateway and function URLs send. Authorizers that are functions are run and their answers kept as long as in AWS;
tokens are read without checking who signed them, and any AWS signature and API key will do. Browsers may open the addresses, and pages
of this machine call them; other sites may not.

WebSocket APIs have a port each, too, in plain HTTP and in TLS: clients connect to ws://127.0.0.1:PORT, and functions send to them by the
management API at the address that an event’s domainName and stage make, or aws apigatewaymanagementapi with http://127.0.0.1:PORT/STAGE.

The page at the address itself lists functions, routes, schedules, queues, streams and what ran last, fires a schedule, sends a message and
puts a record; so does the AWS CLI with sqs send-message, kinesis put-record, dynamodb put-item and delete-item. They come in batches of the
template’s size, filtered as it says, and again where the function fails with them, until they go to the dead-letter queue or the on-failure
destination: sqs receive-message looks into a queue that no function is behind. Messages come back after a tenth of their visibility
timeout. The Kinesis client of the SDK for JavaScript speaks HTTP/2 unless it is given a NodeHttpHandler.`,
  options: [
    {
      name: 'port',
      value: 'N',
      help: 'Lambda’s port; the APIs and URLs take the next ones, in the template’s order (free ones without it)',
    },
    { name: 'schedules', help: 'schedules fire on time, too, not only from the page' },
  ],
  examples: [
    'lambda-workbench serve . --port 9001',
    'curl http://127.0.0.1:9002/orders/o-1001',
    'aws sqs send-message --endpoint-url http://127.0.0.1:9001 --queue-url BasketQueue --message-body {}',
    'aws kinesis put-record --endpoint-url http://127.0.0.1:9001 --stream-name Clicks --partition-key a --data eyJuIjoxfQ==',
    'aws lambda invoke --endpoint-url http://127.0.0.1:9001 --function-name order-api out.json',
  ],
  async run(context) {
    const port = portNumber(context.options['port']);
    const folder = await folderAt(context, context.args[0]);
    return await withWorkbench<ExitStatus>(context, async (workbench) => {
      const { analysis, end } = openAnalysis(context, folder);
      try {
        const served = await open(context, workbench, { folder, analysis, port });
        end();
        try {
          if (!context.signal.aborted) {
            context.stdout(`${JSON.stringify(addressesOf(served))}\n`);
            if (context.watched && !context.json) context.stderr(serveGreeting(served, folder));
          }
          printLogs(context, workbench);
          await aborted(context.signal);
        } finally {
          await served.close();
        }
      } finally {
        end();
        analysis.dispose();
      }
      return 0;
    });
  },
};

async function open(
  context: CommandContext,
  workbench: Workbench,
  where: Pick<Parameters<typeof import('../../core/serving/index.ts')['serveFolder']>[0], 'folder' | 'analysis' | 'port'>,
): Promise<ServedFolder> {
  const { serveFolder } = await import('../../core/serving/index.ts');
  const { files, clock, logger, watch, stderr, options } = context;
  return await serveFolder({
    ...where,
    cloud: await workbench.cloud(),
    packager: workbench.packager,
    layers: workbench.layers,
    files,
    clock,
    logger,
    watch,
    onTime: options['schedules'] === true,
    say: (line) => stderr(`${line}\n`),
  });
}

function printLogs(context: CommandContext, workbench: Workbench): void {
  const print = gathered(context.stdout);
  const line = context.json ? (record: LogRecord) => `${JSON.stringify(record)}\n` : logLines(context);
  workbench.logs.onAppend((records) => {
    for (const record of records) print(line(record));
  });
}

function addressesOf({ endpoint, functions, fronts, webSockets }: ServedFolder) {
  const isUrl = ({ type }: ServedFront) => type === 'FunctionUrl';
  return {
    endpoint,
    region: localRegion,
    functions,
    apis: fronts
      .filter((front) => !isUrl(front))
      .map(({ name, type, url, routes }) => ({
        name,
        type,
        url,
        routes: routes.flatMap(({ method, path, target }) => (target.kind === 'function' ? [{ method, path, function: target.name }] : [])),
      })),
    webSockets: webSockets.map(({ name, url, routes }) => ({
      name,
      url,
      routes: routes.map(({ key, functionName }) => ({ key, function: functionName })),
    })),
    functionUrls: fronts.filter(isUrl).map(({ name, url }) => ({ function: name, url: `${url}/` })),
  };
}

function portNumber(option: string | boolean | undefined): number {
  if (option === undefined) return 0;
  const port = Number(option);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new WorkbenchError('arguments', `--port takes a number from 0 to 65535, not "${String(option)}".`, 'For example: --port 9001');
}
