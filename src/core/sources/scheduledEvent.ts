import { randomUUID } from 'node:crypto';
import { localAccount, localRegion } from '../localAccount.ts';
import type { ScheduleSource } from './model.ts';

/** What a schedule sends: its own input, or the event of EventBridge's rules or of its Scheduler. `time`: ms since 1970. */
export function scheduledEvent({ id, dialect, input }: ScheduleSource, time: number): Uint8Array {
  if (input !== undefined) return Buffer.from(input);
  const isRule = dialect === 'rule';
  const name = id.replaceAll('.', '-');
  return Buffer.from(
    JSON.stringify({
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: isRule ? 'aws.events' : 'aws.scheduler',
      account: localAccount,
      time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: localRegion,
      resources: [
        isRule
          ? `arn:aws:events:${localRegion}:${localAccount}:rule/${name}`
          : `arn:aws:scheduler:${localRegion}:${localAccount}:schedule/default/${name}`,
      ],
      // A rule's is an object, the Scheduler's a text.
      detail: isRule ? {} : '{}',
    }),
  );
}
