import { spawn } from 'node:child_process';

/** Ends process groups when this process ends: at a normal exit, at a crash, and when it is killed. */
export interface ProcessGuard {
  add(group: number): void;
  remove(group: number): void;
}

/**
 * A shell of its own, started with the first group, reads from a pipe which groups live. The pipe closes whenever this
 * process ends, whatever ended it, and the shell then kills what is left: even a group that is stopped or that is busy
 * in a loop, which could notice nothing by itself. On Windows the system does this (see `start` in processes.ts).
 */
export function processGuard(): ProcessGuard {
  if (process.platform === 'win32') return { add() {}, remove() {} };
  const groups = new Set<number>();
  let tell: ((line: string) => void) | undefined;
  return {
    add(group) {
      if (!tell) {
        tell = startGuard();
        process.once('exit', () => groups.forEach(killGroup));
      }
      groups.add(group);
      tell(`+ ${group}\n`);
    },
    remove(group) {
      groups.delete(group);
      tell?.(`- ${group}\n`);
    },
  };
}

const SCRIPT = `
groups=' '
while read -r change group; do
  case $change in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done
`;

function startGuard(): (line: string) => void {
  // Detached: Ctrl+C in a terminal goes to the whole foreground group, and must not end the guard first.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], env: {}, cwd: '/', detached: true });
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  (shell.stdin as unknown as { unref?(): void }).unref?.();
  return (line) => {
    if (shell.stdin.writable) shell.stdin.write(line);
  };
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
