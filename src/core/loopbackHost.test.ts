import { expect, test } from 'vitest';
import { isLoopbackHost } from './loopbackHost.ts';

test.each([
  ['127.0.0.1:9001', 9001, true],
  ['localhost:9001', 9001, true],
  // Clients leave HTTP's own port out.
  ['127.0.0.1', 80, true],
  ['localhost:80', 80, true],
  ['localhost', 9001, false],
  ['127.0.0.1:9002', 9001, false],
  ['evil.example', 80, false],
  ['localhost.evil.example:9001', 9001, false],
  [undefined, 80, false],
])('%s at port %i: %s', (host, port, expected) => {
  expect(isLoopbackHost(host, port)).toBe(expected);
});
