import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { HttpResponse, Mapped } from './model.ts';
import { DELIMITER, streamed } from './streamed.ts';

/** The content type of a stream that begins with the response's status and headers. */
const WITH_PRELUDE = 'application/vnd.awslambda.http-integration-response';
/** Bytes of a prelude: status, headers and cookies. */
const MAX_PRELUDE_BYTES = 1024 * 1024;
const NOTHING = new Uint8Array();

type Head = Mapped | { readonly kind: 'response'; readonly response: HttpResponse };

/** A response that is sent as the function writes it: its head is known once the prelude is there, its body follows chunk by chunk. */
export class StreamedResponse {
  readonly #settle: (head: Head) => void;
  #body: PassThrough | undefined;
  #early = Buffer.alloc(0);
  /** Resolves with the first bytes, or with what is wrong with the head. Never rejects. */
  readonly head: Promise<Head>;

  constructor() {
    let settle: (head: Head) => void = () => {};
    this.head = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  get hasBegun(): boolean {
    return this.#body !== undefined;
  }

  /** Takes a chunk; resolves when the caller has read enough of what came before. */
  async push(chunk: Uint8Array, contentType: string): Promise<void> {
    const content = this.#body === undefined ? this.#begin(chunk, contentType) : chunk;
    const body = this.#body;
    if (content.byteLength === 0 || body === undefined || body.destroyed || body.write(content)) return;
    await Promise.race([once(body, 'drain'), once(body, 'close')]).catch(() => {});
  }

  /** Reads the head once it is there; returns what of the body came with it. */
  #begin(chunk: Uint8Array, contentType: string): Uint8Array {
    this.#early = Buffer.concat([this.#early, chunk]);
    const isWhole = this.#early.indexOf(DELIMITER) >= 0 || this.#early.byteLength >= MAX_PRELUDE_BYTES;
    if (contentType.startsWith(WITH_PRELUDE) && !isWhole) return NOTHING;
    const mapped = streamed(this.#early);
    if (mapped.kind === 'malformed') {
      this.#settle(mapped);
      return NOTHING;
    }
    this.#body = new PassThrough();
    const { status, headers, body: first } = mapped.response;
    this.#settle({ kind: 'response', response: { status, headers, body: this.#body } });
    return first;
  }

  /** The function is done; `failed` cuts the caller off, as AWS does with a stream that breaks. */
  end(failed: boolean): void {
    if (failed) this.#body?.destroy(new Error('the function failed while it streamed'));
    else this.#body?.end();
  }
}
