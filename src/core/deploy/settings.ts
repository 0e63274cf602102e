import { withoutUndefined } from '../withoutUndefined.ts';
import type { DeployedFunction, FunctionSettings } from './lambdaApi.ts';
import type { DesiredFunction, SettingChange } from './model.ts';

/** Each setting that differs, in the order of the template's names. Values of environment variables are never among the texts. */
export function changedSettings(current: DeployedFunction | undefined, desired: DesiredFunction): readonly SettingChange[] {
  const changes: SettingChange[] = [];
  const compare = (setting: string, from: string | undefined, to: string | undefined): void => {
    if (to !== undefined && from !== to) changes.push({ setting, from, to });
  };
  compare('Runtime', current?.runtime, desired.runtime);
  compare('Handler', current?.handler, desired.handler);
  compare('Role', current?.role, desired.role);
  // Lambda has an empty description where none was given.
  compare('Description', current?.description ?? '', desired.description);
  compare('MemorySize', withUnit(current?.memoryMb, 'MB'), withUnit(desired.memoryMb, 'MB'));
  compare('Timeout', withUnit(current?.timeoutSeconds, 's'), withUnit(desired.timeoutSeconds, 's'));
  compare('EphemeralStorage', withUnit(current?.ephemeralStorageMb, 'MB'), withUnit(desired.ephemeralStorageMb, 'MB'));
  compare('Architectures', current?.architecture, desired.architecture);
  compare('Layers', listed(current?.layers ?? []), desired.layers && listed(desired.layers));
  return [...changes, ...changedVariables(current?.environment ?? {}, environmentAfter(current, desired))];
}

/** The whole environment as it is to be; undefined where it stays. Variables whose value can't be told keep the one they have. */
export function environmentAfter(
  current: DeployedFunction | undefined,
  desired: DesiredFunction,
): Readonly<Record<string, string>> | undefined {
  if (desired.environment === undefined || current?.environmentUnreadable) return undefined;
  const kept: Record<string, string> = {};
  for (const name of desired.environmentKept ?? []) {
    const value = current?.environment?.[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...desired.environment };
}

/** What UpdateFunctionConfiguration is to be sent; undefined where nothing differs that it could change. */
export function configurationUpdate(current: DeployedFunction, desired: DesiredFunction): FunctionSettings | undefined {
  const changed = new Set(changedSettings(current, desired).map((change) => change.setting.split(' ')[0]));
  changed.delete('Architectures');
  if (changed.size === 0) return undefined;
  const when = <T>(setting: string, value: T): T | undefined => (changed.has(setting) ? value : undefined);
  return withoutUndefined({
    runtime: when('Runtime', desired.runtime),
    handler: when('Handler', desired.handler),
    role: when('Role', desired.role),
    description: when('Description', desired.description),
    memoryMb: when('MemorySize', desired.memoryMb),
    timeoutSeconds: when('Timeout', desired.timeoutSeconds),
    ephemeralStorageMb: when('EphemeralStorage', desired.ephemeralStorageMb),
    layers: when('Layers', desired.layers),
    environment: when(VARIABLE, environmentAfter(current, desired)),
  });
}

const VARIABLE = 'Environment';

function changedVariables(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>> | undefined,
): readonly SettingChange[] {
  if (after === undefined) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      setting: `${VARIABLE} ${name}`,
      from: name in before ? 'a value' : undefined,
      to: !(name in after) ? undefined : name in before ? 'another value' : 'a value',
    }));
}

function withUnit(value: number | undefined, unit: string): string | undefined {
  return value === undefined ? undefined : `${value} ${unit}`;
}

function listed(values: readonly string[]): string {
  return values.join(', ');
}
