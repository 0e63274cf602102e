import { stripVTControlCharacters } from 'node:util';
import { WorkbenchError } from '../errors.ts';
import type { Processes } from '../ports.ts';

export interface CommandResult {
  readonly succeeded: boolean;
  /** Both streams, as they came, without what colours a terminal. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs a build tool to its end. Cancelling kills it with all it started. */
export async function runCommand(
  processes: Processes,
  request: {
    readonly command: string;
    readonly args: readonly string[];
    readonly cwd: string;
    /** Beside what every tool is given. */
    readonly env?: Readonly<Record<string, string>>;
  },
  options: { readonly signal?: AbortSignal; readonly onLine: (line: string) => void },
): Promise<CommandResult> {
  throwIfCancelled(options.signal);
  const env = { ...toolEnvironment(processes.environment), ...request.env };
  const child = processes.spawn({ ...request, env, logPipe: false });
  const cancel = (): void => child.signal('SIGKILL');
  options.signal?.addEventListener('abort', cancel, { once: true });
  const chunks: string[] = [];
  const out = new LineReader(options.onLine);
  const err = new LineReader(options.onLine);
  child.onStdout((chunk) => chunks.push(out.push(chunk)));
  child.onStderr((chunk) => chunks.push(err.push(chunk)));
  const status = await child.exit;
  options.signal?.removeEventListener('abort', cancel);
  throwIfCancelled(options.signal);
  if (status.kind === 'failed-to-start') return { succeeded: false, output: status.error.message, stdout: '' };
  const succeeded = status.kind === 'exited' && status.code === 0;
  out.end();
  err.end();
  return { succeeded, output: stripVTControlCharacters(chunks.join('')), stdout: out.text };
}

/** Hands over a stream's lines as they come, the empty ones left out. */
class LineReader {
  readonly #decoder = new TextDecoder();
  readonly #onLine: (line: string) => void;
  #rest = '';
  #text = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** All that came. */
  get text(): string {
    return this.#text;
  }

  push(chunk: Uint8Array): string {
    const text = this.#decoder.decode(chunk, { stream: true });
    this.#text += text;
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#tell(line);
    return text;
  }

  end(): void {
    this.#tell(this.#rest);
  }

  #tell(line: string): void {
    const text = stripVTControlCharacters(line);
    if (text.trim() !== '') this.#onLine(text);
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new WorkbenchError('cancelled', 'The build was cancelled.', 'Run it again.');
}

/**
 * What a package manager needs to find its way: places, proxies, certificates, its own settings. Nothing of AWS,
 * for a package's set-up script has no business with credentials.
 */
export function toolEnvironment(all: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed = Object.entries(all).filter(([name, value]) => value !== undefined && PASSED.test(name));
  return { ...Object.fromEntries(passed as [string, string][]), PYTHONUTF8: '1' };
}

const PASSED = new RegExp(
  `^(${[
    'path|pathext|home|user|username|userprofile|appdata|localappdata|programdata|programfiles|systemroot|windir|comspec|temp|tmp|tmpdir',
    'lang|lc_.*|xdg_.*|(https?|all|no)_proxy|ssl_cert_(file|dir)|requests_ca_bundle|curl_ca_bundle|ssh_auth_sock|git_(ssh|config).*',
    'pip_.*|cc|cxx|cflags|ldflags|cargo_.*|rust(up|c|flags).*|bundle_.*|gem_(home|path)|dotnet_.*|nuget_.*|docker_.*|buildx_.*|container_.*',
    'go(auth|bin|cache|cacheprog|env|experiment|flags|insecure|modcache|noproxy|nosumdb|path|private|proxy|root|sumdb|tmpdir|toolchain|vcs|work)',
  ].join('|')})$`,
  'i',
);
