import { Buffer } from 'node:buffer';
import { invalidParameter } from './awsError.ts';
import type { Fields } from './fields.ts';

/** The zip of a request: the local cloud has neither buckets nor a registry to fetch one from. */
export function zipOf(fields: Fields): Uint8Array {
  const zip = fields.text('ZipFile');
  if (zip !== undefined) return Buffer.from(zip, 'base64');
  if (fields.text('S3Bucket') !== undefined || fields.text('S3Key') !== undefined) {
    throw invalidParameter('The local cloud has no S3: send the package itself, as ZipFile.');
  }
  if (fields.text('ImageUri') !== undefined) throw invalidParameter('The local cloud runs zip packages; it has no container images.');
  throw invalidParameter('Please provide a source for function code.');
}
