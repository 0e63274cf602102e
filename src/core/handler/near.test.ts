import { expect, test } from 'vitest';
import { nearest, standsOut } from './near.ts';

function check(wanted: string, candidates: readonly string[], expected: readonly string[]): void {
  test(`${wanted} among ${candidates.join(' ')}`, () => expect(nearest(wanted, candidates)).toEqual(expected));
}

check('handlr', ['handler', 'helper', 'main'], ['handler']);
check('hanlder', ['handler'], ['handler']);
check('lambdaHandler', ['lambda_handler', 'lambdaHandle'], ['lambda_handler', 'lambdaHandle']);
check('handler', ['Handler', 'handlers', 'handle'], ['Handler', 'handle', 'handlers']);
check('a', ['b'], []);
check('get', ['put', 'delete'], []);
check('handler', ['handler'], []);

test.each([
  ['a.handlr', ['a.handler'], true],
  ['a.handlr', ['a.handler', 'a.helper'], true],
  ['a.handler', ['a.handler1', 'a.handler2'], false],
  ['a.lambdaHandler', ['a.lambda_handler', 'a.lambdaHandle'], true],
  ['a.zzzz', ['a.run', 'a.main'], false],
  ['a.zzzz', [], false],
])('%s among %j stands out: %s', (wanted, candidates, expected) => expect(standsOut(wanted, candidates)).toBe(expected));
