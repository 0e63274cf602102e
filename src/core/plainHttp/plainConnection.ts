import type { Socket } from 'node:net';
import { PlainReader, type PlainRequest } from './plainRequest.ts';

export interface PlainListener {
  /** False where it isn't for this listener: it is handed over then, with all that follows. `answer` takes head and body. */
  onRequest(request: PlainRequest, answer: (bytes: Buffer) => void): boolean;
  /** Given what wasn't read; the connection is the listener's from then on. */
  onOther(bytes: Buffer): void;
  /** Whether an answer may wait for that to a request which is there already: who asks for both at once reads both at once. */
  readonly gathers?: boolean;
}

/** Of requests that come before the one in front is answered: what is more waits at the sender's. */
const MAX_WAITING_BYTES = 64 * 1024;

/**
 * A connection that is served without Node's HTTP server, whose objects take longer than all else in a small exchange: as long as its
 * requests are plain. The first that isn't is handed over, and all that follows it.
 */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #listener: PlainListener;
  readonly #reader = new PlainReader();
  /** What came behind a request that isn't answered: it may be about the answer. */
  #unread: Buffer | undefined;
  #unsent: Buffer[] = [];
  #isAnswering = false;
  #isReading = false;
  /** The other end says no more; it may still listen. */
  #isEnding = false;

  constructor(socket: Socket, listener: PlainListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.on('data', this.#onData).on('end', this.#onEnd).on('timeout', this.#onTimeout);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#unread = this.#unread === undefined ? chunk : Buffer.concat([this.#unread, chunk]);
    this.#read();
    if (this.#isAnswering && (this.#unread?.length ?? 0) > MAX_WAITING_BYTES) this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#isEnding = true;
    if (!this.#isAnswering) this.#socket.end();
  };

  readonly #onTimeout = (): void => {
    if (!this.#isAnswering) this.#socket.destroy();
  };

  readonly #answer = (bytes: Buffer): void => {
    this.#unsent.push(bytes);
    this.#isAnswering = false;
    if (this.#socket.isPaused()) this.#socket.resume();
    if (this.#unread === undefined || !this.#listener.gathers) this.#flush();
    this.#read();
    if (this.#isEnding && !this.#isAnswering) this.#socket.end();
  };

  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#unread !== undefined && !this.#isAnswering) {
      const bytes = this.#unread;
      const request = this.#reader.read(bytes);
      this.#unread = request && request.length < bytes.length ? bytes.subarray(request.length) : undefined;
      this.#isAnswering = true;
      if (!request || !this.#listener.onRequest(request, this.#answer)) {
        this.#handOver(bytes);
        break;
      }
    }
    this.#isReading = false;
  }

  #flush(): void {
    const [first, ...more] = this.#unsent;
    if (first) this.#socket.write(more.length === 0 ? first : Buffer.concat(this.#unsent));
    this.#unsent = [];
  }

  #handOver(bytes: Buffer): void {
    this.#unread = undefined;
    this.#flush();
    this.#socket.off('data', this.#onData).off('end', this.#onEnd).off('timeout', this.#onTimeout).setTimeout(0);
    this.#listener.onOther(bytes);
  }
}
