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
  ...['expect', 'lambda-runtime-function-response-mode', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'],
]);

/** The first request in `bytes`; `undefined` where it isn't all there, or isn't plain: that is for Node's HTTP server. */
export function readPlain(bytes: Buffer): PlainRequest | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 || end > MAX_HEAD_BYTES) return undefined;
  const [line = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, method, url] = REQUEST.exec(line) ?? [];
  const read = plainHeaders(fields);
  if (method === undefined || url === undefined || read?.headers['host'] === undefined) return undefined;
  const written = read.headers['content-length'] ?? (method === 'GET' || method === 'DELETE' ? '0' : '');
  const length = end + 4 + Number(written);
  if (!/^\d{1,9}$/.test(written) || length > bytes.length) return undefined;
  return { method, url, ...read, body: bytes.subarray(end + 4, length), length };
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
