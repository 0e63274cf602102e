/** Writes all that comes within a turn of the loop at once: thousands of lines a second would cost as many system calls. */
export function gathered(write: (text: string) => void): (text: string) => void {
  let waiting: string[] = [];
  const flush = (): void => {
    const text = waiting.join('');
    waiting = [];
    write(text);
  };
  return (text) => {
    if (waiting.push(text) === 1) setImmediate(flush);
  };
}
