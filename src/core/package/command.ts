import { WorkbenchError } from '../errors.ts';
import type { Processes } from '../ports.ts';

export interface CommandResult {
  readonly succeeded: boolean;
  /** Both streams, as they came. */
  readonly output: string;
}

/** Runs a build tool to its end. Cancelling kills it with all it started. */
export async function runCommand(
  processes: Processes,
  request: { readonly command: string; readonly args: readonly string[]; readonly cwd: string },
  options: { readonly signal?: AbortSignal; readonly onLine: (line: string) => void },
): Promise<CommandResult> {
  throwIfCancelled(options.signal);
  const child = processes.spawn({ ...request, env: toolEnvironment(processes.environment), logPipe: false });
  const cancel = (): void => child.signal('SIGKILL');
  options.signal?.addEventListener('abort', cancel, { once: true });
  let output = '';
  const collect = (): ((chunk: Uint8Array) => void) => {
    const decoder = new TextDecoder();
    return (chunk) => {
      const text = decoder.decode(chunk, { stream: true });
      output += text;
      for (const line of text.split('\n')) if (line.trim() !== '') options.onLine(line);
    };
  };
  child.onStdout(collect());
  child.onStderr(collect());
  const status = await child.exit;
  options.signal?.removeEventListener('abort', cancel);
  throwIfCancelled(options.signal);
  if (status.kind === 'failed-to-start') return { succeeded: false, output: status.error.message };
  return { succeeded: status.kind === 'exited' && status.code === 0, output };
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new WorkbenchError('cancelled', 'The build was cancelled.', 'Run it again.');
}

/**
 * What a package manager needs to find its way: places, proxies, certificates, its own settings. Nothing of AWS,
 * for a package's set-up script has no business with credentials.
 */
function toolEnvironment(all: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed = Object.entries(all).filter(([name, value]) => value !== undefined && PASSED.test(name));
  return { ...Object.fromEntries(passed as [string, string][]), PYTHONUTF8: '1' };
}

const PASSED =
  /^(path|pathext|home|user|username|userprofile|appdata|localappdata|programdata|systemroot|windir|comspec|temp|tmp|tmpdir|lang|lc_.*|xdg_.*|(https?|all|no)_proxy|ssl_cert_(file|dir)|requests_ca_bundle|curl_ca_bundle|pip_.*|cc|cxx|cflags|ldflags)$/i;
