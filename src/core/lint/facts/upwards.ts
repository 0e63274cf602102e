import { dirname } from 'node:path';

const MOST = 16;

/** `start` and the folders above it, up to `top`. */
export function upwards(start: string, top: string): readonly string[] {
  const chain = [start];
  for (let current = start; current !== top && chain.length < MOST && dirname(current) !== current; ) {
    current = dirname(current);
    chain.push(current);
  }
  return chain;
}
