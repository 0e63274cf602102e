/** When a runtime's support ends. Dates as `2026-11-26`; those that AWS hasn't announced are left out. */
export interface RuntimeLife {
  readonly deprecated?: string;
  /** From when no function may be created with it, and none updated. */
  readonly createBlocked?: string;
  readonly updateBlocked?: string;
}

/**
 * Every runtime that Lambda has or had for zip packages.
 * Source: the page “Lambda runtimes” of the AWS Lambda Developer Guide (docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html),
 * as in cfn-lint's copy of it. AWS moves the dates from which it blocks rather often, and always to later.
 */
export const runtimes: Readonly<Record<string, RuntimeLife>> = {
  'nodejs24.x': life('2028-04-30', '2028-06-01', '2028-07-01'),
  'nodejs22.x': life('2027-04-30', '2027-06-01', '2027-07-01'),
  'nodejs20.x': life('2026-04-30', '2027-02-01', '2027-03-03'),
  'nodejs18.x': life('2025-09-01', '2027-02-01', '2027-03-03'),
  'nodejs16.x': life('2024-06-12', '2027-02-01', '2027-03-03'),
  'nodejs14.x': life('2023-12-04', '2027-02-01', '2027-03-03'),
  'nodejs12.x': life('2023-03-31', '2023-03-31', '2023-04-30'),
  'nodejs10.x': life('2021-07-30', '2021-07-30', '2022-02-14'),
  'nodejs8.10': life('2020-03-06', '2020-03-06', '2020-03-06'),
  'nodejs6.10': life('2019-08-12', '2019-08-12', '2019-08-12'),
  'nodejs4.3': life('2020-03-05', '2020-03-05', '2020-03-05'),
  'nodejs4.3-edge': life('2019-04-30', '2019-04-30', '2019-04-30'),
  nodejs: life('2016-10-31', '2016-10-31', '2016-10-31'),
  'python3.14': life('2029-06-30', '2029-07-31', '2029-08-31'),
  'python3.13': life('2029-06-30', '2029-07-31', '2029-08-31'),
  'python3.12': life('2028-10-31', '2028-11-30', '2029-01-10'),
  'python3.11': life('2027-06-30', '2027-07-31', '2027-08-31'),
  'python3.10': life('2026-10-31', '2027-02-01', '2027-03-03'),
  'python3.9': life('2025-12-15', '2027-02-01', '2027-03-03'),
  'python3.8': life('2024-10-14', '2027-02-01', '2027-03-03'),
  'python3.7': life('2023-12-04', '2027-02-01', '2027-03-03'),
  'python3.6': life('2022-07-18', '2022-07-18', '2022-08-29'),
  'python2.7': life('2021-07-15', '2021-07-15', '2022-05-30'),
  java25: life('2029-06-30', '2029-07-31', '2029-08-31'),
  java21: life('2029-06-30', '2029-07-31', '2029-08-31'),
  'java17.al2023': {},
  java17: life('2027-06-30', '2027-07-31', '2027-08-31'),
  'java11.al2023': {},
  java11: life('2027-06-30', '2027-07-31', '2027-08-31'),
  'java8.al2023': {},
  'java8.al2': life('2027-06-30', '2027-07-31', '2027-08-31'),
  java8: life('2024-01-08', '2024-02-08', '2027-03-03'),
  dotnet10: life('2028-11-14', '2028-12-14', '2029-01-15'),
  dotnet8: life('2026-11-10', '2027-02-01', '2027-03-03'),
  dotnet6: life('2024-12-20', '2027-02-01', '2027-03-03'),
  'dotnetcore3.1': life('2023-04-03', '2023-04-03', '2023-05-03'),
  'dotnetcore2.1': life('2022-01-05', '2022-01-05', '2022-04-13'),
  'dotnetcore2.0': life('2019-05-30', '2019-05-30', '2019-05-30'),
  'dotnetcore1.0': life('2019-06-27', '2019-07-30', '2019-07-30'),
  'ruby4.0': life('2029-03-31', '2029-04-30', '2029-05-31'),
  'ruby3.4': life('2028-03-31', '2028-04-30', '2028-05-31'),
  'ruby3.3': life('2027-03-31', '2027-04-30', '2027-05-31'),
  'ruby3.2': life('2026-03-31', '2027-02-01', '2027-03-03'),
  'ruby2.7': life('2023-12-07', '2027-02-01', '2027-03-03'),
  'ruby2.5': life('2021-07-30', '2021-07-30', '2022-03-31'),
  'provided.al2023': life('2029-06-30', '2029-07-31', '2029-08-31'),
  'provided.al2': life('2026-07-31', '2027-02-01', '2027-03-03'),
  provided: life('2024-01-08', '2024-02-08', '2027-03-03'),
  'go1.x': life('2024-01-08', '2024-02-08', '2027-03-03'),
};

/** When the table was made: what it calls deprecated by then is so, whatever a clock says. */
export const runtimesAsOf = '2026-08-19';

/** For how long after that a clock is believed: dates beyond may have been moved, and a clock may be wrong. */
export const runtimesTrustedUntil = '2028-08-19';

/** `java8.al2`: its family and its version; undefined for what has no number. */
export function versionOf(runtime: string): { readonly family: string; readonly version: number } | undefined {
  const match = /^([a-z]+)(\d+(?:\.\d+)?)/.exec(runtime);
  if (match === null) return undefined;
  const [major = '0', minor = '0'] = (match[2] ?? '').split('.');
  return { family: match[1] ?? '', version: Number(major) * 1000 + Number(minor) };
}

/** The newest of a runtime's family that isn't deprecated by `today`; undefined where there is none, or the code would be another. */
export function newestLike(runtime: string, today: string): string | undefined {
  if (runtime.startsWith('provided')) return 'provided.al2023';
  const family = versionOf(runtime)?.family.replace('dotnetcore', 'dotnet');
  return Object.keys(runtimes)
    .filter((candidate) => versionOf(candidate)?.family === family && (runtimes[candidate]?.deprecated ?? '9') > today)
    .sort((a, b) => (versionOf(b)?.version ?? 0) - (versionOf(a)?.version ?? 0))[0];
}

function life(deprecated: string, createBlocked: string, updateBlocked: string): RuntimeLife {
  return { deprecated, createBlocked, updateBlocked };
}
