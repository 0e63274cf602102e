import type { ChildProcess, ExitStatus } from '../ports.ts';

/** A process that says and does nothing until it is ended, by `end` or by a signal. `signals` are those it was sent. */
export function fakeChild(): { readonly child: ChildProcess; readonly signals: readonly string[]; end(status: ExitStatus): void } {
  const signals: string[] = [];
  let end = (_status: ExitStatus): void => {};
  const exit = new Promise<ExitStatus>((resolve) => {
    end = resolve;
  });
  const child: ChildProcess = {
    pid: 1,
    exit,
    onStdout() {},
    onStderr() {},
    onLogPipe() {},
    signal(name) {
      signals.push(name);
      end({ kind: 'signaled', signal: name });
    },
    peakMemoryBytes: async () => undefined,
    heldMemoryBytes: async () => undefined,
  };
  return { child, signals, end: (status) => end(status) };
}
