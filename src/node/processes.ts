import { type ChildProcess as NodeChild, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { ChildProcess, ExitStatus, Processes, SpawnRequest } from '../core/ports.ts';
import { whyNotExecutable } from './executableCheck.ts';
import { findExecutable } from './executables.ts';
import { type ProcessGuard, processGuard } from './guard.ts';
import { heldMemoryBytes, memoryGauge } from './memory.ts';
import { Strays } from './strays.ts';

/** The machine's processes. Each child leads a group of its own, and no group outlives this process, however it ends. */
export function nodeProcesses(): Processes {
  const guard = processGuard();
  const strays = new Strays();
  const found = new Map<string, Promise<string | undefined>>();
  return {
    platform: process.platform,
    environment: process.env,
    spawn: (request) => start(request, guard),
    killMarked: (mark, first) => (first.pid === undefined ? Promise.resolve() : strays.kill({ mark, pid: first.pid })),
    find(name) {
      // Answers are kept: asking a shim what it stands for takes as long as a cold start.
      const known = found.get(name) ?? findExecutable(name);
      found.set(name, known);
      void known.then((path) => path ?? found.delete(name));
      return known;
    },
  };
}

const windows = process.platform === 'win32';

/** How long the output of a process that has ended may be held open by others who inherited it, ms. */
const OUTPUT_GRACE_MS = 500;

function start(request: SpawnRequest, guard: ProcessGuard): ChildProcess {
  const error = whyNotExecutable(request.program ?? request.command);
  if (error) return unstarted(error);
  const hasChannel = request.hasChannel === true && !windows;
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: { ...request.env },
    stdio: ['ignore', 'pipe', 'pipe', request.logPipe ? 'pipe' : 'ignore', ...(hasChannel ? (['pipe'] as const) : [])],
    // On Windows a child that isn't detached belongs to this process's job object, and ends with it.
    detached: !windows,
    windowsHide: true,
  });
  const { pid } = child;
  if (pid !== undefined) guard.add(pid, request.mark);
  const gauge = pid === undefined ? undefined : memoryGauge(pid);
  const kill = (name: NodeJS.Signals): void => {
    if (pid !== undefined) signalGroup(child, pid, name);
  };
  const exit = settled(child, () => kill('SIGKILL'));
  void exit.then(() => {
    gauge?.close();
    if (pid !== undefined) guard.remove(pid);
  });
  return {
    pid,
    exit,
    onStdout: (listener) => listen(child.stdout, listener),
    onStderr: (listener) => listen(child.stderr, listener),
    onLogPipe: (listener) => listen(child.stdio[3] as Readable | null | undefined, listener),
    // A pipe of Node's is a pair of sockets.
    ...(hasChannel && { channel: (child as { readonly stdio: readonly unknown[] }).stdio[4] as Socket }),
    signal: kill,
    peakMemoryBytes: async () => gauge?.peakBytes(),
    heldMemoryBytes: async () => (pid === undefined ? undefined : heldMemoryBytes(pid)),
  };
}

function unstarted(error: NodeJS.ErrnoException): ChildProcess {
  const exit = Promise.resolve({ kind: 'failed-to-start', error } as const);
  const unknown = async (): Promise<undefined> => undefined;
  return {
    pid: undefined,
    exit,
    onStdout() {},
    onStderr() {},
    onLogPipe() {},
    signal() {},
    peakMemoryBytes: unknown,
    heldMemoryBytes: unknown,
  };
}

function listen(stream: Readable | null | undefined, listener: (chunk: Uint8Array) => void): void {
  stream?.on('data', listener);
  // A reset pipe is the end of the output, nothing more.
  stream?.on('error', () => {});
}

function settled(child: NodeChild, killRest: () => void): Promise<ExitStatus> {
  return new Promise((resolve) => {
    let status: ExitStatus | undefined;
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ kind: 'failed-to-start', error });
    });
    child.once('exit', (code, signal) => {
      status = signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signaled', signal };
      // What it started goes with it, and lets go of the pipes; what left the group doesn't, so waiting has an end.
      killRest();
      setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
      }, OUTPUT_GRACE_MS).unref();
    });
    child.once('close', () => status && resolve(status));
    // Unread pipes never close.
    for (const stream of [child.stdout, child.stderr, child.stdio[3] as Readable | null | undefined]) stream?.resume();
  });
}

function signalGroup(child: NodeChild, pid: number, name: NodeJS.Signals): void {
  if (windows) {
    if (name !== 'SIGKILL') return;
    spawn('taskkill', ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore', windowsHide: true }).once('error', () => child.kill());
    return;
  }
  try {
    process.kill(-pid, name);
  } catch {
    // ESRCH: the group is gone already.
  }
}
