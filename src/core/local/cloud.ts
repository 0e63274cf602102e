import { randomUUID } from 'node:crypto';
import type { Delivery } from '../asynchronous.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Runner } from '../runner/model.ts';
import { notFound } from './awsError.ts';
import type { CodeStore } from './codeStore.ts';
import type { CloudFunction, FunctionVersion } from './functionModel.ts';
import { aliasesOf, functionArn } from './functionModel.ts';
import { parseFunctionName } from './functionName.ts';
import type { FunctionStore } from './functionStore.ts';
import type { Links } from './links.ts';
import type { LogStore } from './logStore.ts';
import type { RecentInvocations } from './recent.ts';

/** What the operations work with. */
export interface Cloud {
  readonly functions: FunctionStore;
  readonly links: Links;
  readonly code: CodeStore;
  readonly logs: LogStore;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly recent: RecentInvocations;
  /** For functions that don't set them themselves. */
  readonly functionVariables: () => Readonly<Record<string, string>>;
  /** Takes what an asynchronous invocation sends on, the `hops`th in a row; false where its target isn't here. */
  readonly deliver: (delivery: Delivery, hops: number) => boolean;
  /** Told the names of functions that are called, and aren't here. */
  readonly onMissing: (name: string) => void;
  /** Aborts when the cloud closes. */
  readonly closing: AbortSignal;
}

/** The function and the version that a request names, by an alias too. Unknown ones are AWS's 404. */
export function findFunction(
  cloud: Cloud,
  nameText: string,
  qualifierParameter?: string | null,
): { readonly fn: CloudFunction; readonly version: FunctionVersion; readonly qualifier: string | undefined } {
  const { name, qualifier } = parseFunctionName(nameText, qualifierParameter);
  const fn = cloud.functions.get(name);
  const wanted = (fn && aliasesOf(fn).find((alias) => alias.name === qualifier)?.version) ?? qualifier;
  const version =
    wanted === undefined || wanted === '$LATEST' ? fn?.latest : fn?.versions.find((candidate) => candidate.version === wanted);
  if (fn === undefined || version === undefined) throw notFound(`Function not found: ${functionArn(name, qualifier)}`);
  return { fn, version, qualifier };
}

/** How long a new function is Pending, and an update InProgress: long enough to be seen, short enough not to be waited for. */
const TRANSITION_MS = 100;

/** Brings `$LATEST` to rest a moment later: Active, Successful, with another revision, and serving from then on. */
export function settleLater(cloud: Cloud, name: string, revisionId: string): void {
  const cancel = cloud.clock.schedule(TRANSITION_MS, () => {
    cloud.closing.removeEventListener('abort', cancel);
    const settled = cloud.functions.exclusive(name, async () => {
      const fn = cloud.functions.get(name);
      if (fn?.latest.revisionId !== revisionId) return;
      const latest: FunctionVersion = { ...fn.latest, state: 'Active', lastUpdate: 'Successful', revisionId: randomUUID() };
      await cloud.functions.put({ ...fn, latest, serving: latest });
      cloud.runner.retire(name);
    });
    settled.catch((error: unknown) => cloud.logger.error(`The local cloud can’t complete the update of ${name}`, error));
  });
  cloud.closing.addEventListener('abort', cancel, { once: true });
}
