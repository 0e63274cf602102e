import type { Artifact } from '../package/model.ts';
import type { FunctionDefinition, Value } from '../project/model.ts';
import { withoutUndefined } from '../withoutUndefined.ts';
import type { DesiredFunction } from './model.ts';

export interface Desired {
  readonly desired: DesiredFunction;
  /** Settings that only a deployment of the whole template could know. */
  readonly warnings: readonly string[];
}

/** What the template says of a function in literals. The rest is left as it is where the function runs. */
export function desiredFrom(
  definition: FunctionDefinition,
  artifact: Pick<Artifact, 'handler' | 'runtime' | 'environment'>,
  overrides: { readonly functionName?: string; readonly role?: string } = {},
): Desired {
  const warnings: string[] = [];
  const known = <T>(name: string, value: Value<T>): T | undefined => {
    if (value.kind === 'unknown') warnings.push(`${name} can’t be told before deploying (${value.reason}): left as it is.`);
    return value.kind === 'literal' ? value.value : undefined;
  };
  const environment: Record<string, string> = { ...artifact.environment };
  const environmentKept: string[] = [];
  for (const [name, value] of Object.entries(definition.environment)) {
    const text = known(`Environment variable ${name}`, value);
    if (text === undefined) environmentKept.push(name);
    else environment[name] = text;
  }
  const hasVariables = Object.keys({ ...artifact.environment, ...definition.environment }).length > 0;
  const gap = definition.environmentGap;
  if (gap !== undefined) warnings.push(`The environment variables can’t be told before deploying (${gap}): left as they are.`);
  // In SAM a role left out is made with the stack: its name isn't known here.
  const role = overrides.role ?? known('Role', definition.role);
  const optional = {
    role,
    description: known('Description', definition.description),
    memoryMb: known('MemorySize', definition.memoryMb),
    timeoutSeconds: known('Timeout', definition.timeoutSeconds),
    ephemeralStorageMb: known('EphemeralStorage', definition.ephemeralStorageMb),
    architecture: known('Architectures', definition.architecture),
    layers: known('Layers', definition.layers),
    environment: gap !== undefined || !hasVariables ? undefined : environment,
    environmentKept: gap !== undefined || environmentKept.length === 0 ? undefined : environmentKept,
  };
  const { handler, runtime } = artifact;
  return {
    desired: { functionName: overrides.functionName ?? definition.name, runtime, handler, ...withoutUndefined(optional) },
    warnings,
  };
}
