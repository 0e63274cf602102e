import { spawn } from 'node:child_process';
import { killFamilies } from './strays.ts';

/** Ends process groups, and what left them, when this process ends: at a normal exit, at a crash, and when it is killed. */
export interface ProcessGuard {
  /** `mark`: see `Family`; letters, digits and hyphens. */
  add(group: number, mark: string | undefined): void;
  remove(group: number): void;
}

/**
 * A shell of its own, started with the first group, reads from a pipe which groups live. The pipe closes whenever this
 * process ends, whatever ended it, and the shell then kills what is left: even a group that is stopped or that is busy
 * in a loop, which could notice nothing by itself. On Windows the system does this (see `start` in processes.ts).
 */
export function processGuard(): ProcessGuard {
  if (process.platform === 'win32') return { add() {}, remove() {} };
  const groups = new Map<number, string | undefined>();
  let tell: ((line: string) => void) | undefined;
  return {
    add(group, mark) {
      if (!tell) {
        tell = startGuard();
        process.once('exit', () => killAll(groups));
      }
      groups.set(group, mark);
      tell(`+ ${group}=${mark ?? ''}\n`);
    },
    remove(group) {
      const mark = groups.get(group);
      groups.delete(group);
      tell?.(`- ${group}=${mark ?? ''}\n`);
    },
  };
}

/** Each look kills what it finds, and ends the search where that is nothing. Only Linux has the files. */
const SCRIPT = `
groups=' '
while read -r change group; do
  case $change in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
set --
for group in $groups; do
  kill -s KILL -- "-\${group%%=*}"
  [ -z "\${group#*=}" ] || set -- "$@" -e "\${group#*=}"
done
[ $# -gt 0 ] && [ -r /proc/self/environ ] || exit
for look in 1 2 3 4 5 6 7 8 9; do
  found=$(grep -laF "$@" /proc/[0-9]*/environ)
  [ -n "$found" ] || exit
  for file in $found; do file=\${file#/proc/}; kill -s KILL "\${file%/environ}"; done
done
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

function killAll(groups: ReadonlyMap<number, string | undefined>): void {
  for (const group of groups.keys()) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
  killFamilies([...groups].flatMap(([pid, mark]) => (mark === undefined ? [] : [{ pid, mark }])));
}
