import path from 'node:path';
import type { CodeLocation } from '../model.ts';
import { child, isAbsent, literalText, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import { texts } from './build.ts';
import type { Properties } from './properties.ts';
import { mapAssumed, nameValue, textValue } from './values.ts';

/** Where a function's code is, seen from its template. */
export function readCode(properties: Properties, source: TemplateSource): CodeLocation {
  const packageType = textValue(properties.get('PackageType'), source);
  if (packageType.kind === 'unknown') return withReason(packageType);
  if (packageType.kind === 'literal' && packageType.value === 'Image') return readImage(properties, source);
  const code = properties.type !== 'AWS::Lambda::Function' ? readServerless(properties, source) : readLambda(properties, source);
  return readAsset(properties.metadata, code, source) ?? code;
}

function readServerless(properties: Properties, source: TemplateSource): CodeLocation {
  const inline = properties.get('InlineCode');
  if (!isAbsent(inline)) return readInline(inline, source);
  if (!isAbsent(properties.get('ImageUri'))) return readImage(properties, source);
  const uri = properties.get('CodeUri');
  return uri === undefined ? readPath('.', source) : readLocation(uri, source);
}

function readLambda(properties: Properties, source: TemplateSource): CodeLocation {
  const code = properties.get('Code');
  if (code === undefined) return { kind: 'unknown', reason: 'the template doesn’t say where its code is' };
  const inline = code.kind === 'mapping' ? child(code, 'ZipFile') : undefined;
  if (!isAbsent(inline)) return readInline(inline, source);
  if (code.kind === 'mapping' && !isAbsent(child(code, 'ImageUri'))) return { kind: 'image' };
  return readLocation(code, source);
}

/** `sam build` builds an image with the Dockerfile that the Metadata names. */
function readImage({ metadata, get }: Properties, source: TemplateSource): CodeLocation {
  const file = nameValue(child(metadata, 'Dockerfile'), source);
  const context = nameValue(child(metadata, 'DockerContext'), source);
  const folder = path.resolve(path.dirname(source.path), context.kind === 'literal' ? context.value : '.');
  const isSaid = (file.kind === 'literal' || context.kind === 'literal') && file.kind !== 'unknown' && context.kind !== 'unknown';
  if (!isSaid) return { kind: 'image' };
  const dockerfile = path.resolve(folder, file.kind === 'literal' ? file.value : 'Dockerfile');
  const command = texts(child(get('ImageConfig'), 'Command'));
  const target = literalText(child(metadata, 'DockerBuildTarget'));
  const given = child(metadata, 'DockerBuildArgs');
  const entries = given?.kind === 'mapping' ? [...given.entries] : [];
  const buildArguments = entries.flatMap(([name, { value }]): [string, string][] => {
    const text = literalText(value);
    return text === undefined ? [] : [[name, text]];
  });
  return {
    kind: 'image',
    dockerfile,
    ...(path.dirname(dockerfile) !== folder && { context: folder }),
    ...(command.length > 0 && { command }),
    ...(target !== undefined && { target }),
    ...(buildArguments.length > 0 && { buildArguments: Object.fromEntries(buildArguments) }),
  };
}

/** What `CodeUri` and `Code` have in common: a path, or an object of S3. */
function readLocation(node: TemplateNode, source: TemplateSource): CodeLocation {
  // An object, whatever its keys: S3Bucket and S3Key, or Bucket and Key.
  if (node.kind === 'mapping') return inS3;
  const value = nameValue(node, source);
  if (value.kind === 'literal') return readPath(value.value, source);
  if (value.kind === 'absent') return withReason(value);
  const { reason, assumed } = mapAssumed(value, (written) => {
    const location = readPath(written, source);
    return location.kind === 'directory' || location.kind === 'archive' ? location : undefined;
  });
  return { kind: 'unknown', reason, ...(assumed === undefined ? {} : { assumed }) };
}

function readPath(written: string, source: TemplateSource): CodeLocation {
  if (/^s3:/i.test(written)) return inS3;
  if (/^[a-z]:[\\/]/i.test(written) && !path.isAbsolute(written))
    return { kind: 'unknown', reason: `the code is at ${written}, on another machine` };
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(written)) return { kind: 'unknown', reason: `the code is at ${written}` };
  const absolute = path.resolve(path.dirname(source.path), written);
  if (/\.(zip|jar|war)$/i.test(written)) return { kind: 'archive', path: absolute };
  // Packaging zips a single file by itself, without its folders.
  if (/\.([cm]?[jt]sx?|py|rb)$/i.test(written))
    return { kind: 'files', files: [{ name: path.basename(absolute), content: { kind: 'file', path: absolute } }] };
  if (/\.(java|go|cs|rs|dll|sh)$/i.test(written)) return { kind: 'unknown', reason: `the code is the single file ${written}` };
  return { kind: 'directory', path: absolute };
}

function readInline(node: TemplateNode | undefined, source: TemplateSource): CodeLocation {
  const text = textValue(node, source);
  if (text.kind === 'literal') return { kind: 'inline', text: text.value, range: text.range };
  const assumed = text.kind === 'unknown' && text.assumed !== undefined ? { assumed: text.assumed } : {};
  return node === undefined ? { kind: 'inline' } : { kind: 'inline', range: node.range, ...assumed };
}

/** `cdk synth` names in the metadata what it uploads; the code itself is then a bucket and a hash. */
function readAsset(metadata: TemplateNode | undefined, code: CodeLocation, source: TemplateSource): CodeLocation | undefined {
  const asset = nameValue(child(metadata, 'aws:asset:path'), source);
  const property = textValue(child(metadata, 'aws:asset:property'), source);
  if (asset.kind !== 'literal' || code.kind !== 'unknown') return undefined;
  return property.kind === 'literal' && !/^(Code|CodeUri)$/.test(property.value)
    ? undefined
    : readPath(asset.value.replaceAll('\\', '/'), source);
}

function withReason(value: { readonly kind: 'absent' } | { readonly kind: 'unknown'; readonly reason: string }): CodeLocation {
  return { kind: 'unknown', reason: value.kind === 'unknown' ? value.reason : 'the template doesn’t say where its code is' };
}

const inS3: CodeLocation = { kind: 'unknown', reason: 'the code is in S3' };
