import { type Settings, settingDefaults } from '../contributions.ts';

type Checks = { readonly [K in keyof Settings]: (value: unknown) => value is Settings[K] };

/** What each setting must look like. A key that is missing here does not compile. */
const checks: Checks = {
  'lambdaWorkbench.codeLens': isBoolean,
  'lambdaWorkbench.findings.severity': isTextRecord,
  'lambdaWorkbench.exclude': isTextList,
  'lambdaWorkbench.nodePath': isText,
  'lambdaWorkbench.pythonPath': isText,
  'lambdaWorkbench.javaPath': isText,
  'lambdaWorkbench.dotnetPath': isText,
  'lambdaWorkbench.run.maxConcurrency': (value): value is number => isInteger(value, 1, 10_000),
  'lambdaWorkbench.run.strict': isBoolean,
  'lambdaWorkbench.rubyPath': isText,
  'lambdaWorkbench.localCloud.port': (value): value is number => isInteger(value, 0, 65_535),
  'lambdaWorkbench.api.port': (value): value is number => isInteger(value, 0, 65_535),
  'lambdaWorkbench.logs.maxLines': (value): value is number => isInteger(value, 1000, 500_000),
};

/** The value if it is one the setting can have, else the default; `complain` hears of the latter. */
export function validSetting<K extends keyof Settings>(key: K, value: unknown, complain: (message: string) => void): Settings[K] {
  if (value === undefined) return settingDefaults[key];
  if (checks[key](value)) return value;
  complain(`The setting ${key} can’t be ${JSON.stringify(value)}; its default is used`);
  return settingDefaults[key];
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isTextRecord(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
}

function isInteger(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
