import { createHash, randomUUID } from 'node:crypto';
import { localRegion } from '../localAccount.ts';

/** What S3 tells of an object that was put. `now`: ms since 1970. */
export function s3Event(bucket: string, key: string, content: string, now: number) {
  const object = {
    ...{ key: encodeURIComponent(key).replaceAll('%2F', '/'), size: Buffer.byteLength(content) },
    ...{ eTag: createHash('md5').update(content).digest('hex'), sequencer: now.toString(16).toUpperCase().padStart(18, '0') },
  };
  const owner = { principalId: 'LOCAL' };
  const s3 = {
    ...{ s3SchemaVersion: '1.0', configurationId: 'local' },
    bucket: { name: bucket, ownerIdentity: owner, arn: `arn:aws:s3:::${bucket}` },
    object,
  };
  const record = {
    ...{ eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: localRegion, eventTime: new Date(now).toISOString() },
    ...{ eventName: 'ObjectCreated:Put', userIdentity: owner, requestParameters: { sourceIPAddress: '127.0.0.1' } },
    ...{ responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': 'LOCAL' }, s3 },
  };
  return { Records: [record] };
}
