import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { response1 } from './response1.ts';
import { response2 } from './response2.ts';
import { streamed } from './streamed.ts';
import { plain } from './testing.ts';

const JSON_TYPE = 'content-type: application/json';
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('payload 2.0', () => {
  test.each<[string, unknown]>([
    ['"hello"', [200, [JSON_TYPE], 'hello']],
    ['3', [200, [JSON_TYPE], '3']],
    ['3.1', [200, [JSON_TYPE], '3.1']],
    ['true', [200, [JSON_TYPE], 'true']],
    ['null', [200, [JSON_TYPE], 'null']],
    ['[1,"a"]', [200, [JSON_TYPE], '[1,"a"]']],
    ['{"id":12345678901234567890}', [200, [JSON_TYPE], '{"id":12345678901234567890}']],
    ['{"body":"x"}', [200, [JSON_TYPE], '{"body":"x"}']],
    ['{"statusCode":204}', [204, [JSON_TYPE], '']],
    ['{"statusCode":"201","body":null}', [201, [JSON_TYPE], '']],
    ['{"statusCode":200,"body":{"a":1}}', [200, [JSON_TYPE], '{"a":1}']],
    ['{"statusCode":200,"body":5}', [200, [JSON_TYPE], '5']],
    ['{"statusCode":200,"body":"w7w=","isBase64Encoded":true}', [200, [JSON_TYPE], 'ü']],
    ['{"statusCode":200,"body":"w7w=","isBase64Encoded":"yes"}', [200, [JSON_TYPE], 'w7w=']],
    ['{"statusCode":200,"headers":{"Content-Type":"text/html"},"body":"<p>"}', [200, ['Content-Type: text/html'], '<p>']],
    ['{"statusCode":200,"headers":{"X-N":1,"X-B":false,"X-0":null}}', [200, [JSON_TYPE, 'X-N: 1', 'X-B: false'], '']],
    ['{"statusCode":200,"cookies":["a=1; Secure","b=2"]}', [200, [JSON_TYPE, 'set-cookie: a=1; Secure', 'set-cookie: b=2'], '']],
    ['{"statusCode":200,"multiValueHeaders":{"a":["1"]}}', [200, [JSON_TYPE], '']],
    ['{"statusCode":200,"headers":{"Content-Length":"99","connection":"close"},"body":"x"}', [200, [JSON_TYPE], 'x']],
    ['{"statusCode":"ok"}', 'statusCode must be a whole number from 200 to 599, not "ok"'],
    ['{"statusCode":null}', 'statusCode must be a whole number from 200 to 599, not null'],
    ['{"statusCode":200.5}', 'statusCode must be a whole number from 200 to 599, not 200.5'],
    ['{"statusCode":101}', 'statusCode must be a whole number from 200 to 599, not 101'],
    ['{"statusCode":200,"headers":{"a":["1"]}}', 'headers must be an object of texts'],
    ['{"statusCode":200,"headers":"a"}', 'headers must be an object of texts'],
    ['{"statusCode":200,"headers":{"a b":"1"}}', 'HTTP has no header "a b" with such a value'],
    ['{"statusCode":200,"headers":{"a":"1\\r\\nb: 2"}}', 'HTTP has no header "a" with such a value'],
    ['{"statusCode":200,"cookies":"a=1"}', 'cookies must be a list of texts'],
    ['{', 'it is not JSON'],
    ['', 'it is not JSON'],
  ])('%s', (payload, expected) => expect(plain(response2(bytes(payload)))).toEqual(expected));
});

describe('payload 1.0', () => {
  const shape = 'it must be an object with statusCode, headers and body';
  test.each<['Api' | 'HttpApi' | 'both', unknown, unknown]>([
    ['both', { statusCode: 200, body: 'x' }, [200, [JSON_TYPE], 'x']],
    ['both', { statusCode: '200' }, [200, [JSON_TYPE], '']],
    ['both', { body: 'x' }, 'statusCode must be a whole number from 200 to 599, not undefined'],
    ['both', { statusCode: 200, body: { a: 1 } }, 'body must be a text: JSON.stringify it, or json.dumps'],
    ['both', '"hello"', shape],
    ['both', 'null', shape],
    ['both', '[]', shape],
    ['both', '', shape],
    ['both', { statusCode: 200, headers: { A: '1' }, multiValueHeaders: { a: ['1', '2'] } }, [200, [JSON_TYPE, 'a: 1', 'a: 2'], '']],
    ['both', { statusCode: 200, headers: { A: '0' }, multiValueHeaders: { a: ['1'] } }, [200, [JSON_TYPE, 'A: 0', 'a: 1'], '']],
    ['both', { statusCode: 200, multiValueHeaders: { a: '1' } }, 'multiValueHeaders must be an object of lists of texts'],
    ['Api', { statusCode: 200, message: 'x' }, 'a REST API knows no member "message" of a response'],
    ['HttpApi', { statusCode: 200, message: 'x' }, [200, [JSON_TYPE], '']],
    ['Api', { statusCode: 200, body: 'w7w=', isBase64Encoded: true }, [200, [JSON_TYPE], 'w7w=']],
    ['HttpApi', { statusCode: 200, body: 'w7w=', isBase64Encoded: true }, [200, [JSON_TYPE], 'ü']],
    ['Api', { statusCode: 200, body: 'x', base64Encoded: false }, [200, [JSON_TYPE], 'x']],
  ])('%s %j', (type, payload, expected) => {
    for (const one of type === 'both' ? (['Api', 'HttpApi'] as const) : [type]) {
      expect(plain(response1(bytes(payload), one, false)), one).toEqual(expected);
    }
  });
});

describe('a streamed response', () => {
  const NUL = '\0'.repeat(8);
  const BYTES = 'content-type: application/octet-stream';
  test.each<[string, unknown]>([
    [
      `{"statusCode":201,"headers":{"Content-Type":"text/html"},"cookies":["a=1"]}${NUL}<p>`,
      [201, ['Content-Type: text/html', 'set-cookie: a=1'], '<p>'],
    ],
    [`{}${NUL}`, [200, [BYTES], '']],
    ['{"a":1}', [200, [BYTES], '{"a":1}']],
    [`hello${NUL}you`, [200, [BYTES], `hello${NUL}you`]],
    [`{"statusCode":"no"}${NUL}x`, 'statusCode must be a whole number from 200 to 599, not "no"'],
    [`{"headers":1}${NUL}x`, 'headers and cookies of a streamed response must be texts'],
  ])('%j', (payload, expected) => expect(plain(streamed(bytes(payload)))).toEqual(expected));
});
