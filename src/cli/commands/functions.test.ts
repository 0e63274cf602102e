import { describe, expect, it } from 'vitest';
import { testCli } from '../testing.ts';

const cli = testCli('shop');
const { run, json, write } = cli;

describe('functions', () => {
  it('lists what is there, with the place of each handler', async () => {
    const { status, value } = await json('functions', ['functions', '.']);
    expect(status).toBe(0);
    expect(value['functions']).toMatchObject([
      {
        id: 'template.yaml#OrderApi',
        name: 'order-api',
        handler: 'src/order.handler',
        codeRoot: '.',
        line: 21,
        column: 16,
        resolution: 'resolved',
      },
      { name: 'checkout', resolution: 'unresolved' },
      { name: 'nightly-report', codeRoot: 'src', resolution: 'resolved' },
      { name: 'resize', runtime: 'python3.13', codeRoot: 'resize', resolution: 'resolved' },
    ]);
  });

  it('shows the default of a variable, and of no secret', async () => {
    write({
      'main.tf': `variable "runtime" { default = "nodejs22.x" }
variable "handler" { default = "src/order.handler" }
resource "aws_lambda_function" "order" {
  runtime  = var.runtime
  handler  = var.handler
  filename = "order.zip"
}
`,
    });
    write({
      'secret.yaml': `Parameters:
  Secret: {Type: String, NoEcho: true, Default: app.hidden}
Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Handler: !Ref Secret, Runtime: python3.13}}
`,
    });
    const { value } = await json('functions', ['functions', '.']);
    expect(value['functions']).toMatchObject([
      { format: 'terraform', runtime: 'nodejs22.x', handler: 'src/order.handler', file: 'main.tf', line: 3 },
      { id: 'secret.yaml#F', handler: null },
      {},
      {},
      {},
      {},
    ]);
  });

  it('shows a table to a person', async () => {
    const plain = (await run(['functions'])).stdout;
    expect(plain).toContain('order-api       OrderApi       nodejs22.x  src/order.handler');
    expect(plain).not.toContain('WHY UNKNOWN');
    write({
      'more.yaml': 'Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Runtime: !Ref R, Code: src}}\n',
    });
    const { stdout } = await run(['functions']);
    expect(stdout.split('\n')[0]).toMatch(/ TEMPLATE +WHY UNKNOWN$/);
    expect(stdout).toMatch(/^F +F +- +a\.b +unknown +more\.yaml:2 +the runtime can’t be told before deploying: \S.*$/m);
  });
});
