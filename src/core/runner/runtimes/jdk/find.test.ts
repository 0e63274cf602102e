import { expect, test } from 'vitest';
import type { Machine } from '../model.ts';
import { findJdk } from './find.ts';

/** A machine with these JDKs: path -> what its `release` says, and whether it has a compiler. */
function machine(homes: Readonly<Record<string, string>>, changes: { named?: string; onPath?: string; javaHome?: string } = {}): Machine {
  const files = new Map<string, string>();
  for (const [home, release] of Object.entries(homes)) {
    files.set(`${home}/bin/java`, '');
    if (!release.includes('JRE')) files.set(`${home}/bin/javac`, '');
    files.set(`${home}/release`, `IMPLEMENTOR="x"\nJAVA_VERSION="${release.replace(' JRE', '')}"\n`);
  }
  const under = (path: string) => [
    ...new Set(
      [...files.keys()].filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1).split('/')[0] ?? ''),
    ),
  ];
  return {
    paths: { node: '', python: '', java: changes.named ?? '' },
    files: {
      readText: async (path) => files.get(path),
      readBytes: async () => undefined,
      stat: async (path) => {
        if (files.has(path)) return { type: 'file', size: 0, modifiedMs: 0 };
        return under(path).length > 0 ? { type: 'directory', size: 0, modifiedMs: 0 } : undefined;
      },
      readDirectory: async (path) => under(path).map((name) => ({ name, type: 'directory' })),
    },
    platform: 'linux',
    environment: { HOME: '/home/me', JAVA_HOME: changes.javaHome },
    find: async (name) => (name === 'java' ? changes.onPath : undefined),
    version: async () => undefined,
  };
}

const ALL = {
  '/usr/lib/jvm/java-17': '17.0.15',
  '/usr/lib/jvm/jre-21': '21.0.1 JRE',
  '/usr/lib/jvm/old': '1.8.0_402',
  '/home/me/.sdkman/candidates/java/25.0.1-tem': '25.0.1',
};

test.each([
  ['the very version', 17, '/usr/lib/jvm/java-17'],
  ['one of 8 by its old way of counting', 8, '/usr/lib/jvm/old'],
  ['the next newer one', 11, '/usr/lib/jvm/java-17'],
  ['never one without a compiler', 21, '/home/me/.sdkman/candidates/java/25.0.1-tem'],
])('takes %s', async (_, major, home) => {
  expect(await findJdk(major, machine(ALL))).toMatchObject({ kind: 'found', jdk: { java: `${home}/bin/java` } });
});

test('takes the newest of older ones where none is newer', async () => {
  const homes = { '/usr/lib/jvm/a': '11.0.2', '/usr/lib/jvm/b': '17.0.1' };
  expect(await findJdk(25, machine(homes))).toEqual({ kind: 'found', jdk: { java: '/usr/lib/jvm/b/bin/java', major: 17 } });
});

test('takes JAVA_HOME before others of the same version, and what a setting names before all', async () => {
  const homes = { ...ALL, '/mine/17': '17.0.1', '/mine/11': '11.0.1' };
  expect(await findJdk(17, machine(homes, { javaHome: '/mine/17' }))).toMatchObject({ jdk: { java: '/mine/17/bin/java' } });
  expect(await findJdk(17, machine(homes, { named: '/mine/11' }))).toMatchObject({ jdk: { java: '/mine/11/bin/java', major: 11 } });
  expect(await findJdk(17, machine(homes, { named: '/mine/11/bin/java' }))).toMatchObject({ jdk: { major: 11 } });
  expect(await findJdk(17, machine(homes, { onPath: '/mine/17/bin/java' }))).toMatchObject({ jdk: { java: '/mine/17/bin/java' } });
});

test('tells which java is no JDK where there is none', async () => {
  const jre = { '/opt/jre': '17.0.1 JRE' };
  expect(await findJdk(17, machine(jre, { onPath: '/opt/jre/bin/java' }))).toEqual({ kind: 'none', path: '/opt/jre/bin/java' });
  expect(await findJdk(17, machine(ALL, { named: '/nowhere' }))).toEqual({ kind: 'none', path: '/nowhere' });
  expect(await findJdk(17, machine({}))).toEqual({ kind: 'none', path: undefined });
});
