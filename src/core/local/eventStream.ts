import { Buffer } from 'node:buffer';

/**
 * One message of `application/vnd.amazon.eventstream`: lengths, headers that are all texts, payload, and a checksum over the lengths
 * and one over the whole.
 */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => headerBytes(name, value)));
  const message = Buffer.alloc(12 + head.byteLength + payload.byteLength + 4);
  message.writeUInt32BE(message.byteLength, 0);
  message.writeUInt32BE(head.byteLength, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  message.set(head, 12);
  message.set(payload, 12 + head.byteLength);
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.byteLength - 4);
  return message;
}

/** A text's type is 7. */
function headerBytes(name: string, value: string): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
  return Buffer.concat([
    Buffer.from([nameBytes.byteLength]),
    nameBytes,
    Buffer.from([7, valueBytes.byteLength >> 8, valueBytes.byteLength & 255]),
    valueBytes,
  ]);
}

/** The checksum of zip and gzip; Node.js has it of its own only since 20.15. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] ?? 0);
  return ~crc >>> 0;
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
