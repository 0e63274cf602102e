import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn, summary } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const TEMPLATE = `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Code:
        ZipFile: |
          import json
          def handler(event, context):
              return json.dumps(event)
`;
const range = { start: { line: 6, character: 17 }, end: { line: 9, character: 38 } };

function check(title: string, runtime: string, text: string | undefined, handler: string, expected: string): void {
  test(title, async () => {
    const code = { kind: 'inline', range, ...(text === undefined ? {} : { text }) } as const;
    expect(summary(await resolveIn({ 'template.yaml': TEMPLATE }, functionAt(handler, runtime, { code }), syntax))).toBe(expected);
  });
}

const js = 'exports.handler = async () => 1;\n';
const py = 'import json\ndef handler(event, context):\n    return json.dumps(event)\n';

check('Node.js', 'nodejs22.x', js, 'index.handler', 'ok template.yaml:7');
check('ES modules', 'nodejs22.x', 'export const handler = () => 1;', 'index.handler', 'ok template.yaml:7');
check('Python, at its line of the template', 'python3.13', py, 'index.handler', 'ok template.yaml:9');
check('another module', 'python3.13', py, 'app.handler', 'file-not-found -> index.handler');
check('another module of text that is not literal', 'nodejs22.x', undefined, 'app.handler', 'file-not-found -> index.handler');
check('a wrong export', 'python3.13', py, 'index.lambda_handler', 'export-not-found -> index.handler');
check('no dot', 'nodejs22.x', js, 'index', 'malformed');
check('silent: a placeholder under the handler of later code', 'python3.13', '# placeholder, replaced by the pipeline', 'app.handler', '?');
check('silent: a few lines under a handler in a folder', 'python3.13', 'def handler(e, c):\n  return 1', 'agent.app.handler', '?');
check('silent: Fn::Join', 'nodejs22.x', undefined, 'index.handler', '?');
check('silent: a placeholder', 'nodejs22.x', '// replaced by the pipeline', 'index.handler', '?');
check('silent: an empty text', 'python3.13', '', 'index.handler', '?');
check('silent: a template engine', 'python3.13', '{{ code }}', 'index.handler', '?');
check('silent: not the language', 'nodejs22.x', py, 'index.x', '?');

test('the range of a declaration is that of the name in the template', async () => {
  const code = { kind: 'inline', range, text: py } as const;
  const resolution = await resolveIn({ 'template.yaml': TEMPLATE }, functionAt('index.handler', 'python3.13', { code }), syntax);
  expect(resolution).toMatchObject({ at: { range: { start: { line: 8, character: 14 }, end: { line: 8, character: 21 } } } });
});
