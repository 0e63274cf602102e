/** One thing that a function's process said. */
export interface OutputLine {
  readonly text: string;
  /** Milliseconds since 1970, where the process says when. */
  readonly timestamp?: number;
}

const HEADER_BYTES = 16;
const MAGIC = 0xa55a0000;
/** Longer ones than CloudWatch takes are cut by nobody, but a length beyond this isn't one. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/**
 * Lambda's telemetry framing, big endian: u32 type, u32 length, u64 microseconds since 1970, then the text.
 * A frame is one log event whatever lines it has.
 */
export class FrameDecoder {
  #rest: Buffer = Buffer.alloc(0);
  /** What came since `#rest` was put together: a large frame is joined once, not with each chunk. */
  #chunks: Uint8Array[] = [];
  #received = 0;
  #needed = HEADER_BYTES;

  push(chunk: Uint8Array): readonly OutputLine[] {
    this.#chunks.push(chunk);
    this.#received += chunk.byteLength;
    if (this.#received < this.#needed) return [];
    this.#rest = Buffer.concat([this.#rest, ...this.#chunks]);
    this.#chunks = [];
    const lines = this.#takeFrames();
    this.#received = this.#rest.length;
    this.#needed = this.#received < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + this.#rest.readUInt32BE(4);
    return lines;
  }

  #takeFrames(): readonly OutputLine[] {
    const lines: OutputLine[] = [];
    while (this.#rest.length >= HEADER_BYTES) {
      const length = this.#rest.readUInt32BE(4);
      if ((this.#rest.readUInt32BE(0) & 0xffffff00) >>> 0 !== MAGIC || length > MAX_FRAME_BYTES) {
        // Somebody else wrote to the pipe: show what it was, and begin anew.
        lines.push({ text: this.#rest.toString('utf8') });
        this.#rest = Buffer.alloc(0);
        break;
      }
      const end = HEADER_BYTES + length;
      if (this.#rest.length < end) break;
      const timestamp = Number(this.#rest.readBigUInt64BE(8) / 1000n);
      lines.push({ text: withoutNewline(this.#rest.toString('utf8', HEADER_BYTES, end)), timestamp });
      this.#rest = this.#rest.subarray(end);
    }
    return lines;
  }
}

/** UTF-16 code units of the longest line: as much as CloudWatch takes in one event. What is longer goes on in the next. */
const MAX_LINE_LENGTH = 1024 * 1024;

/** Plain output, a line an event. Runtimes write `\r` for the newlines inside a message: they become newlines again. */
export class LineDecoder {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(chunk: Uint8Array): readonly OutputLine[] {
    const parts = this.#decoder.decode(chunk, { stream: true }).split('\n');
    parts[0] = this.#rest + (parts[0] ?? '');
    this.#rest = parts.pop() ?? '';
    if (this.#rest.length > MAX_LINE_LENGTH) {
      parts.push(this.#rest);
      this.#rest = '';
    }
    return parts.map(lineOf);
  }

  /** The last line, where no newline ends it. */
  end(): readonly OutputLine[] {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    return rest === '' ? [] : [lineOf(rest)];
  }
}

function lineOf(text: string): OutputLine {
  return { text: (text.endsWith('\r') ? text.slice(0, -1) : text).replaceAll('\r', '\n') };
}

function withoutNewline(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
