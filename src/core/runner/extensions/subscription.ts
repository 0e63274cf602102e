/** What an extension asks of the Telemetry API or of the Logs API, its predecessor. */
export interface Subscription {
  readonly api: TelemetryApi;
  /** What it says about `schemaVersion`, a date: later ones have more. */
  readonly schemaVersion: string;
  /** `platform`, `function`, `extension`. */
  readonly types: readonly string[];
  readonly destination: Destination;
  readonly buffering: Buffering;
}

/** Where on this machine records go: in requests, as JSON arrays, or over one connection, each in a line. */
export type Destination =
  | { readonly protocol: 'HTTP'; readonly port: number; readonly path: string }
  | { readonly protocol: 'TCP'; readonly port: number };

export type TelemetryApi = 'telemetry' | 'logs';

/** A batch is sent when one of these is reached. */
export interface Buffering {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Reads the body of a subscription. A refusal is in words, for a `ValidationError`. */
export function readSubscription(api: TelemetryApi, body: Uint8Array): Subscription | { readonly refused: string } {
  const request = parse(body);
  if (request === undefined) return { refused: 'The body of a subscription must be a JSON object' };
  const schemaVersion = request['schemaVersion'] ?? (api === 'logs' ? '2020-08-15' : undefined);
  if (typeof schemaVersion !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(schemaVersion)) return { refused: 'schemaVersion must be a date' };
  const types = request['types'];
  if (!Array.isArray(types) || types.length === 0 || !types.every((type) => TYPES.includes(type))) {
    return { refused: `types must name some of: ${TYPES.join(', ')}` };
  }
  const destination = readDestination(request['destination']);
  if ('refused' in destination) return destination;
  const buffering = readBuffering(request['buffering']);
  if ('refused' in buffering) return buffering;
  return { api, schemaVersion, types, destination, buffering };
}

const TYPES: readonly unknown[] = ['platform', 'function', 'extension'];

/** Lambda's own name for the inside of an environment, and what it is here. Nothing is sent to any other host. */
const HOSTS = ['sandbox.localdomain', 'sandbox', 'localhost', '127.0.0.1'];

function readDestination(value: unknown): Destination | { readonly refused: string } {
  const { protocol, URI, port } = isObject(value) ? value : {};
  if (protocol === 'TCP') {
    if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536) return { protocol, port };
    return { refused: 'destination.port must be the number of a port' };
  }
  if (protocol !== 'HTTP') return { refused: 'destination.protocol must be HTTP or TCP' };
  const url = typeof URI === 'string' && URL.canParse(URI) ? new URL(URI) : undefined;
  if (url?.protocol !== 'http:' || !HOSTS.includes(url.hostname))
    return { refused: 'destination.URI must be http://sandbox.localdomain:PORT' };
  return { protocol, port: Number(url.port || 80), path: `${url.pathname}${url.search}` };
}

/** Lambda's ranges and defaults. */
const LIMITS = {
  maxItems: { least: 1000, most: 10_000, usual: 10_000 },
  maxBytes: { least: 262_144, most: 1_048_576, usual: 262_144 },
  timeoutMs: { least: 25, most: 30_000, usual: 1000 },
} as const;

function readBuffering(value: unknown): Buffering | { readonly refused: string } {
  if (value !== undefined && !isObject(value)) return { refused: 'buffering must be an object' };
  const result = { maxItems: 0, maxBytes: 0, timeoutMs: 0 };
  for (const name of ['maxItems', 'maxBytes', 'timeoutMs'] as const) {
    const { least, most, usual } = LIMITS[name];
    const given = value?.[name] ?? usual;
    if (typeof given !== 'number' || !Number.isInteger(given) || given < least || given > most) {
      return { refused: `buffering.${name} must be a whole number from ${least} to ${most}` };
    }
    result[name] = given;
  }
  return result;
}

function parse(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
