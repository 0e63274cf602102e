import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, functionPlace } from './valueFinding.ts';

/**
 * Names that Lambda's API refuses. `TZ`, `LANG`, `PATH`, `NODE_PATH` and others that Lambda sets too may be set by anybody.
 * Source: “Defined runtime environment variables” of the AWS Lambda Developer Guide.
 */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

export const environmentReserved: Rule<FunctionSubject> = {
  code: 'environment.reserved',
  check(fn) {
    const { definition } = fn;
    const { environment, environmentNames } = definition;
    return Object.entries(environment)
      .filter(([name, value]) => RESERVED.has(name) && value.kind !== 'absent')
      .map(([name, value]) => {
        const at = environmentNames?.[name] ?? (value.kind === 'literal' ? value : functionPlace(definition));
        const message = `${name} is a name that Lambda keeps for itself: it refuses the function. ${adviceFor(name)}`;
        return finding(fn, { severity: 'error', message, at });
      });
  },
};

function adviceFor(name: string): string {
  if (/ACCESS_KEY|SECRET|SESSION/.test(name)) return 'Leave it out: the function gets credentials from its role.';
  return 'Leave it out, since Lambda sets it itself, or choose another name.';
}
