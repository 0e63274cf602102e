/** Milliseconds since 1970 as logs of web servers have it, and API Gateway's events: `12/Mar/2026:19:03:58 +0000`. */
export function clfTime(time: number): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
