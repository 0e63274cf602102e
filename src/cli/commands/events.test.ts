import { describe, expect, it } from 'vitest';
import { testCli } from '../testing.ts';

const cli = testCli('shop');
const { run, json } = cli;

describe('events', () => {
  it('lists the catalogue, and prints one event', async () => {
    expect((await json('events', ['events'])).value['events']).toHaveLength(8);
    expect(JSON.parse((await run(['events', 'sqs'])).stdout).Records[0].eventSource).toBe('aws:sqs');
  });
});
