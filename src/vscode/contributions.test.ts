import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { commands, contextKeys, debugType, goDebugType, logLanguage, pythonDebugType, settingDefaults, views } from './contributions.ts';

const { contributes, activationEvents } = manifest;
const properties: Readonly<Record<string, { readonly type: string; readonly default: unknown }>> = contributes.configuration.properties;

/** Both ways: what one has and the other hasn't shows on either side. */
describe('package.json and contributions.ts', () => {
  it('name the same commands', () => {
    sameSet(
      contributes.commands.map(({ command }) => command),
      Object.values(commands),
    );
  });

  it('name the same views', () => {
    sameSet(
      Object.values(contributes.views).flatMap((container) => container.map(({ id }) => id)),
      Object.values(views),
    );
  });

  it('name the same settings, with the same defaults', () => {
    expect(Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, property.default]))).toEqual(settingDefaults);
  });

  it('give every setting one type', () => {
    expect(Object.fromEntries(Object.entries(properties).map(([key, { type }]) => [key, type]))).toEqual(
      Object.fromEntries(Object.entries(settingDefaults).map(([key, value]) => [key, Array.isArray(value) ? 'array' : typeof value])),
    );
  });

  it('name the same context keys', () => {
    sameSet(
      conditions()
        .flatMap((when) => when.match(/\blambdaWorkbench\.\w+/g) ?? [])
        .filter((id) => !Object.values<string>(views).includes(id)),
      Object.values(contextKeys),
    );
  });

  it('name the same debug type and language', () => {
    expect(contributes.debuggers.map(({ type }) => type)).toEqual([debugType, pythonDebugType, goDebugType]);
    expect(contributes.languages.map(({ id }) => id)).toEqual([logLanguage]);
    expect(activationEvents.filter((event) => event.startsWith('onDebug')).every((event) => event.endsWith(`:${debugType}`))).toBe(true);
  });
});

describe('package.json', () => {
  it('puts only its own commands into menus and links', () => {
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...[...JSON.stringify(contributes.viewsWelcome).matchAll(/\(command:(lambdaWorkbench\.\w+)\)/g)].map((match) => match[1]),
    ];
    expect(used.filter((command) => !Object.values<string>(commands).includes(command ?? ''))).toEqual([]);
  });

  it('never activates at start-up for everyone', () => {
    expect(activationEvents.filter((event) => event === '*' || event === 'onStartupFinished')).toEqual([]);
  });
});

/** Every `when` and `enablement` there is. */
function conditions(): readonly string[] {
  return [...JSON.stringify(contributes).matchAll(/"(?:when|enablement)":"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
}

function sameSet(actual: readonly string[], expected: readonly string[]): void {
  expect([...new Set(actual)].sort()).toEqual([...expected].sort());
}
