import type { FileSystem } from '../ports.ts';
import { localPath } from './layers.ts';
import type { RunnableFunction } from './model.ts';
import type { Launch } from './runtimes/model.ts';

/**
 * A runtime that AWS_LAMBDA_EXEC_WRAPPER starts instead, with the command as its arguments. As on Lambda a shell does it, whose
 * exit status is 127 where the wrapper isn't there and 126 where it can't be executed. Runtimes that bring their own start have none.
 */
export async function wrapped(launch: Launch, fn: RunnableFunction, platform: NodeJS.Platform, files: FileSystem): Promise<Launch> {
  const wrapper = fn.environment['AWS_LAMBDA_EXEC_WRAPPER'];
  if (!wrapper || fn.runtime.startsWith('provided') || fn.container || platform === 'win32') return launch;
  const path = await localPath(wrapper, fn, files);
  return { ...launch, command: '/bin/sh', args: ['-c', 'exec "$@"', 'sh', path, launch.command, ...launch.args] };
}
