import { expect, test } from 'vitest';
import { programFormat } from './programFormat.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const elf = (machine: string): Uint8Array => bytes(`7f454c46 020101 00${'00'.repeat(8)} 0200 ${machine} 01000000`);

test.each([
  ['a script', Buffer.from('#!/bin/sh\n'), 'script'],
  ['Linux, x86', elf('3e00'), 'linux x86_64'],
  ['Linux, ARM', elf('b700'), 'linux arm64'],
  ['Linux, another processor', elf('f300'), 'linux other'],
  ['macOS, ARM', bytes('cffaedfe 0c000001'), 'darwin arm64'],
  ['macOS, both', bytes(`cafebabe 00000002 01000007 ${'00'.repeat(16)} 0100000c`), 'darwin x86_64,arm64'],
  ['Windows', Buffer.from('MZ'), 'win32 other'],
  ['a class of Java', bytes('cafebabe 00000041 00000000'), 'none'],
  ['text', Buffer.from('echo hello'), 'none'],
  ['nothing', bytes(''), 'none'],
  ['a Linux program cut short', bytes('7f454c46'), 'none'],
])('%s', (_title, start, expected) => {
  const format = programFormat(start);
  expect(format.kind === 'program' ? `${format.system} ${format.architectures}` : format.kind).toBe(expected);
});
