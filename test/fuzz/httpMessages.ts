import { Random } from './random.ts';

/** What a client sends. */
export interface Message {
  /** Latin-1: a byte a character. */
  readonly text: string;
  /** It is sent once all before it is answered: what is wrong with it is about nothing else. */
  readonly waits: boolean;
  /** Where it is cut when it is sent. */
  readonly cuts: readonly number[];
}

const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'get', 'GETS', ''];
const urls = [
  ...['/', '/a', '/a/b?c=d&e=%20', '/2015-03-31/functions/f/invocations', '//a', '/%zz', '/~a;b=c', '/a?b?c', '/"<>\\^`{|}', '/a#b'],
  ...['/a b', '/\u00e4', '/\u007f', '/\t', '*', 'a', '', 'http://a/b', '?a', `/${'a'.repeat(9_000)}`],
];
const versions = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'http/1.1', 'HTTP/1.1 ', ''];
const fields = [
  ...[
    'X-One: 1',
    'x-one: 2',
    'X-Empty:',
    'X-Space: \t a b \t',
    'X-Tight:a',
    'X-Latin: \u00e4\u00ff',
    'constructor: a',
    "!#$%&'*+.^_`|~-9: a",
  ],
  ...[
    'Connection: keep-alive',
    'Connection: Keep-Alive',
    'Connection: close',
    'connection: keep-alive, x-one',
    'Connection:',
    'Keep-Alive: 5',
  ],
  ...['Expect: 100-continue', 'Expect: a', 'Upgrade: a', 'Trailer: x-one', 'Cookie: a=b', 'Set-Cookie: a=b', 'Accept: */*', 'Host: b'],
  ...['Transfer-Encoding: chunked', 'Transfer-Encoding: gzip', 'TE: trailers', 'Proxy-Connection: close', 'HTTP2-Settings: a'],
  ...[
    'Content-Length: 0',
    'Content-Length: 3',
    'Content-Length: 003',
    'Content-Length: +3',
    'Content-Length: 3, 3',
    'Content-Length:',
    'Content-Length: -1',
  ],
  ...[
    'X One: 1',
    ': a',
    'a',
    '',
    ' a: b',
    'X-One : 1',
    'X-Folded: a\r\n b',
    'X-Line: a\nb: c',
    'X-Return: a\rb',
    'X-Null: \0',
    'X-Bell: \u0007',
    'X-\u00e4: a',
  ],
  ...[`X-Long: ${'a'.repeat(7_000)}`, `X-Longer: ${'a'.repeat(16_300)}`],
];
const bodies = [
  '',
  '',
  'a',
  '{"k":"\u00fc"}',
  '\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  '3\r\nabc\r\n0\r\n\r\n',
  'a'.repeat(70_000),
];

/** What one connection sends, the same for the same seed: requests that are plain, and some that aren't. */
export function conversation(seed: number): readonly Message[] {
  const random = new Random(seed);
  const messages: Message[] = [];
  for (let count = 1 + random.below(6), odd = false; count > 0; count -= 1) {
    const isOdd = random.next() < 0.25;
    odd ||= isOdd;
    const text = isOdd ? oddRequest(random) : plainRequest(random);
    messages.push({ text, waits: odd || random.next() < 0.3, cuts: cutsOf(text, random) });
  }
  return messages;
}

function plainRequest(random: Random): string {
  const body = random.pick(bodies);
  const method = random.pick(body === '' ? ['GET', 'DELETE'] : ['POST', 'PUT', 'PATCH', 'GET', 'DELETE']);
  const length = body === '' && random.next() < 0.7 ? [] : [`Content-Length: ${body.length}`];
  return request(
    `${method} ${random.pick(urls.slice(0, 9))} HTTP/1.1`,
    shuffled(['Host: a', ...length, ...some(fields.slice(0, 8), 2, random)], random),
    body,
  );
}

function oddRequest(random: Random): string {
  const body = random.pick(bodies);
  const length = random.next() < 0.5 ? [`Content-Length: ${Math.max(0, body.length + random.below(3) - 1)}`] : [];
  const host = random.next() < 0.9 ? ['Host: a'] : [];
  const line = `${random.pick(methods)} ${random.pick(urls)} ${random.pick(versions)}`;
  const text = request(
    random.next() < 0.5 ? line : 'POST /a HTTP/1.1',
    shuffled([...host, ...length, ...some(fields, 3, random)], random),
    body,
  );
  return random.next() < 0.3 ? damaged(text, random) : text;
}

function request(line: string, headers: readonly string[], body: string): string {
  return `${[line, ...headers].join('\r\n')}\r\n\r\n${body}`;
}

/** One place of the head is other than it was. */
function damaged(text: string, random: Random): string {
  const at = random.below(Math.max(1, text.indexOf('\r\n\r\n') + 4));
  const inserted = random.pick(['', '\r', '\n', '\r\n', ' ', '\t', ':', '\0', '\u00ff', 'a']);
  return text.slice(0, at) + inserted + text.slice(at + random.below(2));
}

function some<T>(items: readonly T[], most: number, random: Random): readonly T[] {
  return Array.from({ length: random.below(most + 1) }, () => random.pick(items));
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Mostly none; else some anywhere, and around the end of the head. */
function cutsOf(text: string, random: Random): readonly number[] {
  if (random.next() < 0.7) return [];
  const end = text.indexOf('\r\n\r\n');
  const places = Array.from({ length: 1 + random.below(3) }, () =>
    random.next() < 0.5 ? random.below(text.length) : end + random.below(6),
  );
  return [...new Set(places)].filter((at) => at > 0 && at < text.length).sort((a, b) => a - b);
}
