import { expect, test } from 'vitest';
import { FrameDecoder, LineDecoder } from './output.ts';

function frame(text: string, milliseconds = 1_700_000_000_123): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(16);
  head.writeUInt32BE(0xa55a000f, 0);
  head.writeUInt32BE(body.length, 4);
  head.writeBigUInt64BE(BigInt(milliseconds) * 1000n, 8);
  return Buffer.concat([head, body]);
}

test('frames are events with their time, however the bytes are cut', () => {
  const bytes = Buffer.concat([frame('one\nline é'), frame('two\n')]);
  for (const size of [1, 7, 16, bytes.length]) {
    const decoder = new FrameDecoder();
    const lines = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...decoder.push(bytes.subarray(at, at + size)));
    expect(lines).toEqual([
      { text: 'one\nline é', timestamp: 1_700_000_000_123 },
      { text: 'two', timestamp: 1_700_000_000_123 },
    ]);
  }
});

test('a frame of many chunks is one event', () => {
  const text = 'x'.repeat(300_000);
  const bytes = Buffer.concat([frame('before'), frame(text), frame('after')]);
  const decoder = new FrameDecoder();
  const lines = [];
  for (let at = 0; at < bytes.length; at += 65_536) lines.push(...decoder.push(bytes.subarray(at, at + 65_536)));
  expect(lines.map((line) => line.text.length)).toEqual([6, text.length, 5]);
});

test('a line without end is given out in pieces, and none of it is kept', () => {
  const decoder = new LineDecoder();
  const chunk = Buffer.alloc(600 * 1024, 'x');
  const lines = [...decoder.push(chunk), ...decoder.push(chunk), ...decoder.push(Buffer.from('end\n'))];
  expect(lines.map(({ text }) => text.length)).toEqual([2 * chunk.length, 3]);
});

test('bytes that are no frame are shown as they are', () => {
  expect(new FrameDecoder().push(Buffer.from('somebody wrote here'))).toEqual([{ text: 'somebody wrote here' }]);
});

test('plain output is cut at newlines; a carriage return is a newline inside an event', () => {
  const decoder = new LineDecoder();
  const bytes = Buffer.from('one\ntwo\rmore\nthree\r\nfour é');
  expect([...decoder.push(bytes.subarray(0, 5)), ...decoder.push(bytes.subarray(5, -1)), ...decoder.push(bytes.subarray(-1))]).toEqual([
    { text: 'one' },
    { text: 'two\nmore' },
    { text: 'three' },
  ]);
  expect(decoder.end()).toEqual([{ text: 'four é' }]);
});
