/** Whether a Host header names this machine and this port, as clients write it: without the port where it is HTTP's own. */
export function isLoopbackHost(host: string | undefined, port: number): boolean {
  const [, name, written = '80'] = /^(127\.0\.0\.1|localhost)(?::(\d+))?$/.exec(host ?? '') ?? [];
  return name !== undefined && Number(written) === port;
}
