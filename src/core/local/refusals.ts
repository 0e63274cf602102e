import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiResponse } from './api.ts';
import { AwsError } from './awsError.ts';

/** The service that a request is signed for, by its signing name: `lambda`, `s3`. Undefined where it isn't signed. */
export function signedFor({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  // Signatures for several regions name none.
  return /Credential=[^/,\s]+\/\d{8}\/(?:[^/,\s]+\/)?([^/,\s]+)\/aws4_request/.exec(authorization)?.[1];
}

/** What a client of a service that isn't here is told. `served`: the names of those that are. */
export function notServed(service: string, served: readonly string[]): AwsError {
  const offer = `${served.slice(0, -1).join(', ')} and ${served.at(-1)}`;
  return new AwsError(
    400,
    'UnknownOperationException',
    `The service "${service}" is not served here, only ${offer} are. Set AWS_ENDPOINT_URL_LAMBDA, and the like for the others, instead of AWS_ENDPOINT_URL or --endpoint-url: then every other service is asked at its own address.`,
  );
}

/** An error in the form that the client of this request reads. */
export function refusalFor(error: AwsError, headers: IncomingHttpHeaders, requestId: string): ApiResponse {
  const service = signedFor(headers) ?? '';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return cborError(error);
  if (headers['x-amz-target'] !== undefined) return jsonError(error);
  if (service === 's3') return xml(error, `<Error>${fields(error)}<RequestId>${requestId}</RequestId></Error>`);
  if (service === 'ec2') {
    return xml(error, `<Response><Errors><Error>${fields(error)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`);
  }
  const isQuery = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (!isQuery && !REST_XML.has(service)) return restJsonError(error);
  return xml(
    error,
    `<ErrorResponse><Error><Type>${blame(error)}</Type>${fields(error)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
}

const REST_XML: ReadonlySet<string> = new Set(['cloudfront', 'route53', 's3-control']);

/** Lambda's: 404 and faults write `Message`, the others `message`; violations of the model have no `Type`. */
function restJsonError(error: AwsError): ApiResponse {
  const messageMember = error.status === 404 || error.status >= 500 ? 'Message' : 'message';
  const type = error.code === 'ValidationException' ? {} : { Type: error.status >= 500 ? 'Service' : 'User' };
  const reason = error.reason === undefined ? {} : { Reason: error.reason };
  return {
    status: error.status,
    headers: { 'x-amzn-ErrorType': error.code },
    body: { ...type, ...reason, [messageMember]: error.message },
  };
}

/** Of services with a target, CloudWatch Logs among them: the code is in `__type`, and every refusal is a 400. */
function jsonError(error: AwsError): ApiResponse {
  return {
    status: error.status >= 500 ? error.status : 400,
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'x-amzn-ErrorType': error.code },
    body: { __type: error.code, message: error.message },
  };
}

function cborError(error: AwsError): ApiResponse {
  const texts = ['__type', error.code, 'message', error.message];
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    // A map of two texts.
    body: Buffer.concat([Buffer.from([0xa2]), ...texts.map(cborText)]),
  };
}

function cborText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x79, bytes.byteLength >> 8, bytes.byteLength & 255]), bytes]);
}

function xml(error: AwsError, text: string): ApiResponse {
  return {
    status: error.status,
    headers: { 'Content-Type': 'text/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`),
  };
}

function fields({ code, message }: AwsError): string {
  return `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>`;
}

function blame({ status }: AwsError): string {
  return status >= 500 ? 'Receiver' : 'Sender';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
