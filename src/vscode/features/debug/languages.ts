import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import { valueForRuns } from '../../../core/project/assumptions.ts';
import type { Workbench } from '../../../core/workbench.ts';
import { goLanguage } from './go.ts';
import { javaLanguage } from './java.ts';
import type { DebugLanguage, Places } from './model.ts';
import { pythonLanguage } from './python.ts';

/** Rejects with `runtime-not-supported`, and what a language's own debugger wants. */
export async function debugLanguageOf(
  fn: AnalysedFunction,
  { debugpy, delve }: Pick<Workbench, 'debugpy' | 'delve'>,
): Promise<DebugLanguage> {
  const runtime = valueForRuns(fn.definition.runtime) ?? '';
  if (runtime.startsWith('nodejs')) return { options: {}, attachConfiguration: nodeAttach };
  if (runtime.startsWith('python')) return pythonLanguage(runtime, debugpy);
  if (runtime.startsWith('java')) return javaLanguage();
  if (isGo(fn, runtime)) return await goLanguage(delve);
  throw new WorkbenchError(
    'runtime-not-supported',
    `${fn.definition.name} can’t be debugged here: its runtime is ${runtime || 'not known'}.`,
    'Functions in JavaScript, TypeScript, Python, Java and Go can be debugged.',
  );
}

/** Runtimes of programs don't say what language those are in: their source does. */
function isGo({ resolution }: AnalysedFunction, runtime: string): boolean {
  return runtime === 'go1.x' || (runtime.startsWith('provided') && 'path' in resolution && resolution.path?.endsWith('.go') === true);
}

function nodeAttach(port: number, { root, bootstraps, taskRoot }: Places) {
  return {
    type: 'node',
    request: 'attach',
    address: '127.0.0.1',
    port,
    continueOnAttach: true,
    ...(taskRoot !== undefined && { localRoot: root, remoteRoot: taskRoot }),
    sourceMaps: true,
    outFiles: [`${root.replaceAll('\\', '/')}/**/*.{js,mjs,cjs}`],
    // The bundle is outside of the workspace; its map leads back into it.
    resolveSourceMapLocations: null,
    skipFiles: ['<node_internals>/**', `${bootstraps.replaceAll('\\', '/')}/**`],
    internalConsoleOptions: 'neverOpen',
  };
}
