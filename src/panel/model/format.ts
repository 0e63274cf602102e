/** `14:02:07.118`, in the machine's own zone. */
export function clockTime(timestamp: number): string {
  const time = new Date(timestamp);
  const part = (value: number, length: number) => String(value).padStart(length, '0');
  return `${part(time.getHours(), 2)}:${part(time.getMinutes(), 2)}:${part(time.getSeconds(), 2)}.${part(time.getMilliseconds(), 3)}`;
}

/** The full date in the machine's zone, and below it in UTC: for the hover. */
export function fullTime(timestamp: number): string {
  const time = new Date(timestamp);
  return `${fullFormat.format(time)} (${fullFormat.resolvedOptions().timeZone})\n${time.toISOString()} UTC`;
}

/** Made once: making one takes longer than all else in a row. */
const fullFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'longOffset',
});

/** `0.8 ms`, `38 ms`, `2,130 ms`, `12.4 s`: milliseconds as long as they can be read. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${grouped(milliseconds / 1000, 1)} s`;
  return `${grouped(milliseconds, milliseconds < 10 ? 1 : 0)} ms`;
}

/** A running clock: `0.4 s`, `12.1 s`, `2 min 05 s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

export function count(value: number): string {
  return grouped(value, 0);
}

/** `0.3 KB`, `256 KB`, `5.9 MB`. */
export function bytes(size: number): string {
  const kilobytes = size / 1024;
  return kilobytes < 1024 ? `${grouped(kilobytes, kilobytes < 10 ? 1 : 0)} KB` : `${grouped(kilobytes / 1024, 1)} MB`;
}

function grouped(value: number, digits: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
