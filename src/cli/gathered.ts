/** Between writes that come one right after the other, ms: a reader wakes up for each. */
const PACE_MS = 10;

/**
 * Writes all that comes within a turn of the loop at once, or a moment later where there was a write just before: thousands of lines a
 * second would cost as many system calls, here and where they are read.
 */
export function gathered(write: (text: string) => void): (text: string) => void {
  let waiting: string[] = [];
  let isJustWritten = false;
  const flush = (): void => {
    isJustWritten = waiting.length > 0;
    if (!isJustWritten) return;
    const text = waiting.join('');
    waiting = [];
    write(text);
    setTimeout(flush, PACE_MS);
  };
  return (text) => {
    if (waiting.push(text) === 1 && !isJustWritten) setImmediate(flush);
  };
}
