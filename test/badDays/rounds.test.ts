import { readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench, textOf } from '../../src/core/runner/testing.ts';

/** A runtime of three requests, which starts in a few milliseconds: it answers with its process's number. */
const BOOTSTRAP = `#!/bin/bash
host=\${AWS_LAMBDA_RUNTIME_API%:*} port=\${AWS_LAMBDA_RUNTIME_API#*:} path=/2018-06-01/runtime/invocation
exec 3<>/dev/tcp/$host/$port
request() { printf '%s HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "$1" "$AWS_LAMBDA_RUNTIME_API" "\${#2}" "$2" >&3; }
reply() {
  while IFS= read -r line <&3; line=\${line%$'\\r'}; [[ -n $line ]]; do
    case \${line,,} in lambda-runtime-aws-request-id:*) id=\${line#*: } ;; content-length:*) length=\${line#*: } ;; esac
  done
  IFS= read -r -N "$length" _ <&3
}
while :; do request "GET $path/next" ''; reply; request "POST $path/$id/response" $$; reply; done
`;

let bench: Bench;
let temporary: string;
const before = process.env['TMPDIR'];
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'rounds-'));
  process.env['TMPDIR'] = temporary;
  bench = await openBench({ bootstrap: BOOTSTRAP });
  await chmod(join(bench.root, 'bootstrap'), 0o755);
});
afterEach(async () => {
  await bench.end();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  await rm(temporary, { recursive: true, force: true });
});

const ROUNDS = 1000;
/** Functions that start and end at the same time. */
const LANES = 4;
/** Rounds before the first look: what is made once is made then. */
const WARM_UP = 100;
/** Bytes of the heap that a round may leave behind: less than one object that matters, more than what noise adds to a thousand. */
const LEFT_BY_A_ROUND = 4000;

test.runIf(process.platform === 'linux')(
  'a thousand starts and ends leave no process, no open port or file, no folder and no memory behind',
  { timeout: 900_000 },
  async () => {
    const pids = new Set<number>();
    const round = async (number: number, lane: number): Promise<void> => {
      const changes = { codeDigest: String(number), name: `lane-${lane}` };
      pids.add(Number(textOf((await bench.invoke('any', 'provided.al2023', '{}', changes)).payload)));
    };
    const rounds = async (from: number, to: number): Promise<void> => {
      const lanes = Array.from({ length: LANES }, async (_, lane) => {
        for (let number = from + lane; number < to; number += LANES) await round(number, lane);
      });
      await Promise.all(lanes);
    };
    await rounds(0, WARM_UP);
    const first = await held();
    await rounds(WARM_UP, ROUNDS);
    // Those of the last rounds live on, for the next event.
    const last = await held();
    expect(pids.size).toBe(ROUNDS);
    expect([...pids].filter(isAlive)).toHaveLength(LANES);
    expect(last.descriptors).toBeLessThanOrEqual(first.descriptors);
    expect(readdirSync(temporary).filter((name) => name.startsWith('lambda-tmp-'))).toHaveLength(LANES);
    expect((last.heapBytes - first.heapBytes) / (ROUNDS - WARM_UP)).toBeLessThan(LEFT_BY_A_ROUND);
    await bench.runner.dispose();
    expect([...pids].filter(isAlive)).toEqual([]);
    expect(readdirSync(temporary).filter((name) => name.startsWith('lambda-tmp-'))).toEqual([]);
  },
);

/** What this process has, once what ended has been let go of. */
async function held(): Promise<{ readonly heapBytes: number; readonly descriptors: number }> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // The ends of the round before are under way; each look waits for a turn of the loop.
  let descriptors = Number.POSITIVE_INFINITY;
  for (let isFewer = true; isFewer; ) {
    await new Promise((resolve) => setTimeout(resolve, 600));
    const now = readdirSync('/proc/self/fd').length;
    isFewer = now < descriptors;
    descriptors = now;
  }
  collect();
  return { heapBytes: process.memoryUsage().heapUsed, descriptors };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
