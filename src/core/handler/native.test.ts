import { afterAll, expect, test } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** `expected`: the source that is opened for the function, or nothing. */
function check(
  title: string,
  files: Readonly<Record<string, string>>,
  expected: string | undefined,
  {
    handler = 'bootstrap',
    runtime = 'provided.al2023',
    ...changes
  }: Omit<Partial<FunctionDefinition>, 'handler' | 'runtime'> & { handler?: string; runtime?: string } = {},
): void {
  test(title, async () => {
    const resolution = await resolveIn(files, functionAt(handler, runtime, changes), syntax);
    const path = expected === undefined ? {} : { path: `/w/${expected}` };
    expect(resolution).toEqual({ kind: 'unknown', reason: expect.stringMatching(/./), ...path });
  });
}

const at = (path: string): Pick<FunctionDefinition, 'code'> => ({
  code: { kind: /\.zip$/.test(path) ? 'archive' : 'directory', path: `/w/${path}` },
});
const main = 'package main\n\nfunc main() {\n}\n';
const cargo = '[package]\nname = "orders"\n';

check('Go', { 'hello/main.go': main, 'hello/go.mod': '' }, 'hello/main.go', { ...at('hello'), runtime: 'go1.x', handler: 'hello' });
check('Go, in another file', { 'a_test.go': main, 'lib.go': 'package main', 'run.go': main }, 'run.go');
check('Go, built by make', { 'main.go': main }, 'main.go', { build: { kind: 'other', method: 'makefile' } });
check('Go, one program of several', { 'go.mod': '', 'cmd/a/main.go': main, 'cmd/b/main.go': main }, 'cmd/b/main.go', { handler: 'bin/b' });
check('Go, by its zip', { 'go.mod': '', 'cmd/a/main.go': main, 'cmd/b/main.go': main }, 'cmd/a/main.go', at('build/a.zip'));
check('Go, which of several can not be told', { 'go.mod': '', 'cmd/a/main.go': main, 'cmd/b/main.go': main }, undefined);
check('Rust', { 'Cargo.toml': cargo, 'src/main.rs': '' }, 'src/main.rs');
check(
  'Rust, one binary of several',
  { 'Cargo.toml': cargo, 'src/bin/a.rs': '', 'src/bin/b.rs': '' },
  'src/bin/b.rs',
  at('target/lambda/b'),
);
check(
  'Rust, a path of its own',
  { 'Cargo.toml': `${cargo}[[bin]]\nname = "put-item"\npath = "src/put.rs"\n[[bin]]\nname = "x"\n`, 'src/put.rs': '', 'src/bin/x.rs': '' },
  'src/put.rs',
  { logicalId: 'PutItemFunction' },
);
check(
  'Rust, a workspace',
  { 'Cargo.toml': '[workspace]\nmembers = ["a"]\n', 'a/Cargo.toml': cargo, 'a/src/main.rs': '' },
  'a/src/main.rs',
  at('target/lambda/a/bootstrap.zip'),
);
check('.NET, native', { 'Shop.csproj': '<OutputType>Exe</OutputType>', 'Program.cs': 'await Run();' }, 'Program.cs');
check('a script', { bootstrap: '#!/bin/sh\n' }, 'bootstrap');
check('a binary', { bootstrap: '\u007fELF' }, undefined);
check('code in S3', { 'main.go': main }, undefined, { code: { kind: 'unknown', reason: 'the code is in S3' } });
check('a handler that is no name at all', { 'main.go': main }, 'main.go', { handler: 'not used, really' });
check(
  'Java, native',
  { 'pom.xml': '', 'src/main/java/com/shop/Orders.java': 'package com.shop; public class Orders {}' },
  'src/main/java/com/shop/Orders.java',
  { ...at('target/function.zip'), handler: 'com.shop.Orders' },
);
check('silent: another project’s program', { 'main.go': main, 'infra/x.tf': '' }, undefined, at('infra'));
