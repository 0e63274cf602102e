import { expect, test } from 'vitest';
import type { ScaffoldChoice } from '../../../core/scaffold/model.ts';
import { memoryFiles } from '../../../core/testing/memoryFiles.ts';
import { freeName } from './freeName.ts';

const sam = 'Transform: AWS::Serverless-2016-10-31\nResources:\n';

async function check(trigger: ScaffoldChoice['trigger'], files: Readonly<Record<string, string>>, expected: string) {
  expect(await freeName({ language: 'python', trigger, folder: '/w' }, memoryFiles(files))).toBe(expected);
}

test('says what the function is for', async () => {
  await check('api', {}, 'api-handler');
  await check('queue', {}, 'queue-worker');
  await check('schedule', {}, 'nightly-job');
  await check('plain', {}, 'my-function');
});

test('counts on where resources or files of that name are there', async () => {
  await check('plain', { '/w/template.yaml': `${sam}  MyFunction:\n    Type: AWS::SNS::Topic\n` }, 'my-function-2');
  await check('plain', { '/w/template.yaml': `${sam}  MyFunction2:\n    Type: AWS::SNS::Topic\n` }, 'my-function');
  await check('plain', { '/w/events/MyFunction/plain.json': '{}', '/w/events/MyFunction2/plain.json': '{}' }, 'my-function-3');
});

test('a template that cannot be added to is told of later', () => check('plain', { '/w/template.yaml': `${sam}  X: [` }, 'my-function'));
