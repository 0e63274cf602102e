import { Buffer } from 'node:buffer';
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
  const used = Object.keys(variables).filter((name) => reserved.has(name));
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

const reserved: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);
