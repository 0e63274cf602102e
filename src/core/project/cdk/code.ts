import { dirname, isAbsolute, resolve } from 'node:path';
import type { Build, CodeLocation } from '../model.ts';
import { argumentOf, callOption, isNothing, optionOf, type ProgramValue, rangeAt, reasonOf } from '../program/index.ts';
import { cdkCallee } from './names.ts';

/** Where a function's code is, and what is done to it before it is packaged. */
export interface ReadCode {
  readonly code: CodeLocation;
  readonly build: Build;
}

/** `Code.fromAsset(…)` and its kin; the object or the text of a `Cfn` construct. `base`: the folder that the program is run in. */
export function readCode(value: ProgramValue | undefined, base: string | undefined): ReadCode {
  if (isNothing(value)) return unbuilt({ kind: 'unknown', reason: 'the program doesn’t say where its code is' });
  if (value.kind !== 'call') return unbuilt(value.kind === 'object' ? fromProperties(value) : unknown(reasonOf(value)));
  const callee = cdkCallee(value)?.replace(/^aws-lambda\./, '') ?? '';
  const first = argumentOf(value, 0, 'path') ?? argumentOf(value, 0, 'code');
  if (/^(?:Code\.(?:fromAsset|asset)|AssetCode(?:\.fromAsset)?)$/.test(callee)) {
    return { code: pathOf(first, base), build: bundlingOf(callOption(value, 1, 'bundling')) };
  }
  if (/^(?:Code\.(?:fromInline|inline)|InlineCode(?:\.fromInline)?)$/.test(callee)) return unbuilt(inline(first));
  if (/^(?:Code\.(?:fromBucket\w*|bucket)|S3Code\w*)$/.test(callee)) return unbuilt(unknown('the code is in S3'));
  if (/^(?:Code\.from(?:Asset|Ecr)Image|(?:AssetImage|EcrImage)Code|DockerImageCode\.\w+)$/.test(callee))
    return unbuilt(readImage(value, base));
  if (callee === 'Code.fromDockerBuild') return unbuilt(unknown('a container build makes the code'));
  if (callee === 'Code.fromCustomCommand') return unbuilt(unknown('a command makes the code'));
  if (callee === 'CfnFunction.CodeProperty') return unbuilt(fromProperties(value));
  return unbuilt(unknown(reasonOf(value)));
}

/** `DockerImageCode.fromImageAsset('folder', { file, cmd })`; what is in a registry has no Dockerfile here. */
export function readImage(value: ProgramValue | undefined, base: string | undefined): CodeLocation {
  if (value?.kind !== 'call' || !/from(?:ImageAsset|AssetImage)$/.test(cdkCallee(value) ?? '')) return { kind: 'image' };
  const folder = pathOf(argumentOf(value, 0, 'directory'), base);
  const file = callOption(value, 1, 'file');
  if (folder.kind !== 'directory' || !(isNothing(file) || file.kind === 'text')) return { kind: 'image' };
  const dockerfile = resolve(folder.path, file?.kind === 'text' ? file.text : 'Dockerfile');
  const command = callOption(value, 1, 'cmd');
  const [first] = command?.kind === 'array' ? command.items : [];
  return {
    kind: 'image',
    dockerfile,
    ...(dirname(dockerfile) !== folder.path && { context: folder.path }),
    ...(first?.kind === 'text' && { command: [first.text] }),
  };
}

/** The values that decide where the code is: what `Code.fromAsset` is given, and nothing of code that is elsewhere. */
export function codeParts(value: ProgramValue | undefined): readonly (ProgramValue | undefined)[] {
  if (value?.kind !== 'call') return [value];
  const isHere = /^aws-lambda\.\w*Code(?:\.|$)/.test(cdkCallee(value) ?? '') && !/bucket|S3|Ecr$/i.test(cdkCallee(value) ?? '');
  return isHere ? [value.arguments[0], value.keywords?.get('path')] : [];
}

/** A path as the CDK takes it: from where the program is run. */
export function pathOf(value: ProgramValue | undefined, base: string | undefined): CodeLocation {
  if (value?.kind !== 'text') return unknown(value === undefined ? 'the program doesn’t say where its code is' : reasonOf(value));
  if (base === undefined && !isAbsolute(value.text)) return unknown('the program doesn’t say which folder it is run in');
  const path = resolve(base ?? '/', value.text);
  if (/\.(zip|jar|war)$/i.test(path)) return { kind: 'archive', path };
  if (/\.([cm]?[jt]sx?|py|rb|java|go|cs|rs|dll)$/i.test(path)) return unknown(`the code is the single file ${value.text}`);
  return { kind: 'directory', path };
}

function unbuilt(code: CodeLocation): ReadCode {
  return { code, build: { kind: 'none' } };
}

function unknown(reason: string): CodeLocation {
  return { kind: 'unknown', reason };
}

function bundlingOf(value: ProgramValue | undefined): Build {
  if (isNothing(value)) return { kind: 'none' };
  return { kind: 'other', method: 'the bundling of the asset', ofCode: true };
}

function inline(value: ProgramValue | undefined): CodeLocation {
  if (isNothing(value)) return { kind: 'inline' };
  const range = rangeAt(value.place);
  return value.kind === 'text' ? { kind: 'inline', text: value.text, range } : { kind: 'inline', range };
}

/** `{ zipFile }`, `{ s3Bucket, s3Key }` or `{ imageUri }`, as CloudFormation has them. */
function fromProperties(value: ProgramValue): CodeLocation {
  const zipFile = optionOf(value, 'zipFile');
  if (zipFile !== undefined) return zipFile.kind === 'unknown' ? unknown(zipFile.reason) : inline(zipFile);
  return optionOf(value, 'imageUri') === undefined ? unknown('the code is in S3') : { kind: 'image' };
}
