import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTools } from '../../scripts/tools.ts';
import { define, literal, notAnalysed, workbench } from '../../src/core/package/testing.ts';
import { Interpreters } from '../../src/core/runner/interpreters.ts';
import type { Version } from '../../src/core/runner/runtimes/model.ts';
import { type Bench, openBench, textOf } from '../../src/core/runner/testing.ts';
import { systemClock } from '../../src/node/clock.ts';
import { nodeFiles } from '../../src/node/files.ts';
import { nodeProcesses } from '../../src/node/processes.ts';
import { judge, title } from './runtimes/case.ts';
import { RUBY_FILES, rubyCases, shownHash } from './runtimes/ruby.cases.ts';

const RUNTIME = 'ruby3.3';
const { ruby: missing } = readTools().missing;

/** Each of Lambda's that is on this machine; where there is none of them, the one that runs all. */
const interpreters = new Interpreters({ files: nodeFiles(), clock: systemClock(), processes: nodeProcesses() }, () => ({
  node: '',
  python: '',
}));
const all: { readonly runtime: string; readonly version: Version }[] = [];
for (const runtime of ['ruby3.2', 'ruby3.3', 'ruby3.4', 'ruby4.0']) {
  const interpreter = await interpreters.forRuntime(runtime).catch(() => undefined);
  all.push({ runtime, version: interpreter?.version ?? { major: 0, minor: 0 } });
}
const own = all.filter(({ runtime, version }) => runtime === `ruby${version.major}.${version.minor}`);

describe.each(own.length > 0 ? own : all.filter(({ runtime }) => runtime === RUNTIME))('$runtime', ({ runtime, version }) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(RUBY_FILES);
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });
  afterAll(() => bench.end());

  it.each(rubyCases(version).map((each) => ({ ...each, title: title(each) })))('$title', async (one) => {
    const [said, expected] = judge(await bench.invoke(one.handler, runtime, one.event), one);
    expect(said).toEqual(expected);
    bench.runner.retire('shop');
  });

  it('lives on after an error of the function, and ends after one of a name', async () => {
    const warm = async (handler: string) => (await bench.invoke(handler, runtime)).coldStart;
    expect([await warm('core.runtime'), await warm('core.runtime')]).toEqual([true, false]);
    expect([await warm('core.missing_name'), await warm('core.missing_name')]).toEqual([true, true]);
  });

  it('has a context as in Lambda, and its variables', async () => {
    const { payload } = await bench.invoke('core.context', runtime, '{}', {}, { clientContext: '{"custom":{"a":1}}' });
    expect(JSON.parse(textOf(payload))).toEqual([
      ...['shop', '$LATEST', '256', 'arn:aws:lambda:eu-west-1:123456789012:function:shop', null, { custom: { a: 1 } }, '/aws/lambda/shop'],
      ...[null, true, true, 36, true],
    ]);
    expect(textOf((await bench.invoke('core.probe', runtime)).payload)).toBe('[":UTC",true,true,"UTF-8",false]');
  });

  it('loads RubyGems when the function first needs it', async () => {
    expect(textOf((await bench.invoke('core.gems', runtime)).payload)).toBe('["constant",0,true,"Bundler"]');
  });

  it('logs in the order in which it was said, a `puts` as one event', async () => {
    const result = await bench.invoke('core.say', runtime);
    const said = result.logs.map(({ text }) => text).filter((text) => !/^(INIT_START|START|END|REPORT) /.test(text));
    expect(said.slice(0, 5)).toEqual(['two\nlines', 'partial', 'direct', 'warned', shownHash(version)]);
    expect(said[5]).toMatch(new RegExp(`^I, \\[\\d{4}-\\d\\d-\\d\\dT[\\d:.]+ #\\d+\\]  INFO ${result.requestId} -- : logged$`));
    expect(said.slice(6)).toEqual(['unfinished']);
  });

  it('writes an error as Lambda’s runtime does, with frames of the function alone', async () => {
    const result = await bench.invoke('core.outer', runtime);
    const { errorMessage, errorType, stackTrace } = JSON.parse(textOf(result.payload));
    expect([errorMessage, errorType]).toEqual(['deep', 'Function<RuntimeError>']);
    expect(stackTrace.map((frame: string) => frame.replace(/^.*\/core\.rb:(\d+):in .(?:Object#)?(\w+)'$/, '$1 $2'))).toEqual([
      '20 inner',
      '21 outer',
    ]);
    const [error = ''] = result.logs.map(({ text }) => text).filter((text) => text.startsWith('Error raised from handler method\n'));
    expect(JSON.parse(error.slice(error.indexOf('\n')))).toEqual({ errorMessage, errorType, stackTrace });
  });
});

describe('A package of Ruby', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench({});
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });
  afterAll(() => bench.end());

  it('has the gems that its Gemfile lists, or that are in vendor/bundle already; that is where they deploy', async () => {
    const hello = (name: string) => `module ${name}\n  def self.to(whom) = "hello #{whom}"\nend\n`;
    const specification = (name: string) =>
      `Gem::Specification.new { |s| s.name = '${name}'; s.version = '1.0'; s.summary = s.authors = 'x'; s.files = ['lib/${name}.rb'] }\n`;
    const bundled = 'bundled/vendor/bundle/ruby/3.3.0';
    const packaging = await workbench({
      'repository/gems/.keep': '',
      'greeting/greeting.gemspec': specification('greeting'),
      'greeting/lib/greeting.rb': hello('Greeting'),
      'listed/app.rb': "require 'greeting'\ndef h(event:, context:) = Greeting.to('you')\n",
      'bundled/app.rb': "require 'salute'\ndef h(event:, context:) = Salute.to('you')\n",
      'bundled/Gemfile': "gem 'salute'\n",
      [`${bundled}/specifications/salute-1.0.gemspec`]: specification('salute'),
      [`${bundled}/gems/salute-1.0/lib/salute.rb`]: hello('Salute'),
    });
    const repository = join(packaging.folder, 'repository');
    const gem = (cwd: string, ...args: readonly string[]) => execFileSync('ruby', ['-S', 'gem', ...args], { cwd, stdio: 'pipe' });
    gem(join(packaging.folder, 'greeting'), 'build', 'greeting.gemspec', '--output', join(repository, 'gems', 'greeting-1.0.gem'));
    gem(repository, 'generate_index', '--directory', repository);
    await packaging.write({ 'listed/Gemfile': `source 'file://${repository}'\ngem 'greeting'\n` });
    try {
      for (const [folder, file] of [
        ['bundled', 'salute-1.0/lib/salute.rb'],
        ['listed', 'greeting-1.0/lib/greeting.rb'],
      ] as const) {
        const code = { kind: 'directory', path: join(packaging.folder, folder) } as const;
        const definition = define(packaging.folder, { runtime: literal(RUNTIME), handler: literal('app.h'), code });
        const artifact = await packaging.packager.build(definition, notAnalysed);
        expect(artifact.files.map(({ path }) => path)).toContain(`vendor/bundle/ruby/3.3.0/gems/${file}`);
        const result = await bench.invoke('app.h', RUNTIME, '{}', { codeRoot: artifact.root, searchPaths: artifact.searchPaths });
        expect(textOf(result.payload)).toBe('"hello you"');
        const { length } = packaging.started;
        await packaging.packager.build(definition, notAnalysed);
        expect(packaging.started.length).toBe(length);
      }
    } finally {
      await packaging.dispose();
    }
  });
});
