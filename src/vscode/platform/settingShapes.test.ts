import { expect, test } from 'vitest';
import { type Settings, settingDefaults } from '../contributions.ts';
import { validSetting } from './settingShapes.ts';

function check<K extends keyof Settings>(key: K, value: unknown, expected: Settings[K], complaints: number) {
  const heard: string[] = [];
  expect(validSetting(key, value, (message) => heard.push(message))).toEqual(expected);
  expect(heard, JSON.stringify(value)).toHaveLength(complaints);
}

test('a fitting value is taken as it is', () => {
  check('lambdaWorkbench.codeLens', false, false, 0);
  check('lambdaWorkbench.localCloud.port', 4566, 4566, 0);
  check('lambdaWorkbench.exclude', ['out'], ['out'], 0);
  check('lambdaWorkbench.findings.severity', { 'handler.malformed': 'off' }, { 'handler.malformed': 'off' }, 0);
});

test('an unset value is the default, silently', () => {
  for (const [key, value] of Object.entries(settingDefaults)) check(key as keyof Settings, undefined, value, 0);
});

test('a wrong value is the default, with a word in the log', () => {
  check('lambdaWorkbench.codeLens', 'yes', true, 1);
  check('lambdaWorkbench.localCloud.port', 70_000, 0, 1);
  check('lambdaWorkbench.localCloud.port', 1.5, 0, 1);
  check('lambdaWorkbench.exclude', ['a', 1], settingDefaults['lambdaWorkbench.exclude'], 1);
  check('lambdaWorkbench.findings.severity', ['off'], {}, 1);
  check('lambdaWorkbench.nodePath', null, '', 1);
});
