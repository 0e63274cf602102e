import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from '../loopbackHost.ts';
import { AwsError } from './awsError.ts';

/**
 * Lets in what runs on this machine and means to: never a web page. A page's requests carry its origin, or, by DNS rebinding,
 * its own host name; and none can carry an `Authorization` header of AWS's form without asking first, which is never allowed.
 * The signature itself isn't checked: any credentials do. The exception is a `page` that is served here: a browser that shows it calls
 * with no signature and, in its forms, with the page's own origin.
 */
export function checkCaller(request: Pick<IncomingMessage, 'headers'>, port: number, proof: 'signature' | 'secret' | 'page'): void {
  const host = request.headers.host ?? '';
  if (!isLoopbackHost(host, port)) {
    throw new AwsError(
      403,
      'AccessDeniedException',
      `The local cloud answers to 127.0.0.1:${port} and localhost:${port} only, not to the host name of this request.`,
    );
  }
  const { origin } = request.headers;
  const isOwn =
    proof === 'page' && (origin === undefined ? request.headers['sec-fetch-site'] !== 'cross-site' : origin === `http://${host}`);
  if (proof === 'page' ? !isOwn : origin !== undefined) {
    throw new AwsError(403, 'AccessDeniedException', 'The local cloud does not answer web pages.');
  }
  if (proof === 'signature' && !/^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? '')) {
    throw new AwsError(
      403,
      'MissingAuthenticationTokenException',
      'Missing Authentication Token: sign the request with any AWS credentials, as the AWS CLI and the SDKs do.',
    );
  }
}
