import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Interpreters } from '../../../src/core/runner/interpreters.ts';
import { type Bench, openBench } from '../../../src/core/runner/testing.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { nodeFiles } from '../../../src/node/files.ts';
import { nodeProcesses } from '../../../src/node/processes.ts';
import { judge, title } from './case.ts';
import { PYTHON_FILES, pythonCases } from './python.cases.ts';

/** Every Python of Lambda's that is on this machine, wherever it was installed: what it says differs from one to the next. */
const ports = { files: nodeFiles(), clock: systemClock(), processes: nodeProcesses() };
const interpreters = new Interpreters(ports, () => ({ node: '', python: '' }));
const isThere = async (minor: number): Promise<boolean> =>
  interpreters.forRuntime(`python3.${minor}`).then(
    ({ version }) => version.minor === minor,
    () => false,
  );
const found: number[] = [];
for (const minor of [9, 10, 11, 12, 13, 14, 15]) if (await isThere(minor)) found.push(minor);

test('there is at least one of Lambda’s Pythons', () => {
  expect(found).not.toEqual([]);
});

describe.each(found)('Python 3.%i', (minor) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(PYTHON_FILES);
  });
  afterAll(() => bench.end());

  test.concurrent.each(pythonCases(minor).map((each, index) => ({ ...each, index, title: title(each) })))('$title', async (one) => {
    // Another code for each: none meets what another has left.
    const changes = { ...one.changes, codeDigest: String(one.index) };
    const result = await bench.invoke(one.handler, `python3.${minor}`, one.event, changes);
    expect(result.notes.filter((note) => note.startsWith('It ran on'))).toEqual([]);
    const [said, expected] = judge(result, one);
    expect(said).toEqual(expected);
  });
});
