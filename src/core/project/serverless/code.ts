import path from 'node:path';
import { nameValue } from '../cloudformation/values.ts';
import type { CodeLocation } from '../model.ts';
import { likely, type Outcome } from './located.ts';
import { isTrue, type OwnProperty, type Service } from './service.ts';
import { name } from './values.ts';
import { scalarText } from './variables.ts';

/** Where a function's code is: in the service's folder, unless a package is already there. */
export function readCode(service: Service, own: OwnProperty): CodeLocation {
  const image = own('image');
  if (image.kind === 'unknown' || image.at !== undefined) return readImage(image, service);
  const artifact = artifactOf(service, own);
  if (artifact.kind === 'unknown' || artifact.at !== undefined) return readArtifact(artifact, service);
  // Of Python's requirements, a plug-in's word that version 4 took over: what is in this folder is at the top of the package.
  const module = scalarText(own('module'));
  // A handler that names the folder itself is packaged with it.
  const isTop = module !== undefined && !(scalarText(own('handler')) ?? '').startsWith(`${module.replace(/^\.\/|\/$/g, '')}/`);
  return { kind: 'directory', path: path.resolve(service.directory, isTop ? module : '.') };
}

/** An image is one of the provider's by its name, which are built here, or one that is there already. */
function readImage(image: Outcome, { variables, provider, directory }: Service): CodeLocation {
  const called = scalarText(image) ?? scalarText(variables.get(image, 'name'));
  const images = variables.get(variables.get(provider, 'ecr'), 'images');
  const built = called === undefined ? undefined : variables.get(images, called);
  const folder = built === undefined ? undefined : (scalarText(built) ?? scalarText(variables.get(built, 'path')));
  if (built === undefined || folder === undefined || /:\/\/|\.amazonaws\.com/.test(folder)) return { kind: 'image' };
  const context = path.resolve(directory, folder);
  const dockerfile = path.resolve(context, scalarText(variables.get(built, 'file')) ?? 'Dockerfile');
  const command = scalarText(variables.get(variables.get(image, 'command'), '0'));
  return {
    kind: 'image',
    dockerfile,
    ...(path.dirname(dockerfile) !== context && { context }),
    ...(command !== undefined && { command: [command] }),
  };
}

/** A function's own artifact, else the service's, unless the function is packaged by itself. */
function artifactOf(service: Service, own: OwnProperty): Outcome {
  const { variables, root } = service;
  const ownPackage = own('package');
  const artifact = variables.get(ownPackage, 'artifact');
  const isOwn = artifact.kind === 'unknown' || artifact.at !== undefined || isTrue(variables.get(ownPackage, 'individually'));
  return isOwn ? artifact : variables.get(variables.get(root, 'package'), 'artifact');
}

function readArtifact(artifact: Outcome, service: Service): CodeLocation {
  const written = name(artifact);
  if (written.kind === 'literal') return located(written.value, service);
  const at = likely(artifact);
  const assumed = at === undefined ? undefined : nameValue(at.node, at.source);
  const location = assumed?.kind === 'literal' ? located(assumed.value, service) : undefined;
  const reason = written.kind === 'unknown' ? written.reason : 'the service doesn’t say where its package is';
  if (location?.kind !== 'archive' || artifact.kind !== 'assumed') return { kind: 'unknown', reason };
  return { kind: 'unknown', reason, assumed: { value: location, because: artifact.because } };
}

function located(written: string, service: Service): CodeLocation {
  if (/^(?:s3:|https?:\/\/.*s3.*amazonaws)/i.test(written)) return { kind: 'unknown', reason: 'the code is in S3' };
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(written)) return { kind: 'unknown', reason: `the code is at ${written}` };
  return { kind: 'archive', path: path.resolve(service.directory, written) };
}
