import type { Clock } from '../core/ports.ts';

/** The machine's time. Its timers keep the process alive only while somebody waits for a result: they are not unref'd. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    schedule(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
