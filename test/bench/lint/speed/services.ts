/** A service of the generated workspace: one file that defines functions, and a source for each of them. */
export interface Service {
  readonly folder: string;
  /** The file that defines the functions. */
  readonly template: string;
  /** The source of the first function. */
  readonly source: string;
  /** What `template` holds that `source` exports. */
  readonly exportName: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Formats take turns. */
export function serviceFiles(index: number, functions: number): Service {
  const kind = kinds[index % kinds.length];
  if (kind === undefined) throw new RangeError('There is no kind of service');
  const folder = `services/service${index}`;
  const names = Array.from({ length: functions }, (_, at) => `task${index}x${at}`);
  const source = (name: string): string => `${folder}/src/${name}.${kind.language}`;
  const files = new Map(names.map((name): [string, string] => [source(name), sources[kind.language](name)]));
  for (const [path, text] of Object.entries(kind.more)) files.set(`${folder}/${path}`, text);
  const template = `${folder}/${kind.template}`;
  files.set(template, kind.text(names));
  files.set(`${folder}/package.json`, JSON.stringify({ name: `service${index}`, dependencies: { zod: '^4.0.0' } }, null, 2));
  return { folder, template, source: source(names[0] ?? ''), exportName: 'handler', files };
}

type SourceLanguage = 'js' | 'ts' | 'py';

interface Kind {
  readonly language: SourceLanguage;
  readonly template: string;
  readonly text: (names: readonly string[]) => string;
  readonly more: Readonly<Record<string, string>>;
}

const kinds: readonly Kind[] = [
  { language: 'js', template: 'template.yaml', text: (names) => sam(names, 'nodejs22.x', ''), more: {} },
  { language: 'ts', template: 'template.yaml', text: (names) => sam(names, 'nodejs22.x', esbuildMetadata), more: {} },
  { language: 'py', template: 'template.yaml', text: (names) => sam(names, 'python3.13', ''), more: {} },
  { language: 'ts', template: 'serverless.yml', text: (names) => serverless(names, 'nodejs22.x'), more: {} },
  { language: 'py', template: 'main.tf', text: (names) => terraform(names, 'python3.13'), more: {} },
  { language: 'js', template: 'main.tf', text: (names) => terraform(names, 'nodejs22.x'), more: {} },
  { language: 'ts', template: 'lib/stack.ts', text: cdk, more: { 'cdk.json': '{ "app": "npx tsx bin/app.ts" }' } },
  { language: 'js', template: 'stack.json', text: cloudformation, more: {} },
  { language: 'py', template: 'serverless.yml', text: (names) => serverless(names, 'python3.13'), more: {} },
  { language: 'js', template: 'index.ts', text: pulumi, more: { 'Pulumi.yaml': 'name: service\nruntime: nodejs\n' } },
];

const sources: Readonly<Record<SourceLanguage, (name: string) => string>> = {
  js: (name) =>
    `const { z } = require('zod');\n\nexports.handler = async (event) => {\n  return { ok: z.string().parse(event.id), from: '${name}' };\n};\n`,
  ts: (name) =>
    `import { z } from 'zod';\n\nexport const handler = async (event: { id: string }) => {\n  return { ok: z.string().parse(event.id), from: '${name}' };\n};\n`,
  py: (name) =>
    `import json\nimport os\n\n\ndef handler(event, context):\n    return {"body": json.dumps(event), "from": "${name}", "in": os.environ["STAGE"]}\n`,
};

const esbuildMetadata = '    Metadata:\n      BuildMethod: esbuild\n      BuildProperties:\n        EntryPoints: [src/NAME.ts]\n';

function sam(names: readonly string[], runtime: string, metadata: string): string {
  const resources = names.map(
    (name) => `  ${name}:
    Type: AWS::Serverless::Function
${metadata.replace('NAME', name)}    Properties:
      CodeUri: .
      Handler: src/${name}.handler
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt ${name}Queue.Arn
  ${name}Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180
`,
  );
  const globals = `Globals:\n  Function:\n    Runtime: ${runtime}\n    Timeout: 30\n    Environment:\n      Variables:\n        STAGE: dev\n`;
  return `AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n${globals}Resources:\n${resources.join('')}`;
}

function cloudformation(names: readonly string[]): string {
  const resources = names.map((name) => [
    name,
    {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: '.', Handler: `src/${name}.handler`, Runtime: 'nodejs22.x', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
    },
  ]);
  return JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: Object.fromEntries(resources) }, null, 2);
}

function serverless(names: readonly string[], runtime: string): string {
  const functions = names.map((name) => `  ${name}:\n    handler: src/${name}.handler\n    events:\n      - httpApi: 'GET /${name}'\n`);
  return `service: generated\nplugins:\n  - serverless-esbuild\nprovider:\n  name: aws\n  runtime: ${runtime}\nfunctions:\n${functions.join('')}`;
}

function terraform(names: readonly string[], runtime: string): string {
  const archive =
    'data "archive_file" "code" {\n  type        = "zip"\n  source_dir  = "${path.module}"\n  output_path = "${path.module}/code.zip"\n}\n';
  const functions = names.map(
    (name) => `
resource "aws_lambda_function" "${name}" {
  function_name    = "${name}"
  filename         = data.archive_file.code.output_path
  source_code_hash = data.archive_file.code.output_base64sha256
  handler          = "src/${name}.handler"
  runtime          = local.runtime
  role             = aws_iam_role.lambda.arn
}
`,
  );
  return `locals {\n  runtime = "${runtime}"\n}\n\n${archive}${functions.join('')}`;
}

function cdk(names: readonly string[]): string {
  const functions = names.map(
    (name) => `    new NodejsFunction(this, '${name}', {
      entry: path.join(__dirname, '../src/${name}.ts'),
      handler: 'handler',
      runtime: Runtime.NODEJS_22_X,
      timeout: Duration.seconds(30),
    });
`,
  );
  return `import * as path from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';

export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
${functions.join('')}  }
}
`;
}

function pulumi(names: readonly string[]): string {
  const functions = names.map(
    (name) => `export const ${name} = new aws.lambda.Function('${name}', {
  code: new pulumi.asset.AssetArchive({ '.': new pulumi.asset.FileArchive('.') }),
  handler: 'src/${name}.handler',
  runtime: 'nodejs22.x',
  role: role.arn,
});
`,
  );
  return `import * as pulumi from '@pulumi/pulumi';\nimport * as aws from '@pulumi/aws';\n\nconst role = new aws.iam.Role('role', {});\n${functions.join('')}`;
}
