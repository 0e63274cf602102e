import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/**
 * The whole body, or undefined where it has more than `maxBytes`. The rest is read and dropped, so that the client hears the answer;
 * after `maxDroppedBytes` of it the connection goes instead. `onChunk` is given each chunk of what is kept, and waited for. Rejects
 * where it ends before its end.
 */
export function requestBody(
  request: IncomingMessage,
  maxBytes: number,
  maxDroppedBytes = Number.POSITIVE_INFINITY,
  onChunk?: (chunk: Uint8Array) => Promise<void>,
): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const handOn = async (chunk: Uint8Array): Promise<void> => {
      request.pause();
      await onChunk?.(chunk);
      request.resume();
    };
    // By its events: an iterator takes longer for a small body than everything else here.
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength;
      if (size > maxBytes) chunks.length = 0;
      else chunks.push(chunk);
      if (size > maxBytes + maxDroppedBytes) {
        resolve(undefined);
        request.destroy();
      } else if (onChunk && size <= maxBytes) {
        handOn(chunk).catch((error: unknown) => {
          reject(error);
          request.destroy();
        });
      }
    });
    let isWhole = false;
    request.on('end', () => {
      isWhole = true;
      resolve(size > maxBytes ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', reject);
    const cut = (): void => {
      // Making an error takes longer than reading a small body.
      if (!isWhole) reject(new Error('The request ended before its end.'));
    };
    request.on('close', cut);
    if (request.destroyed) cut();
  });
}
