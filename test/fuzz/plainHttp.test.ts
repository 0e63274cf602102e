import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainAnswer, StandingHeaders, servePlainly } from '../../src/core/plainHttp/servePlainly.ts';
import { conversation, type Message } from './httpMessages.ts';

const rounds = 400;
const keepAliveMs = 75_000;

/** A request as a server has it. */
interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly rawHeaders: readonly string[];
  /** Absent as long as it isn't all there. */
  body?: string;
}

/** One of the servers, with what it sees of the connection of now. */
class Side {
  readonly server: Server;
  seen: Seen[] = [];
  /** Requests that are all there, and aren't answered. */
  pending = 0;
  /** As the server has it. */
  socket: Socket | undefined;

  constructor() {
    this.server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => void this.#serve(request, response));
  }

  /** Once nothing else takes its connections over. */
  async listen(): Promise<void> {
    this.server.on('connection', (socket: Socket) => {
      this.socket = socket;
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  begin(): void {
    this.seen = [];
    this.pending = 0;
    this.socket = undefined;
  }

  see({ method, url, headers, rawHeaders }: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>): Seen {
    const seen: Seen = { method, url, headers: { ...headers }, rawHeaders };
    this.seen.push(seen);
    return seen;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const seen = this.see(request);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.pending += 1;
      setImmediate(() => {
        this.pending -= 1;
        seen.body = Buffer.concat(chunks).toString('latin1');
        const text = answerTo(seen);
        response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
        response.end(text);
      });
    });
  }
}

const node = new Side();
const plain = new Side();
const gathering = new Side();
let connections: readonly { close(): void }[] = [];
/** Requests that were served plainly: none of this would be worth anything without. */
let byPlain = 0;

beforeAll(async () => {
  connections = [servedPlainly(plain, false), servedPlainly(gathering, true)];
  for (const side of [node, plain, gathering]) await side.listen();
});
afterAll(() => {
  for (const each of connections) each.close();
  for (const { server } of [node, plain, gathering]) server.close().closeAllConnections();
});

test(`${rounds} connections of plain requests and others, cut anywhere: what Node's own server would see and answer`, async () => {
  for (let seed = 1; seed <= rounds; seed += 1) {
    const said = conversation(seed);
    const expected = await converse(node, said);
    const what = `seed ${seed}: ${JSON.stringify(said.map(({ text, cuts }) => [text.slice(0, 300), ...cuts]))}`;
    for (const side of [plain, gathering])
      expect(comparable(await converse(side, said), expected), what).toEqual(comparable(expected, expected));
  }
  expect(byPlain).toBeGreaterThan(rounds / 2);
});

function servedPlainly(side: Side, gathers: boolean): { close(): void } {
  const standing = new StandingHeaders(keepAliveMs);
  return servePlainly(side.server, {
    gathers,
    onRequest(request, answer) {
      const seen = side.see({ ...request, rawHeaders: [...request.rawHeaders] });
      const body = Buffer.from(request.body);
      byPlain += 1;
      side.pending += 1;
      const send = () => {
        side.pending -= 1;
        seen.body = body.toString('latin1');
        const text = answerTo(seen);
        answer(plainAnswer(200, [['content-length', Buffer.byteLength(text)]], text, standing.at(Date.now())));
      };
      if (body.length % 2 === 0) setImmediate(send);
      else send();
      return true;
    },
  });
}

interface Outcome {
  readonly seen: readonly Seen[];
  /** All that the server said, without its clock. */
  readonly received: string;
}

/** Says it all, hears what the server says, and hangs up. */
async function converse(side: Side, messages: readonly Message[]): Promise<Outcome> {
  side.begin();
  const chunks: Buffer[] = [];
  const client = connect({ port: (side.server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  client.on('data', (chunk) => chunks.push(chunk)).on('error', () => client.destroy());
  let isOver = false;
  client
    .on('end', () => client.end())
    .on('close', () => {
      isOver = true;
    });
  await until(() => side.socket !== undefined && !client.connecting);
  const accepted = side.socket as Socket;
  const hasAll = () => isOver || accepted.destroyed || accepted.bytesRead === client.bytesWritten;
  const isCalm = () => isOver || (hasAll() && side.pending === 0 && client.bytesRead === accepted.bytesWritten);
  for (const { text, waits, cuts } of messages) {
    if (waits) await until(isCalm, 4);
    for (const [at, start] of [0, ...cuts].entries()) {
      if (isOver || client.writableEnded) break;
      client.write(Buffer.from(text.slice(start, cuts[at] ?? text.length), 'latin1'));
      await until(hasAll);
    }
  }
  await until(isCalm, 4);
  client.end();
  await until(() => isOver);
  const received = Buffer.concat(chunks).toString();
  return { seen: side.seen, received: received.replaceAll(/^Date: .*\r\n/gm, '') };
}

/** `times`: turns of the event loop that it has to stay so. */
async function until(isSo: () => boolean, times = 1): Promise<void> {
  for (let calm = 0; calm < times; calm = isSo() ? calm + 1 : 0) await new Promise((resolve) => setImmediate(resolve));
}

function answerTo({ method, url, headers, body = '' }: Seen): string {
  return JSON.stringify([method, url?.slice(0, 100), headers['x-one'], body.slice(0, 100), body.length]);
}

/**
 * What has to be the same. Where Node's server meets an error it drops the answers that are under way; there, those that came before the
 * error need only be right.
 */
function comparable({ seen, received }: Outcome, { received: expected }: Outcome): unknown {
  if (!/HTTP\/1\.1 4/.test(expected)) return { seen, received };
  const [, before = '', error] = /^(.*?)(HTTP\/1\.1 4.*)$/s.exec(received) ?? [];
  const answers = before.split('HTTP/1.1 200 OK\r\n').slice(1);
  const wrong = answers.filter((answer, at) => {
    const asked = seen[at];
    return asked === undefined || (asked.method !== 'HEAD' && !answer.endsWith(`\r\n\r\n${answerTo(asked)}`));
  });
  return { heads: seen.map(({ body: _, ...head }) => head), error, wrong };
}
