/**
 * Reads what a debugged process says about its debugger, and keeps it out of the function's log. Node.js and our Python bootstrap
 * announce the port in the same words on stderr, Java and Delve in their own on stdout.
 */
export class DebuggerWatch {
  readonly #onListening: (port: number) => Promise<void>;
  readonly #onGivenUp: () => void;
  #announced = false;

  /** `onGivenUp`: nobody will attach, and the process would wait for ever. */
  constructor(onListening: (port: number) => Promise<void>, onGivenUp: () => void) {
    this.#onListening = onListening;
    this.#onGivenUp = onGivenUp;
  }

  isForFunction(line: string): boolean {
    const port = ANNOUNCED.exec(line)?.[1];
    if (port !== undefined && !this.#announced) {
      this.#announced = true;
      // Until the debugger lets it go, the process waits by itself.
      this.#onListening(Number(port)).catch(this.#onGivenUp);
    }
    return !DEBUGGER_LINES.some((pattern) => pattern.test(line));
  }
}

const ANNOUNCED =
  /^(?:Debugger listening on (?:ws:\/\/)?127\.0\.0\.1:|Listening for transport dt_socket at address: |API server listening at: 127\.0\.0\.1:)(\d+)/;

const DEBUGGER_LINES = [
  /^Debugger listening on /,
  /^Listening for transport dt_socket at address: \d+$/,
  /^API server listening at: 127\.0\.0\.1:\d+$/,
  /^For help, see: https:\/\/nodejs\.org\//,
  /^Debugger attached\.$/,
  /^Waiting for the debugger to disconnect\.\.\.$/,
  /^Debugger ending on /,
  /^Starting inspector on /,
];
