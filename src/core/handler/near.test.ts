import { expect, test } from 'vitest';
import { nearest } from './near.ts';

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
