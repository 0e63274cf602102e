/**
 * `npm test` runs everything; `node scripts/test.ts KIND [FILTER]` runs one kind: unit, package, conformance, editor or ui.
 * Two lanes at a time, for two cores; units are tested while the rest of the set-up runs. Ends with the plain line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runEditorSuites } from '../test/editor/run.ts';
import { type Outcome, readReport } from './outcomes.ts';
import { out, readTools, root } from './tools.ts';
import { packageExtension } from './vsix.ts';

type Run = (filter: string | undefined) => Promise<readonly Outcome[]>;

/** Pieces of the set-up that a kind can't do without, and those without which some of its tests are skipped -> see `missing` in `tools.json`. */
const kinds: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly wants?: readonly string[]; readonly packaged: boolean; readonly run: Run }>
> = {
  unit: { needs: [], packaged: false, run: vitest('unit') },
  editor: { needs: ['workbench', 'browser'], wants: ['delve'], packaged: true, run: editor },
  ui: { needs: ['workbench', 'browser'], packaged: true, run: vitest('ui') },
  conformance: {
    needs: ['conformance'],
    wants: ['runtimeClients', 'natives', 'ruby', 'javaLibraries', 'javaRuntimes', 'dotnet', 'delve'],
    packaged: true,
    run: vitest('conformance'),
  },
  package: { needs: [], packaged: true, run: vitest('package') },
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const started = Date.now();
const [kind, filter] = process.argv.slice(2);
if (kind !== undefined && !(kind in kinds)) {
  console.error(`test: there is no kind ${kind}; there are ${Object.keys(kinds).join(', ')}`);
  process.exit(2);
}
const lanes = kind
  ? [[kind]]
  : [
      ['unit', 'package', 'conformance'],
      ['editor', 'ui'],
    ];

/** Of all pieces at once, as soon as one of them is needed. What it couldn't get is in `missing`. */
let settingUp: Promise<unknown> | undefined;
let packaging: Promise<readonly Outcome[]> | undefined;
const outcomes = (await Promise.all(lanes.map(runLane))).flat();
conclude(outcomes);

async function runLane(lane: readonly string[]): Promise<readonly Outcome[]> {
  const all: Outcome[] = [];
  for (const name of lane) all.push(...(await runKind(name)));
  return all;
}

async function runKind(name: string): Promise<readonly Outcome[]> {
  const { needs, packaged, run } = kinds[name] as (typeof kinds)[string];
  if (needs.length > 0) {
    settingUp ??= setUp();
    await settingUp;
  }
  const { missing } = readTools();
  const lacking = needs.find((piece) => missing[piece] !== undefined);
  if (lacking) return [{ name: `${name} tests`, status: 'skipped', detail: `${missing[lacking]}` }];
  if (packaged) {
    packaging ??= makePackage();
    const failed = await packaging;
    if (failed.length > 0) return name === 'package' || kind ? failed : [];
  }
  const begun = Date.now();
  const results = await run(filter);
  const count = (status: Outcome['status']) => results.filter((each) => each.status === status).length;
  say(`${name}: ${count('passed')} of ${results.length} passed, in ${seconds(Date.now() - begun)}`);
  return results.length > 0 ? results : [{ name: `${name} tests`, status: 'failed', detail: 'No test ran.' }];
}

function setUp(): Promise<unknown> {
  const pieces = [...new Set(lanes.flat().flatMap((name) => [...(kinds[name]?.needs ?? []), ...(kinds[name]?.wants ?? [])]))];
  const child = spawn(process.execPath, [join(root, 'scripts/setup.mjs'), ...pieces], { stdio: 'inherit' });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}

async function makePackage(): Promise<readonly Outcome[]> {
  try {
    await packageExtension(say);
    return [];
  } catch (error) {
    return [{ name: 'the package', status: 'failed', detail: (error as Error).message }];
  }
}

function vitest(project: string): Run {
  return async (only) => {
    const reportPath = join(out, 'reports', `${project}.jsonl`);
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter', join(root, 'scripts/outcomesReporter.ts')];
    const child = spawn(process.execPath, only ? [...args, only] : args, {
      cwd: root,
      env: { ...process.env, OUTCOMES_REPORT: reportPath },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
    const code = await new Promise((resolve) => child.once('close', resolve));
    const results = readReport(reportPath);
    for (const outcome of results) show(outcome);
    const explained = code === 0 || results.some(({ status }) => status === 'failed');
    return explained
      ? results
      : [...results, { name: `${project} tests`, status: 'failed', detail: `vitest ended with ${code}:\n${said.join('')}` }];
  };
}

async function editor(only: string | undefined): Promise<readonly Outcome[]> {
  const results: Outcome[] = [];
  const onOutcome = (outcome: Outcome) => {
    results.push(outcome);
    show(outcome);
  };
  try {
    await runEditorSuites({ ...(only && { filter: only }), onOutcome });
  } catch (error) {
    onOutcome({ name: 'editor tests', status: 'failed', detail: (error as Error).message });
  }
  return results;
}

/** Passes of the many units go unsaid. */
function show({ name, status, milliseconds }: Outcome): void {
  if (status === 'failed') say(`FAILED ${name}`);
  else if (status === 'passed' && !name.startsWith('src/')) say(`passed ${name} (${milliseconds ?? 0} ms)`);
}

function conclude(all: readonly Outcome[]): void {
  const failed = all.filter(({ status }) => status === 'failed');
  const skipped = all.filter(({ status }) => status === 'skipped');
  for (const { name, detail } of failed) console.log(`\nFAILED ${name}\n${indent(detail ?? '')}`);
  for (const { name, detail } of skipped) console.log(`\nSKIPPED ${name}\n${indent(detail ?? '')}`);
  const passed = all.length - failed.length - skipped.length;
  const strict = process.env['CI'] === 'true' && skipped.length > 0;
  if (strict) console.log('\nWith CI=true a skip is a failure.');
  const failures = failed.length + (strict ? skipped.length : 0);
  const skips = strict || skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
  console.log(`\ntest: ${seconds(Date.now() - started)}\n${passed} passed, ${failures} failed${skips}`);
  // Not process.exit: what is still to be printed to a pipe would be lost.
  process.exitCode = failures > 0 || passed === 0 ? 1 : 0;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function say(line: string): void {
  console.log(`test: ${line}`);
}
