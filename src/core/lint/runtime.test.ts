import { describe, expect, test } from 'vitest';
import { functionAt } from '../handler/testing/functionAt.ts';
import { lintFunction } from './index.ts';
import { expectFinding, findingsOf, inWords, samFunction } from './testing.ts';

describe('runtime.unknown', () => {
  const check = (runtime: string, expected: RegExp | undefined): void =>
    expectFinding('runtime.unknown', [`Runtime: ${runtime}`], expected);

  test('says what was meant', () => {
    check('nodejs22', /^error: Lambda has no runtime “nodejs22”\. Did you mean nodejs22\.x\? \* Change the runtime to nodejs22\.x$/);
    check('node22.x', /Did you mean nodejs22\.x\?/);
    check('python312', /Did you mean python3\.12\?/);
    check('python3.12.x', /Did you mean python3\.12\?/);
    check('Python3.12', /Did you mean python3\.12\?/);
    check('nodejs23.x', /Did you mean nodejs24\.x\?/);
    check('nodejs15.x', /Did you mean nodejs22\.x\?/);
    check('java16', /Did you mean java17\?/);
    check('dotnet8.0', /Did you mean dotnet8\?/);
    check('nodejs21.x', /^error: Lambda has no runtime “nodejs21\.x”/);
    check('provided.al3', /^error/);
    check('python3', /Did you mean python3\.14\?/);
    check('cobol', /^error: Lambda has no runtime “cobol”\.$/);
  });

  test('is silent about what exists, existed, may be newer than this list, or is decided later', () => {
    for (const runtime of [
      'nodejs22.x',
      'nodejs4.3',
      'go1.x',
      'java8.al2',
      'java21.al2023',
      'nodejs26.x',
      'python3.15',
      'java29',
      'ruby4.1',
      'provided.al2026',
      'PYTHON_VERSION',
      '!Ref R',
    ])
      check(runtime, undefined);
    expectFinding('runtime.unknown', ['Runtime: x', 'PackageType: Image'], undefined);
  });

  test('is silent about what SST builds itself', () => {
    const codes = (runtime: string, format: 'sst' | 'sam') => {
      const definition = functionAt('cmd/list', runtime, { format });
      const subject = { definition, resolution: { kind: 'unknown', reason: 'it is a test' }, facts: {}, today: '2026-11-26' } as const;
      return lintFunction(subject).map(({ code }) => code);
    };
    expect(['go', 'rust', 'container'].flatMap((runtime) => codes(runtime, 'sst'))).toEqual([]);
    expect(codes('go', 'sam')).toEqual(['runtime.unknown']);
  });
});

describe('runtime.deprecated', () => {
  const on = (today: string, runtime: string) => inWords(findingsOf(samFunction(`Runtime: ${runtime}`), { today }), 'runtime.deprecated');

  test('tells the dates and the newest of the kind', () => {
    expect(on('2026-11-26', 'nodejs20.x')).toEqual([
      'warning: nodejs20.x is deprecated since 2026-04-30: it gets no security updates. Nobody can create new functions with it from 2027-02-01 on. ' +
        'Nobody can update existing ones with it from 2027-03-03 on. | Change the runtime to nodejs24.x',
    ]);
    expect(on('2027-02-15', 'nodejs20.x')[0]).toContain('Lambda has let nobody create new functions with it since 2027-02-01.');
    expect(on('2026-11-26', 'python2.7')).toEqual([
      'error: python2.7 is deprecated since 2021-07-15: it gets no security updates. ' +
        'Lambda has refused to create or update functions with it since 2022-05-30. | Change the runtime to python3.14',
    ]);
    expect(on('2026-11-26', 'go1.x')[0]).not.toContain('Change the runtime');
  });

  test('is silent before the day', () => {
    for (const runtime of ['nodejs22.x', 'python3.13', 'java17.al2023', 'provided.al2023', 'unheard'])
      expect(on('2026-11-26', runtime)).toEqual([]);
    expect(on('2027-04-29', 'nodejs22.x')).toEqual([]);
    expect(on('2027-04-30', 'nodejs22.x')).toHaveLength(1);
  });

  test('a wrong clock raises no alarm, and hides none', () => {
    expect(on('1970-01-01', 'nodejs22.x')).toEqual([]);
    expect(on('1970-01-01', 'nodejs18.x')).toHaveLength(1);
    expect(on('2099-01-01', 'python3.13')).toEqual([]);
  });
});

test('runtime.language-mismatch', () => {
  const facts = { otherLanguage: { language: 'Python', path: '/work/shop/infra/a.py' } } as const;
  const found = inWords(findingsOf(samFunction('Runtime: nodejs22.x'), { facts }), 'runtime.language-mismatch');
  expect(found).toEqual([
    'error: infra/a.py is Python, but the runtime is nodejs22.x, which can’t load it. * Change the runtime to python3.14',
  ]);
  expectFinding('runtime.language-mismatch', ['Runtime: nodejs22.x'], undefined);
});
