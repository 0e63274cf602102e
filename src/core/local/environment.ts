import { Buffer } from 'node:buffer';
import { RESERVED_VARIABLES } from '../runner/variables.ts';
import { invalidParameter, validationError } from './awsError.ts';

/** Checks a function's variables as Lambda does: their names, those it keeps for itself, and 4 KB of JSON in all. */
export function checkEnvironment(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const name of Object.keys(variables)) {
    if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)) {
      throw validationError(
        name,
        'environment.variables',
        'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
      );
    }
  }
  const used = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (used.length > 0) {
    throw invalidParameter(
      `${PREFIX} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${used.join(', ')}`,
    );
  }
  // AWS goes on with all the values; they may be secrets, and error texts end up in logs.
  if (Buffer.byteLength(JSON.stringify(variables)) > 4096) throw invalidParameter(`${PREFIX} exceeded the 4KB limit.`);
  return variables;
}

const PREFIX = 'Lambda was unable to configure your environment variables because the environment variables you have provided';
