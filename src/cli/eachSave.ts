import type { FolderSnapshot } from '../core/analysis/model.ts';
import { describeError } from '../core/errors.ts';
import { Follower } from '../core/serving/follower.ts';
import type { CommandContext } from './command.ts';
import { folderAt, openAnalysis } from './folder.ts';

export interface Save {
  /** Absolute paths that changed since the run before; none at first. */
  readonly changed: ReadonlySet<string>;
  /** Told the absolute paths that a run is made of, as soon as they are known, or that any may be. Not told, it is asked after each save. */
  readonly made: (of: Iterable<string> | 'any') => void;
}

/**
 * Runs at once, and again after each save of what the run before was made of, until Ctrl+C. What a run throws is said, and the next save
 * may mend it; thrown is only `folder-not-found`. A run that had nothing to do is passed over in silence.
 */
export async function onEachSave(
  context: CommandContext,
  directory: string | undefined,
  run: (snapshot: FolderSnapshot, save: Save) => Promise<'done' | 'nothing-to-do'>,
): Promise<void> {
  const { clock, signal, stderr, watch, logger } = context;
  const folder = await folderAt(context, directory);
  const { analysis, end } = openAnalysis(context, folder);
  // Not known before the first build, and after one that failed: then any file may mend it.
  let parts: ReadonlySet<string> | undefined;
  let heard = new Set<string>();
  const made: Save['made'] = (of) => {
    parts = of === 'any' ? undefined : new Set(of);
  };
  const follower = new Follower(clock, async () => {
    const changed = heard;
    heard = new Set();
    try {
      const snapshot = await analysis.snapshot(folder);
      end();
      if ((await run(snapshot, { changed, made })) === 'nothing-to-do') return;
    } catch (error) {
      parts = undefined;
      if (signal.aborted) return;
      const { message, advice } = describeError(error);
      logger.warn(`${message} ${advice ?? ''}`.trim(), error);
    }
    if (!signal.aborted) stderr(`Watching ${folder}: it runs again on each save. Ctrl+C ends it.\n`);
  });
  const stopWatching = await watch(folder, {
    onChange(path) {
      analysis.fileChanged(path);
      heard.add(path);
      if (parts === undefined || parts.has(path)) follower.changed();
    },
    onLost: (why) => logger.warn(`${folder} can’t be watched: ${why}. Start the command again after a change.`),
  });
  try {
    follower.changed();
    await follower.settled();
    await aborted(signal);
  } finally {
    stopWatching();
    follower.stop();
    await follower.settled();
    end();
    analysis.dispose();
  }
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
