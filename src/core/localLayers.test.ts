import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../node/clock.ts';
import { nodeFiles } from '../node/files.ts';
import { nodeProcesses } from '../node/processes.ts';
import { LayerFinder, type LocalLayers } from './localLayers.ts';
import { writeZip } from './package/archive.ts';
import type { Logger, Processes } from './ports.ts';
import type { FunctionDefinition } from './project/model.ts';
import { sam } from './project/testing.ts';

const files = nodeFiles();
const started: string[] = [];
const processes: Processes = {
  ...nodeProcesses(),
  spawn(request) {
    started.push([basename(request.command), ...request.args.filter((arg) => !arg.startsWith('-'))].slice(0, 3).join(' '));
    return nodeProcesses().spawn(request);
  },
};
const newFinder = (): LayerFinder =>
  new LayerFinder(
    { files, processes, clock: { ...systemClock(), monotonic: () => 0 }, logger: silent, interpreter: async () => 'python3' },
    join(folder, 'cache'),
  );
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The layers of a function of `infra/template.yaml`, with resources beside it. `/here` is the workspace's folder. */
async function find(layers: string, resources = '', finder = newFinder()): Promise<LocalLayers> {
  const { execution, definedIn } = sam(`Layers: ${layers}\n${resources}`);
  const top = dirname(dirname(definedIn));
  const sources = JSON.parse(JSON.stringify(execution?.layers ?? []).replaceAll(top, folder)) as NonNullable<typeof execution>['layers'];
  const definition = { execution: execution && { ...execution, layers: sources }, definedIn: definedIn.replace(top, folder), folder };
  const found = await finder.layersOf(definition as Parameters<LayerFinder['layersOf']>[0]);
  return JSON.parse(JSON.stringify(found).replaceAll(folder, '/here')) as LocalLayers;
}

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const write = (path: string, content: Uint8Array | string = '1') => files.write(join(folder, path), content);
const zip = (path: string, content: string) => writeZip([{ path, bytes: Buffer.from(content), executable: false }]);
const text = (path: string) => files.readText(path.replace('/here', folder));

test('layers that are folders of the template are found, the others are told', async () => {
  for (const path of ['plain/bin/x', '.aws-sam/build/Built/python/y.py', 'source/z.js']) await write(`infra/${path}`);
  const resources = `  Plain: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: plain/}}
  Built: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: python3.13}, Properties: {ContentUri: src/}}
  Source: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: ruby3.4}, Properties: {ContentUri: source}}
  Absent: {Type: AWS::Lambda::LayerVersion, Properties: {Content: absent}}
  InS3: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: k}}}`;
  const far = 'arn:aws:lambda:eu-west-1:1:layer:far:3';
  const found = await find(`[!Ref Plain, !Ref Built, !Ref Source, !Ref Absent, !Ref InS3, '${far}', !Join ['', [!Ref Table]]]`, resources);
  expect(found.folders).toEqual(['/here/infra/plain', '/here/infra/.aws-sam/build/Built']);
  expect(found.searchPaths).toEqual(['/here/infra/source']);
  const put = (name: string, file: string) =>
    `What the layer ${name} holds isn’t found here: it isn’t on this machine. To run with it, put it into .lambda-layers/${file}.zip beside the template`;
  expect(found.notes).toEqual([
    'The layer Source isn’t built: its own files are found, its dependencies are only after `sam build`.',
    'The layer Absent isn’t there: /here/infra/absent. Build it, or correct where it is.',
    `${put('InS3', 'InS3')}.`,
    `${put(far, 'far-3')}; \`aws lambda get-layer-version-by-arn --arn ${far} --query Content.Location --output text\` says where its zip can be downloaded.`,
    `${put('Table', 'Table')}.`,
  ]);
  await write('infra/source/z.js', '22');
  expect((await find('[!Ref Source]', resources)).digest).not.toBe(found.digest);
});

