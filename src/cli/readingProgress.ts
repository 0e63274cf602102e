import type { Clock, ReadableFileSystem } from '../core/ports.ts';

/** A folder that is read faster than this needs no word about it; then the count is told anew as often. Milliseconds. */
const calm = 400;
const often = 100;

/** Takes the line out again: carriage return, erase the line. */
const erased = '\r\u001b[2K';

/**
 * The same files, with one line on a terminal that says how far the reading is. Reading doesn't wait for timers, so the line is
 * written as it goes. `end` takes it out.
 */
export function withReadingProgress(
  files: ReadableFileSystem,
  { clock, write, folder }: { readonly clock: Pick<Clock, 'monotonic'>; readonly write: (text: string) => void; readonly folder: string },
): { readonly files: ReadableFileSystem; readonly end: () => void } {
  let read = 0;
  let next = clock.monotonic() + calm;
  let shown = false;
  let isOver = false;
  const count = (): void => {
    read += 1;
    if (isOver || clock.monotonic() < next) return;
    next = clock.monotonic() + often;
    shown = true;
    write(`${erased}Reading ${folder}: ${read.toLocaleString('en')} files`);
  };
  return {
    files: {
      readText(path) {
        count();
        return files.readText(path);
      },
      readBytes(path) {
        count();
        return files.readBytes(path);
      },
      stat: (path) => files.stat(path),
      readDirectory: (path) => files.readDirectory(path),
    },
    end: () => {
      isOver = true;
      if (shown) write(erased);
    },
  };
}
