import type { AnalysedFunction } from './analysis/model.ts';
import { type Deployment, desiredFrom, planDeployment } from './deploy/index.ts';
import type { LambdaApi } from './deploy/lambdaApi.ts';
import type { DeployTarget } from './deploy/model.ts';
import type { Packager } from './package/index.ts';

export interface PrepareOptions {
  readonly packager: Packager;
  readonly api: LambdaApi;
  readonly target: DeployTarget;
  readonly overrides?: { readonly functionName?: string; readonly role?: string };
  readonly signal?: AbortSignal;
  readonly onStep?: (step: 'package' | 'plan') => void;
  /** A line of what a compiler says. */
  readonly onOutput?: (line: string) => void;
}

/** Packages a function of the workspace and compares it with what is at the target. Nothing is changed there. */
export async function prepareDeployment(fn: AnalysedFunction, options: PrepareOptions): Promise<Deployment> {
  const { packager, api, target, overrides, signal, onStep, onOutput } = options;
  onStep?.('package');
  const artifact = await packager.build(fn.definition, fn.resolution, {
    toThisMachine: isOfThisMachine(target),
    ...(signal && { signal }),
    ...(onOutput && { onOutput }),
  });
  const zip = await packager.zip(artifact);
  onStep?.('plan');
  const { desired, warnings } = desiredFrom(fn.definition, artifact, overrides);
  return await planDeployment(
    { desired, warnings: [...warnings, ...artifact.warnings] },
    { ...zip, files: artifact.files.length },
    api,
    target,
  );
}

/** A Lambda of this machine keeps no images. */
function isOfThisMachine(target: DeployTarget): boolean {
  const hostname = target.endpoint === undefined ? '' : new URL(target.endpoint).hostname;
  return target.kind === 'local-cloud' || /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname);
}
