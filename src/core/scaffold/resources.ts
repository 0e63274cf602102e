import type { TemplateFormat } from '../project/model.ts';
import type { ScaffoldChoice } from './model.ts';
import type { FunctionNames } from './names.ts';

/** What goes into a template: entries of the map that these keys lead to, from the top. */
export interface Addition {
  readonly section: readonly string[];
  readonly entries: Resources;
}

/** By logical id or name, as the template's language-neutral values. */
export type Resources = Readonly<Record<string, unknown>>;

/** What new functions are put into. */
export type ScaffoldFormat = Extract<TemplateFormat, 'sam' | 'cloudformation' | 'serverless'>;

const runtimes: Readonly<Record<ScaffoldChoice['language'], string>> = {
  javascript: 'nodejs22.x',
  typescript: 'nodejs22.x',
  python: 'python3.13',
};

const handlers: Readonly<Record<ScaffoldChoice['language'], string>> = {
  javascript: 'index.handler',
  typescript: 'index.handler',
  python: 'app.lambda_handler',
};

/** The function and whatever its trigger needs, in the template's own format. `codeFolder`: relative to the template's. */
export function additionsFor(
  format: ScaffoldFormat,
  choice: ScaffoldChoice,
  names: FunctionNames,
  codeFolder: string,
): readonly Addition[] {
  switch (format) {
    case 'sam':
      return [{ section: ['Resources'], entries: samResources(choice, names, `./${codeFolder}/`) }];
    case 'cloudformation':
      return [{ section: ['Resources'], entries: cloudFormationResources(choice, names, `./${codeFolder}/`) }];
    case 'serverless':
      return serverlessAdditions(choice, names, codeFolder);
  }
}

function samResources(choice: ScaffoldChoice, names: FunctionNames, codeUri: string): Resources {
  const { logicalId } = names;
  const events = samEvents(choice.trigger, names);
  const bundled =
    choice.language === 'typescript'
      ? { Metadata: { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['index.ts'], Target: 'node22', Sourcemap: true } } }
      : {};
  return {
    [logicalId]: {
      Type: 'AWS::Serverless::Function',
      Properties: { CodeUri: codeUri, ...settings(choice), ...(events === undefined ? {} : { Events: events }) },
      ...bundled,
    },
    [`${logicalId}LogGroup`]: logGroupOf(logicalId),
    ...(choice.trigger === 'queue' ? { [`${logicalId}Queue`]: queue } : {}),
  };
}

function samEvents(trigger: ScaffoldChoice['trigger'], names: FunctionNames): Resources | undefined {
  switch (trigger) {
    case 'api':
      return { Http: { Type: 'HttpApi', Properties: { Path: `/${names.folder}`, Method: 'GET' } } };
    case 'queue':
      return { Messages: { Type: 'SQS', Properties: { Queue: attribute(`${names.logicalId}Queue`, 'Arn'), BatchSize: 10, ...inPart } } };
    case 'schedule':
      return { Nightly: { Type: 'Schedule', Properties: { Schedule: 'cron(0 2 * * ? *)' } } };
    case 'plain':
      return undefined;
  }
}

function cloudFormationResources(choice: ScaffoldChoice, names: FunctionNames, codeUri: string): Resources {
  const { logicalId } = names;
  return {
    [logicalId]: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: codeUri, ...settings(choice), Role: attribute(`${logicalId}Role`, 'Arn') },
    },
    [`${logicalId}LogGroup`]: logGroupOf(logicalId),
    [`${logicalId}Role`]: executionRole(choice.trigger),
    ...cloudFormationTrigger(choice.trigger, logicalId),
  };
}

function cloudFormationTrigger(trigger: ScaffoldChoice['trigger'], logicalId: string): Resources {
  switch (trigger) {
    case 'api':
      return {
        [`${logicalId}Url`]: {
          Type: 'AWS::Lambda::Url',
          Properties: { TargetFunctionArn: attribute(logicalId, 'Arn'), AuthType: 'AWS_IAM' },
        },
      };
    case 'queue':
      return {
        [`${logicalId}Queue`]: queue,
        [`${logicalId}Messages`]: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: { Ref: logicalId },
            EventSourceArn: attribute(`${logicalId}Queue`, 'Arn'),
            BatchSize: 10,
            ...inPart,
          },
        },
      };
    case 'schedule':
      return {
        [`${logicalId}Nightly`]: {
          Type: 'AWS::Events::Rule',
          Properties: { ScheduleExpression: 'cron(0 2 * * ? *)', Targets: [{ Id: logicalId, Arn: attribute(logicalId, 'Arn') }] },
        },
        [`${logicalId}NightlyPermission`]: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: { Ref: logicalId },
            Principal: 'events.amazonaws.com',
            SourceArn: attribute(`${logicalId}Nightly`, 'Arn'),
          },
        },
      };
    case 'plain':
      return {};
  }
}

function serverlessAdditions({ language, trigger }: ScaffoldChoice, { logicalId, folder }: FunctionNames, codeFolder: string) {
  const queueId = `${logicalId.charAt(0).toUpperCase()}${logicalId.slice(1)}Queue`;
  const events: Readonly<Record<ScaffoldChoice['trigger'], readonly unknown[]>> = {
    api: [{ httpApi: `GET /${folder}` }],
    queue: [{ sqs: { arn: attribute(queueId, 'Arn'), batchSize: 10, functionResponseType: 'ReportBatchItemFailures' } }],
    schedule: [{ schedule: 'cron(0 2 * * ? *)' }],
    plain: [],
  };
  const fn = {
    handler: `${codeFolder}/${handlers[language]}`,
    runtime: runtimes[language],
    memorySize: 256,
    timeout: 10,
    ...(events[trigger].length === 0 ? {} : { events: events[trigger] }),
  };
  return [
    { section: ['functions'], entries: { [logicalId]: fn } },
    ...(trigger === 'queue' ? [{ section: ['resources', 'Resources'], entries: { [queueId]: queue } }] : []),
  ];
}

function settings(choice: ScaffoldChoice): Resources {
  return {
    Handler: handlers[choice.language],
    Runtime: runtimes[choice.language],
    MemorySize: 256,
    Timeout: 10,
  };
}

function executionRole(trigger: ScaffoldChoice['trigger']): unknown {
  const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const queueReader = 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole';
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      ManagedPolicyArns: [trigger === 'queue' ? queueReader : basic],
    },
  };
}

/** One that Lambda makes by itself keeps its lines for ever. */
function logGroupOf(logicalId: string): unknown {
  return { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Sub': `/aws/lambda/\${${logicalId}}` }, RetentionInDays: 30 } };
}

/** Without it AWS overlooks the list of messages that the new function gives back. */
const inPart = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

/** The visibility timeout is six times the function's, as the Lambda developer guide asks. */
const queue = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } };

function attribute(logicalId: string, name: string): unknown {
  return { 'Fn::GetAtt': [logicalId, name] };
}
