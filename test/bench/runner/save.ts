import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionsOf } from '../../../src/cli/folder.ts';
import { createAnalysis } from '../../../src/core/analysis/index.ts';
import { BOOTSTRAPS } from '../../../src/core/runner/testing.ts';
import { testSyntax } from '../../../src/core/syntax/testing.ts';
import { createWorkbench } from '../../../src/core/workbench.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { nodeFiles } from '../../../src/node/files.ts';
import { nodeProcesses } from '../../../src/node/processes.ts';

const MODULES = 200;
const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ., Handler: src/app.handler, Runtime: nodejs24.x }
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [src/app.ts] } }
`;

/** As long as a person looks before the next change, ms: until then the runner has ended the environment of the code before, and started the next. */
const LOOK_MS = 500;

/** From a saved file of a TypeScript function with 200 modules to the answer of the new code, ms each. */
export async function saveToAnswer(rounds: number): Promise<readonly number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-save-'));
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'template.yaml'), TEMPLATE);
  const imports = Array.from({ length: MODULES }, (_, at) => `import { value${at} } from './module${at}';`);
  const sum = Array.from({ length: MODULES }, (_, at) => `value${at}`).join(' + ');
  await writeFile(join(folder, 'src/app.ts'), `${imports.join('\n')}\nexport const handler = async (): Promise<number> => ${sum};\n`);
  const save = (at: number, value: number): Promise<void> =>
    writeFile(
      join(folder, `src/module${at}.ts`),
      `interface Value { readonly n: number }\nexport const value${at} = ({ n: ${value} } as Value).n;\n`,
    );
  for (let at = 0; at < MODULES; at++) await save(at, 0);

  const ports = {
    files: nodeFiles(),
    clock: systemClock(),
    processes: nodeProcesses(),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  };
  const parsers = testSyntax();
  const analysis = createAnalysis({ ...ports, syntax: parsers.syntax, exclude: [] });
  const workbench = createWorkbench(ports, {
    bootstraps: BOOTSTRAPS,
    cacheDirectory: join(folder, '.cache'),
    runtimesDirectory: join(folder, '.runtimes'),
    cloudDirectory: join(folder, '.cloud'),
    interpreters: () => ({ node: process.execPath, python: '' }),
    maxLogRecords: 1000,
  });
  try {
    const [fn] = functionsOf(await analysis.snapshot(folder));
    if (!fn) throw new Error('the bench’s function was not found');
    const taken: number[] = [];
    // The first two fill the bundler's and the system's caches.
    for (let round = -2; round < rounds; round++) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const begun = performance.now();
      await save(round + 2, 1);
      const { payload } = await workbench.runs.run(fn, Buffer.from('{}'));
      if (round >= 0) taken.push(performance.now() - begun);
      const answer = Buffer.from(payload).toString();
      if (answer !== String(round + 3)) throw new Error(`the old code answered: ${answer}`);
    }
    return taken;
  } finally {
    await workbench.dispose();
    analysis.dispose();
    parsers.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
