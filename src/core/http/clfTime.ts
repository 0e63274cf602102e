/** Milliseconds since 1970 as logs of web servers have it, and API Gateway's events: `12/Mar/2026:19:03:58 +0000`. */
export function clfTime(time: number): string {
  // Thu, 12 Mar 2026 19:03:58 GMT
  const text = new Date(time).toUTCString();
  return `${text.slice(5, 7)}/${text.slice(8, 11)}/${text.slice(12, -4).replace(' ', ':')} +0000`;
}
