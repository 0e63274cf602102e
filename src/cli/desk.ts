import type { AnalysedFunction } from '../core/analysis/model.ts';
import type { ServedFront } from '../core/http/index.ts';
import type { LocalCloud } from '../core/local/index.ts';
import type { CommandContext } from './command.ts';

/** What `serve` has besides Lambda and HTTP: schedules, queues, and the page that shows all of it. */
export async function openDesk({ clock, logger, options }: CommandContext, functions: readonly AnalysedFunction[], cloud: LocalCloud) {
  const [{ sourcesOf }, { Schedules }, { Queues }, { sqsRoutes }, { servePageRoutes }] = await Promise.all([
    import('../core/sources/read.ts'),
    import('../core/sources/schedules.ts'),
    import('../core/sources/queues.ts'),
    import('../core/sources/sqsRoutes.ts'),
    import('../core/servePage/routes.ts'),
  ]);
  const sources = sourcesOf(functions.map(({ definition }) => definition));
  const ports = { clock, logger, run: (name: string, event: Uint8Array, caller: string) => cloud.invoke(name, event, { caller }) };
  const schedules = new Schedules(
    sources.filter((source) => source.kind === 'schedule'),
    ports,
  );
  const queues = new Queues(
    sources.filter((source) => source.kind === 'queue'),
    ports,
  );
  const onTime = options['schedules'] === true;
  let at: { readonly endpoint: string; readonly fronts: readonly ServedFront[] } = { endpoint: '', fronts: [] };
  const state = () => ({ ...at, onTime, now: clock.now(), functions: cloud.functions(), recent: cloud.recentInvocations() });
  return {
    services: [...sqsRoutes(queues), ...servePageRoutes({ schedules, queues, state })],
    /** Once everything is served. */
    open(endpoint: string, fronts: readonly ServedFront[]): void {
      at = { endpoint, fronts };
      if (onTime) schedules.start();
    },
    close(): void {
      schedules.stop();
      queues.stop();
    },
  };
}
