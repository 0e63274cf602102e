import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** moto, a stand-in for AWS that others wrote, as a server on loopback. */
export interface MotoServer {
  readonly endpoint: string;
  stop(): void;
}

export type MotoStart = { readonly kind: 'running'; readonly server: MotoServer } | { readonly kind: 'missing'; readonly reason: string };

/** With the Python of set-up, else the one on PATH. */
export async function startMoto(): Promise<MotoStart> {
  const python = process.env['LAMBDA_WORKBENCH_MOTO_PYTHON'] ?? 'python3';
  try {
    await promisify(execFile)(python, ['-c', 'import moto.server']);
  } catch {
    return { kind: 'missing', reason: `moto[server] is not installed for ${python}` };
  }
  const serve = "from moto.server import main; main(['-H', '127.0.0.1', '-p', '0'])";
  const child = spawn(python, ['-c', serve], { stdio: ['ignore', 'ignore', 'pipe'] });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    const giveUp = setTimeout(() => fail('is not ready after three minutes'), 170_000);
    const fail = (what: string): void => {
      clearTimeout(giveUp);
      child.kill();
      reject(new Error(`moto ${what}: ${said}`));
    };
    child.once('exit', () => fail('ended'));
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(giveUp);
      child.removeAllListeners('exit');
      resolve(address);
    });
  });
  return { kind: 'running', server: { endpoint, stop: () => void child.kill() } };
}
