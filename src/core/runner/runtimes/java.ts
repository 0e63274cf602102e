import { layerFolders } from '../layers.ts';
import type { RunnableFunction } from '../model.ts';
import { isJvm } from './families.ts';
import { preparedBootstrap } from './jdk/bootstrap.ts';
import { findJdk } from './jdk/find.ts';
import type { RuntimeFamily } from './model.ts';
import { interpreterNotFound } from './notFound.ts';

/** Java, and what else runs on its virtual machine: Kotlin, Scala, Groovy. */
export const java: RuntimeFamily = {
  runs: isJvm,

  async interpreter(runtime, machine) {
    const wanted = majorOf(runtime);
    const found = await findJdk(wanted, machine);
    if (found.kind === 'none') throw interpreterNotFound(`a JDK (Java ${wanted} or newer)`, found.path, 'lambdaWorkbench.javaPath');
    const { major, java: path } = found.jdk;
    const notes = major === wanted ? [] : [`It ran on Java ${major}; the function is ${runtime}.`];
    return { path, version: { major, minor: 0 }, env: {}, notes };
  },

  async launch(fn, interpreter, options) {
    const { jar, bridge, archive } = await preparedBootstrap(interpreter, options);
    const { major } = interpreter.version;
    return {
      command: interpreter.path,
      args: [
        ...(options.debug ? ['-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0'] : []),
        ...(archive === undefined ? [] : [`-XX:SharedArchiveFile=${archive}`, ...quietAboutArchives(major)]),
        ...tuning(fn, major),
        '-Dfile.encoding=UTF-8',
        ...(fn.initializationType === 'snap-start' ? [HOOKS] : []),
        ...['-cp', jar, 'lambdaworkbench.Main'],
        ...classPath(fn, bridge),
      ],
      env: interpreter.env,
    };
  },

  // The locale of Lambda may not be installed here; without one in UTF-8, Java can't open files with other letters.
  variables: () => ({ LC_ALL: 'C.UTF-8' }),
};

/** By it the library of SnapStart's hooks, org.crac, finds who calls them. */
const HOOKS = '-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac';

/** As Lambda starts the virtual machine, but for what JAVA_TOOL_OPTIONS says otherwise: there, flags of the command line would win. */
function tuning(fn: RunnableFunction, major: number): readonly string[] {
  const own = `${fn.environment['JAVA_TOOL_OPTIONS'] ?? ''} ${fn.environment['_JAVA_OPTIONS'] ?? ''}`;
  const flags: string[] = ['-Xshare:auto', '-XX:-UsePerfData'];
  if (!/-Xmx|MaxHeapSize|MaxRAM/.test(own)) flags.push(`-Xmx${Math.floor(fn.memoryMb * HEAP_SHARE)}m`);
  if (!/-XX:[+-]Use\w*GC\b/.test(own)) flags.push('-XX:+UseSerialGC');
  const isCompiledWell = majorOf(fn.runtime) >= 25 && fn.initializationType === 'snap-start';
  if (major >= 17 && !isCompiledWell && !/TieredStopAtLevel|TieredCompilation/.test(own)) flags.push('-XX:TieredStopAtLevel=1');
  return flags;
}

/** Of the function's memory: what Lambda leaves for Java's heap. */
const HEAP_SHARE = 0.85;

/** An archive that doesn't fit is left aside (an agent of the function's, another collector): the function's log isn't the place to say so. */
function quietAboutArchives(major: number): readonly string[] {
  return major >= 25 ? ['-Xlog:cds*=off', '-Xlog:aot*=off'] : ['-Xlog:cds*=off'];
}

/** The bootstrap adds the jars in `lib` of each folder; `*` stands for all jars of one. */
function classPath(fn: RunnableFunction, bridge: string): readonly string[] {
  return [fn.codeRoot, ...fn.searchPaths, ...layerFolders(fn, 'java', 'lib', '*'), bridge];
}

function majorOf(runtime: string): number {
  return Number(/\d+/.exec(runtime)?.[0]);
}
