import { describe, expect, it } from 'vitest';
import { testCli } from '../testing.ts';

const cli = testCli('shop');
const { json } = cli;

describe('new', () => {
  it.each(['javascript-api', 'typescript-queue', 'python-schedule'])('%s has no findings and runs at once', async (template) => {
    const { status, value } = await json('new', ['new', template, 'fresh-one']);
    expect(status).toBe(0);
    expect(value['function']).toBe('FreshOne');
    expect((await json('lint', ['lint', '.'])).value['findings']).toHaveLength(1);
    const trigger = template.split('-')[1] ?? '';
    expect((await json('invoke', ['invoke', '.', 'FreshOne', '-e', trigger])).value).toMatchObject({ status: 'success' });
  });

  it.each(['javascript-api', 'python-queue'])(
    '%s in a service of the Serverless Framework has no findings and runs at once',
    async (template) => {
      cli.write({ 'notes/serverless.yml': 'service: notes\nprovider: {name: aws, runtime: nodejs22.x, logRetentionInDays: 14}\n' });
      const { value } = await json('new', ['new', template, 'fresh-one', '--dir', 'notes']);
      expect(value['files']).toContainEqual({ file: 'serverless.yml', change: 'changed' });
      expect((await json('lint', ['lint', 'notes'])).value['findings']).toEqual([]);
      const event = template.split('-')[1] ?? '';
      expect((await json('invoke', ['invoke', 'notes', 'freshOne', '-e', event])).value).toMatchObject({ status: 'success' });
    },
  );

  it('refuses a template it does not have', async () => {
    expect((await json('error', ['new', 'cobol-api', 'x'])).status).toBe(2);
  });
});
