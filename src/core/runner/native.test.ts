import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, summary, textOf } from './testing.ts';

/** A runtime in a shell, as many write one; with bash's own sockets, so that no curl is needed. */
const bootstrap = `#!/bin/bash
cd "$LAMBDA_TASK_ROOT"
source "./\${_HANDLER%%.*}.sh"
ask() {
  exec 9<>"/dev/tcp/\${AWS_LAMBDA_RUNTIME_API/:/\\/}"
  printf '%s /2018-06-01/runtime/%s HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' \\
    "$1" "$2" "$AWS_LAMBDA_RUNTIME_API" "\${#3}" "$3" >&9
  while IFS=': ' read -r name value <&9 && value=\${value%$'\\r'} && [ "$name" != $'\\r' ]; do
    [ "\${name,,}" = lambda-runtime-aws-request-id ] && id=$value
    [ "\${name,,}" = content-length ] && length=$value
  done
  body=$(head -c "$length" <&9)
  exec 9>&-
}
while ask GET invocation/next ''; do
  if result=$("\${_HANDLER#*.}" "$body"); then ask POST "invocation/$id/response" "$result"
  else ask POST "invocation/$id/error" '{"errorType":"Failed","errorMessage":"the handler failed"}'; fi
done
`;
const functions = `echo_it() { echo "called in $PWD" >&2; echo "$1"; }
fail() { return 1; }
leave() { kill -9 $$; }
say() { echo "\\"$AWS_LAMBDA_FUNCTION_NAME $LAMBDA_TASK_ROOT \${AWS_EXECUTION_ENV-none}\\""; }
`;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ bootstrap, 'app.sh': functions });
  await chmod(join(bench.root, 'bootstrap'), 0o755);
});
afterAll(() => bench.end());

test.runIf(process.platform !== 'win32')('a script is a runtime: results, errors, output, its end', async () => {
  const run = (handler: string) => bench.invoke(handler, 'provided.al2023');
  expect((await run('')).logs[0]?.text).toMatch(/^INIT_START Runtime Version: provided:al2023\.v0\t/);
  const echoed = await run('app.echo_it');
  expect(summary(echoed)).toBe('{"k":1}');
  expect(echoed.logs.map(({ text }) => text)).toContain(`called in ${bench.root}`);
  expect((await run('app.echo_it')).coldStart).toBe(false);
  expect(summary(await run('app.fail'))).toBe('ERROR Failed: the handler failed');
  expect(textOf((await run('app.say')).payload)).toBe(`"shop ${bench.root} none"`);
  expect(summary(await run('app.leave'))).toBe('ERROR Runtime.ExitError: Error: Runtime exited with error: signal: killed');
});

const PROGRAM = 'fork/exec /var/task/bootstrap:';

test.runIf(process.platform !== 'win32').each<[string, string | Uint8Array | undefined, number, string, string, string, RegExp]>([
  [
    'there is none',
    ...([undefined, 0, 'provided.al2', 'bootstrap'] as const),
    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    /^There is no bootstrap in /,
  ],
  ['it is not executable', '#!/bin/sh\n', 0o644, 'provided.al2023', 'x', `${PROGRAM} permission denied`, /`chmod \+x bootstrap`/],
  ['it is a text', 'echo hello\n', 0o755, 'provided.al2023', 'x', `${PROGRAM} exec format error`, /begin a script with "#!\/bin\/sh"/],
  ['it is empty', '', 0o755, 'provided.al2023', 'x', `${PROGRAM} exec format error`, /is empty/],
  ['it begins with a mark', '\ufeff#!/bin/sh\n', 0o755, 'provided.al2023', 'x', `${PROGRAM} exec format error`, /byte order mark/],
  ['another processor’s', elf(0xf3), 0o755, 'provided.al2023', 'x', `${PROGRAM} exec format error`, /is a program for Linux on other/],
  [
    'its line ends are those of Windows',
    ...(['#!/bin/sh\r\n', 0o755, 'provided', 'x'] as const),
    `${PROGRAM} no such file or directory`,
    /so that "\/bin\/sh" is looked for with a carriage return/,
  ],
  [
    'what is to run it isn’t there',
    ...(['#!/var/lang/bin/php -q\n', 0o755, 'provided', 'x'] as const),
    `${PROGRAM} no such file or directory`,
    /is to be run by "\/var\/lang\/bin\/php -q", which isn’t on this machine/,
  ],
  [
    'Go’s, by its handler',
    ...([undefined, 0, 'go1.x', 'bin/main'] as const),
    'fork/exec /var/task/bin/main: no such file or directory',
    /^There is no bin\/main in /,
  ],
])('no program to start: %s', async (_title, content, mode, runtime, handler, words, note) => {
  const other = await openBench({});
  try {
    if (content !== undefined) await writeFile(join(other.root, 'bootstrap'), content);
    if (content !== undefined) await chmod(join(other.root, 'bootstrap'), mode);
    const result = await other.invoke(handler, runtime);
    expect(summary(result)).toBe(`INIT Runtime.InvalidEntrypoint: Error: ${words}`);
    expect(result.logs.map(({ text }) => text.split('\n')[0])).toContain(result.error?.errorMessage);
    expect(result.report.errorType).toBe('Runtime.InvalidEntrypoint');
    expect(result.notes).toEqual([expect.stringMatching(note)]);
  } finally {
    await other.end();
  }
});

test.runIf(process.platform !== 'win32')('a layer may hold the program', async () => {
  const other = await openBench({ 'app.sh': functions, 'layer/bootstrap': bootstrap });
  try {
    await chmod(join(other.root, 'layer/bootstrap'), 0o755);
    const layers = [join(other.root, 'empty'), join(other.root, 'layer')];
    expect(summary(await other.invoke('app.echo_it', 'provided.al2023', undefined, { layers }))).toBe('{"k":1}');
  } finally {
    await other.end();
  }
});

function elf(machine: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes[18] = machine;
  return bytes;
}
