/** A request that came whole in one piece, and that nothing but its own server has to heed. */
export interface PlainRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** Bytes of it all. */
  readonly length: number;
}

/** As much as Node's HTTP server takes by default. */
const MAX_HEAD_BYTES = 16 * 1024;
const REQUEST = /^(GET|POST|PUT|PATCH|DELETE) (\/[\x21-\x7e]*) HTTP\/1\.1$/;
const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What changes how a request is read, or answered. */
const SPECIAL: ReadonlySet<string> = new Set([
  ...['expect', 'lambda-runtime-function-response-mode', 'proxy-connection', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'],
]);

/** Reads the requests of one connection. They are mostly alike: a head that is the same as the one before isn't looked into again. */
export class PlainReader {
  /** By their first letters, since runtimes ask and answer in turn. */
  readonly #latest = new Map<number | undefined, Head>();

  /** The first request in `bytes`; `undefined` where it isn't all there, or isn't plain: that is for Node's HTTP server. */
  read(bytes: Buffer): PlainRequest | undefined {
    // Searched as text: a search in bytes takes longer than to make it.
    const beginning = bytes.toString('latin1', 0, Math.min(bytes.length, MAX_HEAD_BYTES + 4));
    const end = beginning.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const text = beginning.slice(0, end);
    const known = this.#latest.get(bytes[0]);
    const head = known?.text === text ? known : readHead(text, known);
    if (head === undefined) return undefined;
    this.#latest.set(bytes[0], head);
    const length = end + 4 + head.bodyLength;
    if (length > bytes.length) return undefined;
    const { method, url, headers, rawHeaders } = head;
    return { method, url, headers, rawHeaders, body: bytes.subarray(end + 4, length), length };
  }
}

interface Head extends Pick<PlainRequest, 'method' | 'url' | 'headers' | 'rawHeaders'> {
  readonly text: string;
  /** All below the request line. */
  readonly fields: string;
  readonly bodyLength: number;
}

/** `known`: one that was read before, whose headers may be the same. */
function readHead(text: string, known: Head | undefined): Head | undefined {
  const lineEnd = text.indexOf('\r\n');
  const fields = text.slice(lineEnd + 2);
  const [, method, url] = (lineEnd > 0 && REQUEST.exec(text.slice(0, lineEnd))) || [];
  if (method === undefined || url === undefined) return undefined;
  if (known?.fields === fields && known.method === method) return { ...known, text, url };
  const read = plainHeaders(fields.split('\r\n'));
  if (read?.headers['host'] === undefined) return undefined;
  const length = read.headers['content-length'] ?? (method === 'GET' || method === 'DELETE' ? '0' : '');
  return /^\d{1,9}$/.test(length) ? { text, fields, method, url, ...read, bodyLength: Number(length) } : undefined;
}

/** `undefined` where one comes twice, or is special. */
function plainHeaders(fields: readonly string[]): Pick<PlainRequest, 'headers' | 'rawHeaders'> | undefined {
  const headers: Record<string, string> = Object.create(null);
  const rawHeaders: string[] = [];
  for (const field of fields) {
    const colon = field.indexOf(':');
    const name = field.slice(0, Math.max(0, colon));
    const value = unspaced(field.slice(colon + 1));
    const key = name.toLowerCase();
    if (!NAME.test(name) || !VALUE.test(value) || headers[key] !== undefined || SPECIAL.has(key)) return undefined;
    if (key === 'connection' && value.toLowerCase() !== 'keep-alive') return undefined;
    headers[key] = value;
    rawHeaders.push(name, value);
  }
  return { headers, rawHeaders };
}

function unspaced(text: string): string {
  let [start, end] = [0, text.length];
  while (text[start] === ' ' || text[start] === '\t') start++;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(start, end);
}
