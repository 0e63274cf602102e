import * as vscode from 'vscode';
import { describeError } from '../../../core/errors.ts';

/** What the session of an API does: it starts and stops the API, the functions behind it have sessions of their own. */
export interface ApiDebugging {
  /** Rejects where it can't be started; `say` writes a line to the Debug Console. */
  start(say: (line: string) => void): Promise<void>;
  stop(): Promise<void>;
  /** Calls when the API has been stopped by something else. */
  onDidStop(listener: () => void): vscode.Disposable;
}

interface Request {
  readonly seq: number;
  readonly type: string;
  readonly command: string;
  readonly arguments?: { readonly breakpoints?: readonly unknown[] };
}

/**
 * The debug adapter behind a session that stands for a whole API, as far as the editor's protocol needs one: no code runs in it. Its
 * stop ends the API, and with it the sessions of the functions that run.
 */
export class ApiDebugAdapter implements vscode.DebugAdapter {
  readonly #debugging: ApiDebugging;
  readonly #messages = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly #stopped: vscode.Disposable;
  #seq = 0;
  readonly onDidSendMessage = this.#messages.event;

  constructor(debugging: ApiDebugging) {
    this.#debugging = debugging;
    this.#stopped = debugging.onDidStop(() => this.#event('terminated'));
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const request = message as Request;
    if (request.type !== 'request') return;
    this.#handle(request).catch((error: unknown) => {
      const { message: text, advice = '' } = describeError(error);
      this.#respond(request, { success: false, message: `${text} ${advice}`.trim() });
    });
  }

  dispose(): void {
    this.#stopped.dispose();
    this.#messages.dispose();
  }

  async #handle(request: Request): Promise<void> {
    switch (request.command) {
      case 'initialize':
        this.#respond(request, { body: { supportsConfigurationDoneRequest: true } });
        return this.#event('initialized');
      case 'launch':
        await this.#debugging.start((line) => this.#event('output', { category: 'console', output: `${line}\n` }));
        return this.#respond(request);
      case 'threads':
        return this.#respond(request, { body: { threads: [] } });
      case 'setBreakpoints': {
        const breakpoints = (request.arguments?.breakpoints ?? []).map(() => ({
          verified: false,
          message: 'It binds when a request runs this code.',
        }));
        return this.#respond(request, { body: { breakpoints } });
      }
      case 'disconnect':
      case 'terminate':
        await this.#debugging.stop();
        this.#respond(request);
        return this.#event('terminated');
      default:
        return this.#respond(request);
    }
  }

  #respond(
    { seq, command }: Request,
    outcome: { readonly success?: boolean; readonly message?: string; readonly body?: unknown } = {},
  ): void {
    this.#send({ type: 'response', request_seq: seq, command, success: true, ...outcome });
  }

  #event(event: string, body?: unknown): void {
    this.#send({ type: 'event', event, ...(body === undefined ? {} : { body }) });
  }

  #send(message: object): void {
    this.#seq += 1;
    this.#messages.fire({ seq: this.#seq, ...message });
  }
}
