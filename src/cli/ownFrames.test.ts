import { expect, test } from 'vitest';
import { withoutOwnFrames } from './ownFrames.ts';

const own = [
  '    at /w/dist/bootstrap/node-callbacks.cjs:48:22',
  '    at new Promise (<anonymous>)',
  '    at main (/w/dist/bootstrap/node.cjs:41:11)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
];
const theirs = [
  '    at deep (/shop/index.js:1:24)',
  '    at new Promise (<anonymous>)',
  '    at exports.handler (/shop/dist/bootstrap/index.js:2:75)',
];

test.each([
  [
    'plain text',
    ['x\tERROR\tError: logged', ...theirs, ...own, 'and more'].join('\n'),
    ['x\tERROR\tError: logged', ...theirs, 'and more'].join('\n'),
  ],
  [
    'the cause of an error',
    ['Error: a', ...theirs, ...own, 'Caused by: b', ...theirs, ...own].join('\n'),
    ['Error: a', ...theirs, 'Caused by: b', ...theirs].join('\n'),
  ],
  [
    'JSON',
    `x\tERROR\tInvoke Error \t${JSON.stringify({ errorMessage: 'a "b"', stack: ['TypeError: a "b"', ...theirs, ...own] })}`,
    `x\tERROR\tInvoke Error \t${JSON.stringify({ errorMessage: 'a "b"', stack: ['TypeError: a "b"', ...theirs] })}`,
  ],
  ['a trace that is the function’s alone', ['Error: a', ...theirs].join('\n'), ['Error: a', ...theirs].join('\n')],
  ['what is no trace', 'meet me at /w/dist/bootstrap/node.cjs', 'meet me at /w/dist/bootstrap/node.cjs'],
])('leaves out of %s the frames that are ours', (_, text, expected) => {
  expect(withoutOwnFrames(text, '/w/dist/bootstrap')).toBe(expected);
});

test('knows its own on Windows, in JSON as well', () => {
  const frame = '    at main (C:\\w\\dist\\bootstrap\\node.cjs:41:11)';
  expect(withoutOwnFrames(`Error\n${frame}`, 'C:\\w\\dist\\bootstrap')).toBe('Error');
  expect(withoutOwnFrames(JSON.stringify(['Error', frame]), 'C:\\w\\dist\\bootstrap')).toBe('["Error"]');
});
