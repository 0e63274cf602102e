import { expect, test } from 'vitest';
import { lintText } from './index.ts';
import { applied, inWords } from './testing.ts';

function check(text: string, expected: readonly string[]): void {
  expect(inWords(lintText('/w/template.yaml', text), 'suppression.unknown-code'), text).toEqual(expected);
}

test('a code that is none is told, with the one that may be meant', () => {
  const text = 'a: 1 # lambda-workbench-ignore limits.timeouts -- it is long\n';
  const [found] = lintText('/w/template.yaml', text);
  check(text, [
    'warning: “limits.timeouts” is no code of a finding, so this comment doesn’t silence it. Is limits.timeout meant? * Change it to limits.timeout',
  ]);
  expect(applied(text, found)).toBe(text.replace('timeouts', 'timeout'));
  check('// lambda-workbench-ignore-file quite.other', [
    'warning: “quite.other” is no code of a finding, so this comment doesn’t silence it. The message of a finding ends with its code.',
  ]);
});

test('a comment without a code silences nothing', () => {
  const nothing = 'warning: This comment names no code of a finding, so it silences nothing: write the code behind it.';
  for (const words of ['', ' -- a reason', ' all', ' handlr', ' because it is right'])
    check(`# lambda-workbench-ignore${words}\n`, [nothing]);
});

test('codes, kinds and reasons are left alone', () => {
  for (const words of [
    'limits.timeout',
    'handler. limits',
    'limits.timeout, handler.malformed -- see limits.nothing',
    'limits.timeout: see docs.md and app.py',
    'suppression.unknown-code',
  ])
    check(`# lambda-workbench-ignore ${words}\n`, []);
  check('# lambda-workbench-ignored x.y\n', []);
  check('text: lambda-workbench-ignore x.y\n', []);
});

test('the Metadata of JSON is read too', () => {
  const text = (ignore: string) => `{"Resources": {"F": {"Metadata": {"lambda-workbench": {"ignore": ${ignore}}}}}}`;
  const told = 'warning: “limits.timeouts” is no code of a finding, so this Metadata doesn’t silence it. Is limits.timeout meant?';
  check(text('["limits.timeouts", "handler."]'), [`${told} * Change it to limits.timeout`]);
  expect(applied(text('"limits.timeouts"'), lintText('/w/t.json', text('"limits.timeouts"'))[0])).toBe(text('"limits.timeout"'));
  check(text('["limits.timeout"]'), []);
  check(text('[]'), ['warning: This Metadata names no code of a finding, so it silences nothing: write the code into it.']);
});
