import { expect, test } from 'vitest';
import { deltaBetween, emptySnapshot } from '../../core/analysis/delta.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from '../../core/analysis/model.ts';
import type { Finding } from '../../core/lint/model.ts';
import { ToldSnapshots } from '../../worker/told.ts';
import { literalFunction } from '../testing/functions.ts';
import { FolderReplica, type FunctionsChange, together } from './folderReplica.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

function snapshot(templates: Readonly<Record<string, number>>, findings: readonly string[] = []): FolderSnapshot {
  return {
    folder: '/w',
    templates: Object.entries(templates).map(
      ([path, count]): AnalysedTemplate => ({
        kind: 'template',
        path,
        format: 'sam',
        functions: Array.from({ length: count }, (_, n) => functionOf(`${path}#${n}`)),
      }),
    ),
    findings: findings.map(
      (path): Finding => ({ code: 'x', severity: 'error', message: '', at: { path, range }, functionId: null, fixes: [], related: [] }),
    ),
  };
}

function functionOf(id: string): AnalysedFunction {
  return literalFunction({ folder: '/w', name: id });
}

/** A replica and the other end, which knows `now`; `check` lets it catch up and says in words what changed. */
function setUp() {
  const replica = new FolderReplica('/w');
  let told = new ToldSnapshots();
  const check = async (now: FolderSnapshot, templates: string, findings: string) => {
    const changes: FunctionsChange[] = [];
    await replica.catchUp(
      async (folder, since) => structuredClone(told.changes(folder, since, now)),
      (change) => void changes.push(change),
    );
    const change = together(changes);
    expect([[...change.templates].join(' '), [...change.findings].join(' ')]).toEqual([templates, findings]);
    expect(replica.snapshot).toEqual(now);
    return changes.length;
  };
  return {
    replica,
    check,
    restart: () => {
      told = new ToldSnapshots();
    },
  };
}

test('follows the other end, and says what is different', async () => {
  const { check } = setUp();
  await check(snapshot({ '/a': 1, '/b': 1 }, ['/a']), '/a /b', '/a');
  await check(snapshot({ '/a': 1, '/b': 1 }, ['/a']), '', '');
  await check(snapshot({ '/a': 1, '/b': 2 }, ['/b']), '/b', '/a /b');
  await check(snapshot({ '/b': 2 }, ['/b']), '/a', '');
});

test('takes what is much in parts', async () => {
  const { check } = setUp();
  expect(await check(snapshot({ '/a': 90, '/b': 90, '/c': 90 }, ['/a']), '/a /b /c', '/a')).toBe(6);
});

test('an end that knows of nothing tells everything; what it no longer tells of has changed too', async () => {
  const { check, restart } = setUp();
  await check(snapshot({ '/a': 1, '/b': 1 }, ['/a']), '/a /b', '/a');
  restart();
  await check(snapshot({ '/b': 1 }, ['/b']), '/b /a', '/b /a');
});

test('a failure on the way keeps what came before it, and reports it', async () => {
  const { replica, check } = setUp();
  const changes: FunctionsChange[] = [];
  const answers = [{ since: undefined, version: 1, delta: deltaBetween(emptySnapshot('/w'), snapshot({ '/a': 1 })), more: true }];
  const catchingUp = replica.catchUp(
    async () => answers.shift() ?? Promise.reject(new Error('EIO')),
    (change) => void changes.push(change),
  );
  await expect(catchingUp).rejects.toThrow('EIO');
  expect([...together(changes).templates]).toEqual(['/a']);
  await check(emptySnapshot('/w'), '/a', '');
});