test('a layer that is a zip is unpacked, and again when it changes', async () => {
  const finder = newFinder();
  const resources = `  Zipped: {Type: AWS::Lambda::LayerVersion, Properties: {Content: out/layer.zip}}
  Broken: {Type: AWS::Lambda::LayerVersion, Properties: {Content: broken.zip}}
  Asset: {Type: AWS::Lambda::LayerVersion, Metadata: {aws:asset:path: asset.1.zip}, Properties: {Content: {S3Key: k}}}`;
  const look = () => find('[!Ref Zipped, !Ref Broken, !Ref Asset]', resources, finder);
  await write('infra/out/layer.zip', await zip('python/a.py', 'one'));
  await write('infra/broken.zip', 'no zip');
  await write('infra/asset.1.zip', await zip('bin/x', 'asset'));
  const first = await look();
  expect([await text(`${first.folders[0]}/python/a.py`), await text(`${first.folders[1]}/bin/x`)]).toEqual(['one', 'asset']);
  expect(first.notes).toEqual([
    expect.stringMatching(/^The layer Broken is left out\. \/here\/infra\/broken\.zip: The zip can’t be unpacked/),
  ]);
  expect(await look()).toEqual(first);
  await write('infra/out/layer.zip', await zip('python/a.py', 'longer'));
  const second = await look();
  expect(await text(`${second.folders[0]}/python/a.py`)).toBe('longer');
  expect(second.digest).not.toBe(first.digest);
});

test('a layer of AWS is taken from where it was put: beside the template or above it, as a zip or a folder, with its version or without', async () => {
  await write('.lambda-layers/far-3.zip', await zip('nodejs/x.js', 'zipped'));
  await write('infra/.lambda-layers/near/bin/x', 'folder');
  await write('.lambda-layers/b/bin/x');
  const arn = (name: string) => `arn:aws:lambda:eu-west-1:1:layer:${name}`;
  const found = await find(`['${arn('far:3')}', '${arn('near:9')}', !Sub 'arn:aws:lambda:\${AWS::Region}:1:layer:b:1', '${arn('far:4')}']`);
  expect(await text(`${found.folders[0]}/nodejs/x.js`)).toBe('zipped');
  expect(found.folders.slice(1)).toEqual(['/here/infra/.lambda-layers/near', '/here/.lambda-layers/b']);
  expect(found.notes).toEqual([expect.stringContaining(`${arn('far:4')} holds isn’t found here`)]);
});

/** A layer of the template in `infra/layer`, built by a method. */
const built = (method: string) =>
  `  Layer: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: ${method}}, Properties: {ContentUri: layer}}`;

/** Its files as a function sees them in `/opt`. */
async function inOpt({ folders }: LocalLayers, ...paths: readonly string[]): Promise<readonly (string | undefined)[]> {
  return Promise.all(
    paths.map(async (path) => (await Promise.all(folders.map((each) => text(`${each}/${path}`)))).findLast((found) => found !== undefined)),
  );
}

test('a layer of Node.js is built as `sam build` does: its own files beside the modules that it asks for, installed again only for others', async () => {
  await write('infra/greet/package.json', '{"name":"greet","version":"1.0.0"}');
  await write('infra/greet/index.js', "module.exports = 'hello'");
  const manifest = (version: string) =>
    `{"type":"module","dependencies":{"greet":"file:../greet"},"devDependencies":{"not-there":"file:../nowhere${version}"}}`;
  await write('infra/layer/package.json', manifest('1'));
  await write('infra/layer/lib/own.mjs', "import greet from 'greet'");
  await write('infra/layer/node_modules/stale/index.js');
  const look = () => find('[!Ref Layer]', built('nodejs22.x'));
  const installs = () => started.filter((each) => each === 'npm install').length;
  started.length = 0;
  const first = await look();
  const paths = ['nodejs/node_modules/greet/index.js', 'nodejs/lib/own.mjs', 'nodejs/node_modules/stale/index.js'];
  expect([first.notes, first.searchPaths]).toEqual([[], []]);
  expect(await inOpt(first, ...paths)).toEqual(["module.exports = 'hello'", "import greet from 'greet'", undefined]);
  expect((await inOpt(first, 'nodejs/package.json'))[0]).toContain('"type":"module"');
  expect(await look()).toEqual(first);
  await write('infra/layer/lib/own.mjs', 'export const changed = 1');
  const second = await look();
  expect(await inOpt(second, ...paths.slice(0, 2))).toEqual(["module.exports = 'hello'", 'export const changed = 1']);
  expect([second.digest === first.digest, installs()]).toEqual([false, 1]);
  await write('infra/layer/package.json', manifest('2').replace('"type"', '"optionalDependencies":{"greet":"file:../greet"},"type"'));
  await look();
  expect(installs()).toBe(2);
});

