import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testCli, workspaces } from './testing.ts';

const cli = testCli('shop');
const { run, json } = cli;

describe('help', () => {
  it('is there for every command, and wrong words end with 2', async () => {
    const overview = await run(['help']);
    expect(overview.status).toBe(0);
    for (const command of ['functions', 'lint', 'invoke', 'serve', 'package', 'deploy', 'logs', 'new', 'events', 'test', 'mcp']) {
      expect(overview.stdout).toContain(`  ${command}`);
      const { status, stdout } = await run([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain('Examples');
    }
    expect((await run(['help', 'invoke'])).stdout).toBe((await run(['invoke', '--help'])).stdout);
    const bare = await run([]);
    expect(bare).toMatchObject({ status: 2, stdout: '', stderr: overview.stdout });
  });

  it.each([
    [['invok'], 'There is no command "invok". Did you mean invoke?'],
    [['help', 'deply'], 'There is no command "deply". Did you mean deploy?'],
    [['cobol'], 'There is no command "cobol". The commands are: functions, lint, '],
    [['--format', 'json', 'functions'], 'A command comes before "--format".'],
    [['lint', '--severty', 'error'], "Unknown option '--severty'. Did you mean --severity? See: lambda-workbench lint --help"],
    [['functions', 'template.yaml'], 'template.yaml is a file. Give the folder it is in: '],
    [['functions', '--', '--help'], 'There is no folder '],
  ])('%j is answered with what was meant, in both formats', async (argv, words) => {
    const { status, stdout, stderr } = await run(argv);
    if (!argv.includes('json')) {
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr.replaceAll('\n', ' ')).toContain(words);
    }
    if (argv.includes('--')) return;
    const { error } = (await json('error', argv)).value as unknown as { error: { message: string; advice: string } };
    expect(`${error.message} ${error.advice}`).toContain(words);
  });
});

describe('Ctrl+C', () => {
  it.each([
    ['invoke', '.', 'OrderApi'],
    ['test', '.', '--all'],
  ])('ends %s with 1 and the word for it', async (...argv) => {
    const { status, value } = await json('error', argv, { signal: AbortSignal.abort() });
    expect(status).toBe(1);
    expect(value['error']).toMatchObject({ code: 'cancelled' });
  });
});

it('refuses a format that only another command has', async () => {
  expect((await run(['functions', '.', '--format', 'sarif'])).stderr).toContain('--format is json or text, not "sarif"');
});

it('says of a template that it can’t read, whatever is asked of its functions', async () => {
  for (const argv of [
    ['functions', join(workspaces, 'broken')],
    ['invoke', join(workspaces, 'broken'), 'Broken'],
    ['test', join(workspaces, 'broken')],
  ]) {
    const { status, stderr } = await run(argv);
    expect(stderr).toMatch(/^(warning: )?\S+\.ya?ml: /m);
    // What is asked for is incomplete, or not there at all.
    expect(status).toBe(argv[0] === 'invoke' ? 2 : 1);
  }
});

it('without its parsers nothing is called fine', async () => {
  const { status, stdout, stderr } = await run(['lint', '.'], { resources: join(cli.folder, 'nothing') });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('can’t be loaded from');
  expect(stderr).toContain('Install Lambda Workbench anew');
  const asJson = await run(['lint', '.', '--format', 'json'], { resources: join(cli.folder, 'nothing') });
  expect([asJson.status, JSON.parse(asJson.stdout)]).toMatchObject([2, { error: { code: 'installation-damaged' } }]);
});
