/**
 * The clients of the bench, in a process of their own: `node load.ts URL METHOD CLIENTS MS BODY`. Each has one connection and sends its next
 * request when the answer to the last has come. Prints the latencies in µs, as JSON. On bare sockets, so that they take as little
 * of the machine as may be from what they measure.
 */
import { connect } from 'node:net';

const [address = '', method = 'GET', clients = '8', duration = '2000', body = ''] = process.argv.slice(2);
const url = new URL(address);
const text = [
  `${method} ${url.pathname} HTTP/1.1`,
  `Host: ${url.host}`,
  // Asked for by our local cloud, and ignored by others.
  'Authorization: AWS4-HMAC-SHA256 Credential=test/20200101/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
  'Content-Type: application/json',
  `Content-Length: ${Buffer.byteLength(body)}`,
  '',
  body,
].join('\r\n');
const request = Buffer.from(text);
const latencies: number[] = [];
const end = performance.now() + Number(duration);
await Promise.all(Array.from({ length: Number(clients) }, client));
console.log(JSON.stringify(latencies));

function client(): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    let sentAt = 0;
    const send = (): void => {
      received = '';
      sentAt = performance.now();
      socket.write(request);
    };
    const read = (chunk: string): void => {
      received += chunk;
      if (!isWhole(received)) return;
      if (!received.startsWith('HTTP/1.1 200 ') || !received.includes('"ok":true')) throw new Error(received);
      const now = performance.now();
      latencies.push(Math.round((now - sentAt) * 1000));
      if (now < end) send();
      else {
        socket.removeAllListeners('close').destroy();
        resolve();
      }
    };
    // Into a buffer of our own: less work than a stream's.
    const onread = {
      buffer: Buffer.alloc(64 * 1024),
      callback(size: number, buffer: Uint8Array) {
        read((buffer as Buffer).toString('latin1', 0, size));
        return true;
      },
    };
    const socket = connect({ host: '127.0.0.1', port: Number(url.port), noDelay: true, onread });
    socket.on('connect', send).on('error', reject);
    socket.on('close', () => reject(new Error(`the server hung up: ${received}`)));
  });
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /^content-length: (\d+)/im.exec(text.slice(0, head))?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length);
}
