import { dirname, join, resolve } from 'node:path';
import { BuildError, WorkbenchError } from '../../errors.ts';
import { relativePath } from '../../paths.ts';
import type { FileSystem } from '../../ports.ts';
import type { FunctionDefinition, Value } from '../../project/model.ts';
import { type Copy, imagePlan } from './plain.ts';

/** A function of an image, as it runs here. */
export interface WithoutImage {
  readonly kind: 'plain';
  readonly definition: FunctionDefinition;
  /** Absolute folder of the list of packages, where it isn't the code's. */
  readonly lists?: string;
  /** What its ENV sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** Why a function can't be taken out of its image. */
export interface NeedsImage {
  readonly kind: 'needs-image';
  readonly error: WorkbenchError;
}

/**
 * Takes a function out of its image, to run it without Docker, or answers what stands in the way. Throws a WorkbenchError where no
 * image can be built either.
 */
export async function withoutImage(definition: FunctionDefinition, files: FileSystem): Promise<WithoutImage | NeedsImage> {
  const { name, code, folder } = definition;
  const path = code.kind === 'image' ? code.dockerfile : undefined;
  if (path === undefined) throw needsDocker(`${name} is a container image, and where its Dockerfile is isn’t said where it is defined.`);
  const text = await files.readText(path);
  if (text === undefined) throw needsDocker(`${name} is a container image, and its Dockerfile isn’t there: ${path}.`);
  const plan = imagePlan(text);
  if (plan.kind === 'needs-docker') {
    const message = `${name} is a container image that only Docker can build. ${relativePath(folder, path)}:${plan.line}: ${plan.text}\n${plan.reason}`;
    return { kind: 'needs-image', error: needsDocker(message) };
  }
  const image = code.kind === 'image' ? code : undefined;
  const context = image?.context ?? dirname(path);
  await refuseMissing(plan.copies, context, { path, shown: relativePath(folder, path), name }, files);
  const handler = image?.command?.[0] ?? plan.handler;
  if (handler === undefined && !plan.runtime.startsWith('provided'))
    return { kind: 'needs-image', error: needsDocker(`${name} is a container image, and no handler is in its CMD: ${path}.`) };
  const literal = (value: string): Value<string> => ({ kind: 'literal', value, path, range: definition.range });
  return {
    kind: 'plain',
    definition: {
      ...definition,
      packageType: 'Zip',
      runtime: literal(plan.runtime),
      handler: literal(handler ?? 'bootstrap'),
      code: { kind: 'directory', path: resolve(context, plan.root) },
      build: { kind: 'none' },
    },
    ...(plan.lists !== undefined && { lists: join(context, plan.lists) }),
    environment: plan.environment,
    notes: [`${name} is a container image: here its files run without it, as ${plan.runtime} would.`],
  };
}

/** What Docker would fail with as well: the build's error, with its place in the Dockerfile. */
async function refuseMissing(
  copies: readonly Copy[],
  context: string,
  { path, shown, name }: { readonly path: string; readonly shown: string; readonly name: string },
  files: FileSystem,
): Promise<void> {
  for (const copy of copies) {
    if ((await files.stat(join(context, copy.path))) !== undefined) continue;
    const { line, text } = copy.instruction;
    const message = `${copy.path} isn’t in the build context, ${context}`;
    throw new BuildError(
      `The image of ${name} can’t be built. ${shown}:${line}: ${text}\n${message}.`,
      'Correct the path in the Dockerfile, or the context where the function is defined.',
      [{ path, line, column: 1, message }],
    );
  }
}

function needsDocker(message: string): WorkbenchError {
  const advice = 'Install Docker, Podman or Finch: only a plain copy onto one of AWS’s base images runs here without it.';
  return new WorkbenchError('package-failed', message, advice);
}
