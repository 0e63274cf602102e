import type { DeployOutcome, DeployPlan } from './model.ts';

/** A plan in words, for whoever lays it out. */
export interface PlanWords {
  /** `Update f in the local cloud`. */
  readonly head: string;
  /** What changes: the setting's name, and `old → new`. */
  readonly rows: readonly (readonly [name: string, change: string])[];
  readonly warnings: readonly string[];
}

export function planWords({ action, functionName, target, code, settings, warnings }: DeployPlan): PlanWords {
  const head = {
    create: `Create ${functionName} in ${target}`,
    update: `Update ${functionName} in ${target}`,
    none: `${functionName} in ${target} is up to date`,
  }[action];
  const rows: [string, string][] = settings.map(({ setting, from, to }) => [setting, arrow(from, to)]);
  if (code !== undefined) {
    const sizes = `${kilobytes(code.zippedSize)} zipped, ${kilobytes(code.unzippedSize)} unzipped, ${code.files} ${code.files === 1 ? 'file' : 'files'}`;
    const digests = arrow(code.from && shortDigest(code.from), shortDigest(code.to));
    rows.unshift(['Code', `${code.from === undefined ? 'new' : 'another'} package, ${sizes} (sha256 ${digests})`]);
  }
  return { head, rows, warnings };
}

/** The plan as lines for a terminal. */
export function describePlan(plan: DeployPlan): string {
  const { head, rows, warnings } = planWords(plan);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return [head, ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`), ...warnings.map((warning) => `  ! ${warning}`)].join(
    '\n',
  );
}

/** How a deployment ended, in one or a few sentences. */
export function describeOutcome(outcome: DeployOutcome): string {
  switch (outcome.kind) {
    case 'done':
      return `Deployed, ${outcome.state.toLowerCase()}: ${outcome.functionArn}`;
    case 'unchanged':
      return `Nothing to do: ${outcome.functionArn}`;
    case 'cancelled':
      return `Cancelled. ${outcome.stands}`;
    case 'failed':
      return `Failed at the step ${outcome.step}: ${outcome.message}\n${outcome.stands}\n${outcome.advice}`;
  }
}

function arrow(from: string | undefined, to: string | undefined): string {
  if (from === undefined || from === '') return to ?? '';
  return to === undefined ? `${from} → removed` : `${from} → ${to}`;
}

function shortDigest(sha256: string): string {
  return `${sha256.slice(0, 8)}…`;
}

function kilobytes(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
