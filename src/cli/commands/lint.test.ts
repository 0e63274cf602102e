import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conforming, testCli, workspaces } from '../testing.ts';

interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly { readonly ruleIndex: number; readonly partialFingerprints: unknown }[];
}

const cli = testCli('shop');
const { run, json, write } = cli;

describe('lint', () => {
  it('ends with 1 where something is wrong, and says how to mend it', async () => {
    const { status, value } = await json('lint', ['lint', '.']);
    expect(status).toBe(1);
    expect(value['findings']).toMatchObject([
      {
        code: 'handler.export-not-found',
        file: 'template.yaml',
        line: 42,
        column: 16,
        endColumn: 35,
        function: 'template.yaml#Checkout',
        fixes: [{ preferred: true }, {}, { title: 'Suppress handler.export-not-found with a comment' }],
      },
    ]);
  });

  it('ends with 0 where nothing is left of the findings', async () => {
    expect((await json('lint', ['lint', '.', '--only', 'limits.'])).status).toBe(0);
  });

  it('refuses a prefix that no finding has, instead of passing', async () => {
    const { status, stderr } = await run(['lint', '.', '--only', 'limits.,handlers']);
    expect(status).toBe(2);
    expect(stderr).toContain('No finding’s code starts with "handlers".');
    expect(stderr).toMatch(/They start with one of .*handler, limits/);
  });

  it('fails for errors and warnings, and for what only informs where that is asked', async () => {
    const informs = `Transform: AWS::Serverless-2016-10-31
Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}}
`;
    write({ 'template.yaml': informs });
    const status = async (...more: readonly string[]) => (await run(['lint', '.', '--only', 'logs.,limits.', ...more])).status;
    expect(await status()).toBe(0);
    expect(await status('--severity', 'warning')).toBe(0);
    expect(await status('--severity', 'information')).toBe(1);
    write({ 'template.yaml': informs.replace('Handler', 'Timeout: 1000, Handler') });
    expect(await status()).toBe(1);
    expect((await json('lint', ['lint', '.', '--only', 'logs.,limits.'])).value['findings']).toHaveLength(2);
    expect((await json('lint', ['lint', '.', '--severity', 'error', '--only', 'logs.,limits.'])).value['findings']).toHaveLength(1);
  });

  it('annotates for GitHub, with files told from where it runs', async () => {
    write({ 'services/app.mjs': 'export const handler = async () => 1;\n' });
    const template =
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: app.handlr, Code: ., Runtime: nodejs22.x}\n';
    write({ 'services/a,b.yaml': template });
    const { stdout, status } = await run(['lint', 'services', '--only', 'handler', '--format', 'github']);
    expect({ stdout, status }).toEqual({
      status: 1,
      stdout:
        '::error file=services/a%2Cb.yaml,line=4,endLine=4,col=27,endColumn=36,title=handler.export-not-found::' +
        'app.mjs exports handler, not handlr.\n',
    });
  });

  it('writes SARIF that conforms, with pages, fixes and fingerprints that last', async () => {
    const { stdout } = await run(['lint', '.', '--format', 'sarif']);
    const [sarif] = (conforming('lint-sarif', stdout)['runs'] ?? []) as readonly SarifRun[];
    const result = sarif?.results[0];
    expect(result).toMatchObject({
      ruleId: 'handler.export-not-found',
      level: 'error',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'template.yaml' }, region: { startLine: 42, startColumn: 16, endColumn: 35 } } },
      ],
    });
    expect(sarif?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('handler.export-not-found');
    const template = readFileSync(join(cli.folder, 'template.yaml'), 'utf8');
    write({ 'template.yaml': `# moved\n${template}` });
    const [moved] = (conforming('lint-sarif', (await run(['lint', '.', '--format', 'sarif'])).stdout)['runs'] ?? []) as readonly SarifRun[];
    expect(moved?.results[0]?.partialFingerprints).toEqual(result?.partialFingerprints);
  });

  it('reports a template that cannot be read', async () => {
    const { status, value } = await json('lint', ['lint', join(workspaces, 'broken')]);
    expect(status).toBe(1);
    expect(value['findings']).toContainEqual(expect.objectContaining({ code: 'template.broken', function: null }));
  });
});
