import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFiles } from '../node/files.ts';
import { LayerFinder, type LocalLayers } from './localLayers.ts';
import { writeZip } from './package/archive.ts';
import { sam } from './project/testing.ts';

const files = nodeFiles();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The layers of a function of `infra/template.yaml`, with resources beside it. `/here` is the workspace's folder. */
async function find(layers: string, resources = '', finder = new LayerFinder(files, join(folder, 'cache'))): Promise<LocalLayers> {
  const { execution, definedIn } = sam(`Layers: ${layers}\n${resources}`);
  const top = dirname(dirname(definedIn));
  const sources = JSON.parse(JSON.stringify(execution?.layers ?? []).replaceAll(top, folder)) as NonNullable<typeof execution>['layers'];
  const definition = { execution: execution && { ...execution, layers: sources }, definedIn: definedIn.replace(top, folder), folder };
  const found = await finder.layersOf(definition as Parameters<LayerFinder['layersOf']>[0]);
  return JSON.parse(JSON.stringify(found).replaceAll(folder, '/here')) as LocalLayers;
}

const write = (path: string, content: Uint8Array | string = '1') => files.write(join(folder, path), content);
const zip = (path: string, content: string) => writeZip([{ path, bytes: Buffer.from(content), executable: false }]);
const text = (path: string) => files.readText(path.replace('/here', folder));

test('layers that are folders of the template are found, the others are told', async () => {
  for (const path of ['plain/bin/x', '.aws-sam/build/Built/python/y.py', 'source/z.js']) await write(`infra/${path}`);
  const resources = `  Plain: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: plain/}}
  Built: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: python3.13}, Properties: {ContentUri: src/}}
  Source: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: nodejs22.x}, Properties: {ContentUri: source}}
  Absent: {Type: AWS::Lambda::LayerVersion, Properties: {Content: absent}}
  InS3: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: k}}}`;
  const far = 'arn:aws:lambda:eu-west-1:1:layer:far:3';
  const found = await find(`[!Ref Plain, !Ref Built, !Ref Source, !Ref Absent, !Ref InS3, '${far}', !Join ['', [!Ref Table]]]`, resources);
  expect(found.folders).toEqual(['/here/infra/plain', '/here/infra/.aws-sam/build/Built']);
  expect(found.searchPaths).toEqual(['/here/infra/source']);
  const put = (name: string, file: string) =>
    `What the layer ${name} holds isn't found here: it isn't on this machine. To run with it, put it into .lambda-layers/${file}.zip beside the template`;
  expect(found.notes).toEqual([
    "The layer Source isn't built: its own files are found, its dependencies are only after `sam build`.",
    "The layer Absent isn't there: /here/infra/absent. Build it, or correct where it is.",
    `${put('InS3', 'InS3')}.`,
    `${put(far, 'far-3')}; \`aws lambda get-layer-version-by-arn --arn ${far} --query Content.Location --output text\` says where its zip can be downloaded.`,
    `${put('Table', 'Table')}.`,
  ]);
  await write('infra/source/z.js', '22');
  expect((await find('[!Ref Source]', resources)).digest).not.toBe(found.digest);
});

test('a layer that is a zip is unpacked, and again when it changes', async () => {
  const finder = new LayerFinder(files, join(folder, 'cache'));
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
    expect.stringMatching(/^The layer Broken is left out\. \/here\/infra\/broken\.zip: The zip can't be unpacked/),
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
  expect(found.notes).toEqual([expect.stringContaining(`${arn('far:4')} holds isn't found here`)]);
});
