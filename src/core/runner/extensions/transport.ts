import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Destination } from './subscription.ts';

/** Takes batches of records, each of them JSON, to a subscriber on this machine. */
export interface Transport {
  /** Resolves with why they weren't taken, or `undefined` when they were. */
  send(records: readonly string[]): Promise<string | undefined>;
  close(): void;
}

export function transportTo(destination: Destination): Transport {
  return destination.protocol === 'TCP' ? new Lines(destination.port) : new Requests(destination.port, destination.path);
}

/** A request for each batch, one after the other. */
class Requests implements Transport {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;
  readonly #path: string;

  constructor(port: number, path: string) {
    this.#port = port;
    this.#path = path;
  }

  send(records: readonly string[]): Promise<string | undefined> {
    const body = `[${records.join(',')}]`;
    const port = this.#port;
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), Host: `sandbox.localdomain:${port}` };
    return new Promise((resolve) => {
      const sent = request({ host: '127.0.0.1', port, path: this.#path, method: 'POST', headers, agent: this.#agent }, (reply) => {
        const { statusCode = 0 } = reply;
        reply.on('error', (error) => resolve(error.message));
        reply.on('end', () => resolve(statusCode >= 200 && statusCode < 300 ? undefined : `status ${statusCode}`));
        reply.resume();
      });
      sent.on('error', (error) => resolve(error.message));
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** A line for each record, over one connection, which is made again where it was lost. Nobody answers: what is written is taken. */
class Lines implements Transport {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  send(records: readonly string[]): Promise<string | undefined> {
    const text = records.map((record) => `${record}\n`).join('');
    return new Promise((resolve) => {
      const socket = this.#socket ?? this.#open();
      // A connection that is lost fails what is being written to it.
      socket.write(text, (error) => resolve(error?.message));
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1').resume();
    const forget = (): void => {
      if (this.#socket === socket) this.#socket = undefined;
    };
    socket.once('error', forget).once('close', forget);
    this.#socket = socket;
    return socket;
  }
}
