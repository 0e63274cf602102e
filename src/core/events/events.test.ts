import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { InvocationResult } from '../runner/model.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import {
  catalogueFor,
  differences,
  eventCatalogue,
  eventDirectory,
  eventNameProblem,
  listTestEvents,
  newTestEventPath,
  readExpectation,
  readTestEvent,
} from './index.ts';

const fn = { logicalId: 'Resize', templatePath: '/w/template.yaml', triggers: [] } as unknown as FunctionDefinition;

describe('the catalogue', () => {
  it('has the sources of the first release, each a JSON value', () => {
    expect(eventCatalogue.map((entry) => entry.id).sort()).toEqual(
      ['apigateway-v1', 'apigateway-v2', 'dynamodb', 'plain', 's3', 'schedule', 'sns', 'sqs'].sort(),
    );
    for (const entry of eventCatalogue) expect(JSON.parse(JSON.stringify(entry.event))).toEqual(entry.event);
  });

  it("puts the events of the function's triggers first", () => {
    const withQueue = { ...fn, triggers: [{ name: 'Q', type: 'SQS', properties: {} }] };
    expect(catalogueFor(withQueue)[0]?.id).toBe('sqs');
    expect(catalogueFor(withQueue)).toHaveLength(eventCatalogue.length);
    expect(catalogueFor({ ...fn, triggers: [{ name: 'U', type: 'FunctionUrl', properties: {} }] })[0]?.id).toBe('apigateway-v2');
  });

  it('puts an event of one’s own first where no trigger is known', () => {
    for (const triggers of [[], [{ name: 'M', type: 'MSK', properties: {} }]])
      expect(catalogueFor({ ...fn, triggers }).map(({ id }) => id)).toEqual([
        'plain',
        ...eventCatalogue.map(({ id }) => id).filter((id) => id !== 'plain'),
      ]);
  });
});

describe('saved events', () => {
  it('are the JSON files in events/<logicalId>, without their expectations', async () => {
    const files = memoryFiles({
      '/w/events/Resize/put-cat.json': '{}',
      '/w/events/Resize/put-cat.expected.json': '{}',
      '/w/events/Resize/a.json': '{}',
      '/w/events/Resize/notes.txt': '',
      '/w/events/Other/b.json': '{}',
    });
    expect(await listTestEvents(fn, files)).toEqual([
      { name: 'a', path: '/w/events/Resize/a.json' },
      { name: 'put-cat', path: '/w/events/Resize/put-cat.json', expectationPath: '/w/events/Resize/put-cat.expected.json' },
    ]);
  });

  it.each([
    ['aws_lambda_function.greet["hello"]', 'aws_lambda_function.greet-hello'],
    ['Api.GET /items', 'Api.GET-items'],
    ['../../up', 'up'],
    ['..', 'function'],
    ['größe_1', 'größe_1'],
  ])('of %s are in events/%s, which every system can have', (logicalId, expected) => {
    expect(eventDirectory({ ...fn, logicalId })).toBe(`/w/events/${expected}`);
  });

  it('are none where there is no folder', async () => {
    expect(await listTestEvents(fn, memoryFiles({}))).toEqual([]);
  });

  it('keep their bytes', async () => {
    const files = memoryFiles({ '/e.json': '{ "a":\t1 }\n' });
    expect(new TextDecoder().decode(await readTestEvent('/e.json', files))).toBe('{ "a":\t1 }\n');
  });

  it('that are not JSON are refused with the place', async () => {
    const files = memoryFiles({ '/e.json': '{\n  "a": 1,\n  b\n}' });
    await expect(readTestEvent('/e.json', files)).rejects.toMatchObject({
      code: 'event-unreadable',
      message: expect.stringContaining('/e.json:3:3'),
    });
    await expect(readTestEvent('/none.json', files)).rejects.toMatchObject({ code: 'event-not-found' });
  });

  it('get a path only under a free and legal name', async () => {
    const files = memoryFiles({ '/w/events/Resize/a.json': '{}' });
    expect(await newTestEventPath(fn, 'b', files)).toBe('/w/events/Resize/b.json');
    await expect(newTestEventPath(fn, 'a', files)).rejects.toBeInstanceOf(WorkbenchError);
    await expect(newTestEventPath(fn, '../a', files)).rejects.toMatchObject({ code: 'arguments' });
    expect(eventNameProblem('x.expected')).toBeDefined();
  });
});

describe('an expectation', () => {
  const check = async (expectation: string, result: Partial<InvocationResult>, expected: readonly string[]) => {
    const read = await readExpectation(expectation, '/x.expected.json');
    expect(differences(read, { status: 'success', ...result } as InvocationResult)).toEqual(expected);
  };
  const bytes = (text: string) => new TextEncoder().encode(text);

  it('holds the named members of the payload against the result', async () => {
    await check('{"payload":{"a":{"b":1}}}', { payload: bytes('{"a":{"b":1,"c":2},"d":3}') }, []);
    await check('{"payload":{"a":[1,{"b":2}]}}', { payload: bytes('{"a":[1,{"b":3}]}') }, ['payload.a[1].b: expected 2, got 3']);
    await check('{"payload":{"a":1}}', { payload: bytes('{}') }, ['payload.a: expected 1, got nothing']);
  });

  it('holds status and error type against the result', async () => {
    const error = { errorType: 'TypeError', errorMessage: 'no', stack: [] };
    await check('{"status":"error","errorType":"TypeError"}', { status: 'error', error }, []);
    await check('{}', { status: 'error', error }, ['status: expected success, got error (TypeError: no)']);
    await check('{"errorType":"Other"}', { status: 'error', error }, ['errorType: expected Other, got TypeError']);
  });

  it('that is not one is refused', async () => {
    for (const text of ['[]', '{"statuss":"error"}', '{"status":"fine"}', '{']) {
      await expect(readExpectation(text, '/x.expected.json')).rejects.toBeInstanceOf(WorkbenchError);
    }
  });
});
