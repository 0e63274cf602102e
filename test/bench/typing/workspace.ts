import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How large the generated workspace is: a company's, with a service a folder. */
export interface Size {
  readonly services: number;
  readonly filesOfFunction: number;
}

export const functionsOfService = 25;

/** Functions of Node.js and Python: all handlers are right. */
export function writeWorkspace(folder: string, { services, filesOfFunction }: Size): void {
  for (let service = 0; service < services; service++) {
    const at = join(folder, serviceName(service));
    mkdirSync(join(at, 'src'), { recursive: true });
    writeFileSync(join(at, 'template.yaml'), template());
    for (let n = 0; n < functionsOfService; n++) writeFunction(join(at, 'src'), n, filesOfFunction);
  }
}

export function serviceName(service: number): string {
  return `services/service-${service}`;
}

/** One in five is Python. */
export function isPython(n: number): boolean {
  return n % 5 === 4;
}

function template(): string {
  const functions = Array.from({ length: functionsOfService }, (_, n) => {
    const runtime = isPython(n) ? 'python3.13' : 'nodejs22.x';
    return `  Function${n}:
    Type: AWS::Serverless::Function
    Properties:
      Description: Answers what number ${n} is asked.
      CodeUri: src/
      Handler: fn${n}/app.handler
      Runtime: ${runtime}
      MemorySize: 256
      Timeout: 10
      Environment:
        Variables:
          TABLE: !Ref Table
          STAGE: production
      Events:
        Api:
          Type: HttpApi
          Properties: { Method: GET, Path: /things/${n} }
`;
  });
  return `AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\nResources:\n  Table:\n    Type: AWS::Serverless::SimpleTable\n${functions.join('\n')}`;
}

function writeFunction(src: string, n: number, files: number): void {
  const folder = join(src, `fn${n}`);
  mkdirSync(join(folder, 'lib'), { recursive: true });
  const [extension, handler, helper] = isPython(n)
    ? (['py', pythonHandler, pythonHelper] as const)
    : (['mjs', nodeHandler, nodeHelper] as const);
  writeFileSync(join(folder, `app.${extension}`), handler);
  for (let file = 1; file < files; file++) writeFileSync(join(folder, 'lib', `part${file}.${extension}`), helper(file));
}

const nodeHandler = `import { part1 } from './lib/part1.mjs';
import { part2 } from './lib/part2.mjs';

${'/** Works out one of the numbers that the answer is made of. */\nfunction step(value) {\n  return value * 2 + 1;\n}\n\n'.replace('step', 'first')}${Array.from({ length: 20 }, (_, n) => `function step${n}(value) {\n  if (value > ${n}) return part1(value);\n  return part2(value) + ${n};\n}\n`).join('\n')}
export const handler = async (event) => {
  return { statusCode: 200, body: JSON.stringify(step1(first(event.length))) };
};
`;

const pythonHandler = `from lib import part1

${Array.from({ length: 20 }, (_, n) => `def step${n}(value):\n    if value > ${n}:\n        return part1.work(value)\n    return value + ${n}\n`).join('\n\n')}

def handler(event, context):
    return {"statusCode": 200, "body": step1(len(event))}
`;

function nodeHelper(n: number): string {
  return `export function part${n}(value) {\n  return value + ${n};\n}\n`;
}

function pythonHelper(n: number): string {
  return `def work(value):\n    return value + ${n}\n`;
}
