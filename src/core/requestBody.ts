import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/**
 * The whole body, or undefined where it has more than `maxBytes`. The rest is read and dropped, so that the client hears the answer;
 * after `maxDroppedBytes` of it the connection goes instead. `onChunk` is given each chunk of what is kept, and waited for.
 */
export async function requestBody(
  request: IncomingMessage,
  maxBytes: number,
  maxDroppedBytes = Number.POSITIVE_INFINITY,
  onChunk?: (chunk: Uint8Array) => Promise<void>,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size <= maxBytes) {
      chunks.push(chunk);
      if (onChunk) await onChunk(chunk);
    } else chunks.length = 0;
    if (size > maxBytes + maxDroppedBytes) break;
  }
  if (size > maxBytes) return undefined;
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}
