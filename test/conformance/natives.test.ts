import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cache, readTools } from '../../scripts/tools.ts';
import type { Artifact } from '../../src/core/package/model.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from '../../src/core/package/testing.ts';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { type Bench, openBench, textOf } from '../../src/core/runner/testing.ts';
import { judge, type RuntimeCase, title } from './runtimes/case.ts';
import { GO_CASES, RUST_CASES } from './runtimes/native.cases.ts';

const FOLDER = fileURLToPath(new URL('natives', import.meta.url));

/** What was compiled once on this machine is taken from where the set-up left it. */
process.env['CARGO_TARGET_DIR'] = join(cache, 'natives-rust');

/** Programs with AWS's own clients in them, built by the packager and run by the runner. */
describe.each<[string, readonly RuntimeCase[]]>([
  ['go', GO_CASES],
  ['rust', RUST_CASES],
])('%s', (language, cases) => {
  const { natives: missing } = readTools().missing;
  let packaging: Workbench;
  let bench: Bench;
  let artifact: Artifact;

  beforeAll(async () => {
    packaging = await workbench({});
    bench = await openBench({});
    if (missing !== undefined) return;
    const code = { kind: 'directory', path: join(FOLDER, language) } as const;
    const definition = define(code.path, { runtime: literal('provided.al2023'), handler: { kind: 'absent' }, code, format: 'cdk' });
    artifact = await packaging.packager.build(definition, notAnalysed, { purpose: 'run' });
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });
  afterAll(() => Promise.all([packaging.dispose(), bench.end()]));

  const invoke = (event?: string, clientContext?: string): Promise<InvocationResult> => {
    const changes = { codeRoot: artifact.root, codeDigest: artifact.digest };
    return bench.invoke('bootstrap', 'provided.al2023', event, changes, clientContext === undefined ? {} : { clientContext });
  };

  it.each(cases.map((each) => ({ ...each, title: title(each) })))('$title', async (one) => {
    const [said, expected] = judge(await invoke(one.event), one);
    expect(said).toEqual(expected);
  });

  it('is told of its function, in its context', async () => {
    const { payload } = await invoke('{"do":"context"}', '{"custom":{"a":"b"}}');
    expect(JSON.parse(textOf(payload))).toEqual(
      language === 'go'
        ? ['shop', 256, 'arn:aws:lambda:eu-west-1:123456789012:function:shop', 'b', true]
        : { function: 'shop', memory: 256, arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop', client: true },
    );
  });
});
