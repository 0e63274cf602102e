import { invokeAsynchronously } from '../asynchronous.ts';
import type { Cloud } from './cloud.ts';
import { asRefusal, type Invocable, run } from './invocations.ts';

/**
 * Runs a function for an event that nobody waits for: again where it fails, with what becomes of it sent on to its destination. `hops`:
 * how many functions that were called so sent on what led here.
 */
export function invokeInBackground(
  cloud: Cloud,
  invocable: Invocable,
  event: Uint8Array,
  { hops = 0, ...options }: Omit<Parameters<typeof run>[3], 'requestId'> & { readonly hops?: number },
): void {
  const { fn, runnable } = invocable;
  const settings = { clock: cloud.clock, policy: cloud.links.policyOf(fn.name), signal: cloud.closing };
  const attempt = (requestId: string | undefined) =>
    run(cloud, invocable, event, { ...options, ...(requestId === undefined ? {} : { requestId }) }).catch((error: unknown) => {
      throw asRefusal(error);
    });
  invokeAsynchronously(attempt, event, runnable.arn, settings).then(
    ({ notes, delivery }) => {
      if (delivery !== undefined) cloud.deliver(delivery, hops + 1);
      for (const note of notes) cloud.logger.info(`${fn.name}: ${note}`);
    },
    (error: unknown) => cloud.logger.error(`The asynchronous invocation of ${fn.name} could not be run`, error),
  );
}
