import { type ErrorCode, WorkbenchError } from '../errors.ts';
import type { DeployTarget } from './model.ts';

/**
 * What the AWS SDK threw, as a failure that a person can act upon. `action` completes "Can't …": `read the function f`.
 * `service`: whose API was asked. Told apart by the error's name and HTTP status; texts only where AWS gives nothing else.
 */
export function awsFailure(error: unknown, action: string, target: DeployTarget, service: AwsService = lambda): WorkbenchError {
  if (error instanceof WorkbenchError) return error;
  const { name, message, code, status } = factsOf(error);
  const fail = (kind: ErrorCode, text: string, advice: string) => new WorkbenchError(kind, text, advice, { cause: error });
  const said = redacted(message);
  if (name === 'AbortError') return fail('cancelled', `Cancelled: ${action}.`, 'Start it again.');
  if (/Region is missing/.test(message))
    return fail(
      'credentials',
      `Can’t ${action}: no region is set.`,
      'Set AWS_REGION, name a region (--region eu-west-1), or set one in the profile: aws configure set region eu-west-1.',
    );
  if (CREDENTIALS.test(name)) {
    const advice = /SSO|sso/.test(`${name} ${message}`)
      ? `Sign in again: aws sso login${target.kind === 'aws' && target.profile ? ` --profile ${target.profile}` : ''}`
      : NO_CREDENTIALS.test(message)
        ? 'Sign in with the AWS CLI (aws configure, or aws sso login), or name a profile. The local cloud needs no credentials.'
        : 'Refresh the credentials, or choose another profile.';
    return fail('credentials', `Can’t ${action}: ${said}`, advice);
  }
  if (/^(AccessDenied|UnauthorizedOperation)/.test(name) || status === 403) {
    const missing = /perform: (\S+)/.exec(message)?.[1];
    const advice =
      missing === undefined
        ? 'Ask for the permission, or use another profile.'
        : `Allow ${missing} for this identity, or use another profile.`;
    return fail('access-denied', `Not allowed to ${action}: ${said}`, advice);
  }
  if (status === 409 || status === 412) {
    const advice = 'Wait until the other change is done, then look at a new plan.';
    return fail('deploy-conflict', `Can’t ${action}, for somebody else changes or has changed the function: ${said}`, advice);
  }
  if (status === 413) return fail('package-too-large', `Can’t ${action}: ${said}`, 'Make the package smaller.');
  if (UNREACHABLE.test(`${name} ${code}`)) {
    const advice = target.kind === 'local-cloud' ? 'Start the local cloud again.' : 'Check the network, the proxy and the region.';
    return fail('endpoint-unreachable', `Can’t ${action}: ${describeTarget(target)} can’t be reached (${code || name}).`, advice);
  }
  if (name === 'SyntaxError') {
    const advice = 'Check the endpoint and the proxy.';
    return fail('endpoint-unreachable', `Can’t ${action}: what answers for ${describeTarget(target)} isn’t ${service.name}’s API.`, advice);
  }
  return fail(service.otherwise, `Can’t ${action}: ${said || name}`, service.advice(message));
}

/** What differs from service to service. */
export interface AwsService {
  /** As AWS writes it. */
  readonly name: string;
  /** Of what nothing more is known about. */
  readonly otherwise: ErrorCode;
  /** What to do then, by the service's own text. */
  advice(message: string): string;
}

/** For a person: `the local cloud`, `AWS (profile dev, eu-west-1)`. */
export function describeTarget(target: DeployTarget): string {
  if (target.kind === 'local-cloud') return 'the local cloud';
  const parts = [target.profile && `profile ${target.profile}`, target.region, target.endpoint && `at ${target.endpoint}`].filter(Boolean);
  return parts.length === 0 ? 'AWS' : `AWS (${parts.join(', ')})`;
}

/** A role that was just made isn't known everywhere yet: for some seconds, and in exactly these words. */
export function isFreshRole(error: unknown): boolean {
  return error instanceof WorkbenchError && error.message.includes('The role defined for the function cannot be assumed by Lambda');
}

const CREDENTIALS =
  /Credentials|TokenProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken|SSO/;
const NO_CREDENTIALS = /Could not load credentials from any providers/;
const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|ENETUNREACH|EHOSTUNREACH|CERT|TimeoutError|NetworkingError/;

/** Lambda repeats all values of the environment when they are too long. */
function redacted(message: string): string {
  return message.replace(/(String measured: ).*/s, '$1(not shown)');
}

const lambda: AwsService = { name: 'Lambda', otherwise: 'deploy-failed', advice: adviceByText };

function adviceByText(message: string): string {
  if (/cannot be assumed by Lambda/.test(message)) return 'Let lambda.amazonaws.com assume the role: correct the role’s trust policy.';
  if (/no longer supported for creating or updating/.test(message)) return 'Choose a newer runtime where the function is defined.';
  if (/4KB limit/.test(message)) return 'Move long values out of the environment, for example to Parameter Store.';
  if (/Unzipped size/.test(message)) return 'Make the package smaller; layers count too.';
  if (/CodeSigning|CodeVerification/.test(message)) return 'The function only takes signed code: deploy it through its pipeline.';
  return 'Correct what Lambda names, then deploy again.';
}

function factsOf(error: unknown): {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly status: number | undefined;
} {
  if (!(error instanceof Error)) return { name: '', message: String(error), code: '', status: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const metadata = '$metadata' in error ? (error.$metadata as { readonly httpStatusCode?: number } | undefined) : undefined;
  // Lambda writes `Message` in some answers and `message` in others.
  const capital = 'Message' in error && typeof error.Message === 'string' ? error.Message : '';
  return { name: error.name, message: error.message || capital, code, status: metadata?.httpStatusCode };
}