test('a layer of Python has what its requirements.txt lists in `python`, and its sources where they are', async () => {
  const info = 'tiny-1.dist-info';
  const wheel = { 'tiny.py': 'A = 1', [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: tiny\nVersion: 1\n' };
  const tags = 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n';
  const entries = Object.entries({ ...wheel, [`${info}/WHEEL`]: tags, [`${info}/RECORD`]: 'tiny.py,,\n' });
  const packed = entries.map(([path, content]) => ({ path, bytes: Buffer.from(content), executable: false }));
  await write('infra/wheels/tiny-1-py3-none-any.whl', await writeZip(packed));
  await write('infra/layer/requirements.txt', '--no-index\n--find-links ../wheels\ntiny\n');
  await write('infra/layer/shop/__init__.py', 'import tiny');
  const found = await find('[!Ref Layer]', built('python3.13'));
  expect([found.notes, found.searchPaths]).toEqual([[], ['/here/infra/layer']]);
  expect(await inOpt(found, 'python/tiny.py', 'python/shop/__init__.py')).toEqual(['A = 1', 'import tiny']);
});

test.skipIf(!has('make'))(
  'a layer that a Makefile makes is what that puts into ARTIFACTS_DIR, made again when a source changes',
  async () => {
    await write(
      'infra/layer/Makefile',
      'build-Layer:\n\tmkdir -p "$(ARTIFACTS_DIR)/python"\n\tcp x.py "$(ARTIFACTS_DIR)/python"\n\tdate > left.txt\n',
    );
    await write('infra/layer/x.py', 'X = 1');
    const look = () => find('[!Ref Layer]', built('makefile'));
    started.length = 0;
    expect(await inOpt(await look(), 'python/x.py')).toEqual(['X = 1']);
    await look();
    expect(started).toEqual(['make build-Layer']);
    await write('infra/layer/x.py', 'X = 22');
    expect(await inOpt(await look(), 'python/x.py')).toEqual(['X = 22']);
  },
);

test('what `sam build` made is taken while it is newer than the sources, or where they can’t be built', async () => {
  await write('infra/layer/package.json', '{"dependencies":{"lost":"file:../lost"}}');
  const finder = newFinder();
  const look = () => find('[!Ref Layer]', built('nodejs22.x'), finder);
  const failed = await look();
  expect([failed.folders, failed.searchPaths]).toEqual([[], ['/here/infra/layer']]);
  expect(failed.notes).toEqual([
    expect.stringMatching(
      /^The layer Layer couldn’t be built\. npm could not install \/here\/infra\/layer\/package\.json:[\s\S]*its dependencies aren’t\.$/,
    ),
  ]);
  // Not tried again at once.
  started.length = 0;
  expect([await look(), started]).toEqual([failed, []]);
  await write('infra/.aws-sam/build/Layer/nodejs/x.js');
  expect(await look()).toMatchObject({ folders: ['/here/infra/.aws-sam/build/Layer'], notes: [] });
  await utimes(join(folder, 'infra/.aws-sam/build/Layer'), 1, 1);
  expect(await look()).toMatchObject({
    folders: ['/here/infra/.aws-sam/build/Layer'],
    notes: [expect.stringMatching(/Until then it is what `sam build` has made of it before\.$/)],
  });
});

test('a layer of a program is built for the function’s Python; a build that is cancelled ends the run', async () => {
  await write('layer/requirements.txt', '--no-index\nnot-there\n');
  const finder = newFinder();
  const runtime = {
    kind: 'literal',
    value: 'python3.12',
    path: '',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  };
  const source = { kind: 'folder', name: 'L', path: join(folder, 'layer'), buildMethod: 'python' };
  const definition = {
    execution: { layers: [source] },
    definedIn: join(folder, 'app.ts'),
    folder,
    runtime,
  } as unknown as FunctionDefinition;
  await expect(finder.layersOf(definition, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  expect((await finder.layersOf(definition)).notes).toEqual([
    expect.stringMatching(/^The layer L couldn.t be built\. pip could not install /),
  ]);
  await write('layer/requirements.txt', '');
  expect((await finder.layersOf(definition)).searchPaths).toEqual([join(folder, 'layer')]);
});
