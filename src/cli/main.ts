import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blockingFiles } from '../node/blockingFiles.ts';
import { systemClock } from '../node/clock.ts';
import { nodeFiles } from '../node/files.ts';
import { nodeProcesses } from '../node/processes.ts';
import { watchFolder } from '../node/watchFolder.ts';
import { createCacheFolders } from './cacheFolders.ts';
import { runCli } from './cli.ts';

/** The process around the command line: streams, signals and folders; nothing else is decided here. */
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// A reader that has seen enough (`| head`) closes the pipe: that ends the command like Ctrl+C, with all it started.
process.stdout.on('error', () => interrupted.abort());

// The SDK's word on the Node.js versions of its future is for us who build this, not for who runs it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  stdin: readStdin,
  signal: interrupted.signal,
  cwd: process.cwd(),
  files: nodeFiles(),
  reading: blockingFiles(),
  watch: watchFolder,
  clock: systemClock(),
  processes: nodeProcesses(),
  resources: fileURLToPath(new URL('.', import.meta.url)),
  cacheFolders: createCacheFolders(cacheDirectory()),
  colour: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  watched: process.stderr.isTTY === true,
});

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Where each system keeps what can be made again. */
function cacheDirectory(): string {
  const base =
    process.env['XDG_CACHE_HOME'] ||
    (process.platform === 'win32' ? process.env['LOCALAPPDATA'] : undefined) ||
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(base, 'lambda-workbench', 'cli');
}
