import { delimiter, join } from 'node:path';
import { layerFolders } from '../layers.ts';
import type { RunnableFunction } from '../model.ts';
import { installedVersions, nearest, versionsOf } from './discovery.ts';
import type { Interpreter, RuntimeFamily, Version } from './model.ts';
import { interpreterNotFound } from './notFound.ts';

export const ruby: RuntimeFamily = {
  runs: (runtime) => /^ruby\d+\.\d+$/.test(runtime),

  async interpreter(runtime, machine) {
    const wanted = versionOf(runtime);
    const named = machine.paths.ruby ?? '';
    const candidates = named === '' ? [await machine.find(`ruby${text(wanted)}`), await machine.find('ruby')] : [named];
    const known = await versionsOf(candidates, machine);
    const isExact = known.some(({ version }) => distance(version, wanted) === 0);
    const installed = named !== '' || isExact ? [] : await installedVersions('ruby', machine);
    const found = nearest([...known, ...installed], (version) => distance(version, wanted));
    if (found === undefined) throw interpreterNotFound(`Ruby ${text(wanted)}`, candidates.find(Boolean), 'lambdaWorkbench.rubyPath');
    const notes = text(found.version) === text(wanted) ? [] : [`It ran on Ruby ${text(found.version)}; the function is ${runtime}.`];
    return { path: found.path, version: found.version, env: {}, notes };
  },

  launch: (fn, interpreter, { bootstraps }) => ({
    command: interpreter.path,
    // Texts are UTF-8, whatever locales this machine has.
    args: ['--disable-gems', '-EUTF-8', join(bootstraps, 'ruby.rb')],
    env: { ...interpreter.env, ...gemPath(fn, interpreter) },
  }),

  variables(fn, platform) {
    const delimiter = platform === 'win32' ? ';' : ':';
    return { RUBYLIB: [fn.codeRoot, ...layerFolders(fn, 'ruby', 'lib')].join(delimiter) };
  },
};

/** Gems of the package: those of `vendor/bundle`, and those that were installed for it; of the runtime's version, and of the one it runs on. */
function gemPath(fn: RunnableFunction, { version }: Interpreter): Readonly<Record<string, string>> {
  if (fn.environment['GEM_PATH'] !== undefined) return {};
  const versions = [...new Set([text(versionOf(fn.runtime)), text(version)])];
  const roots = [join(fn.codeRoot, 'vendor', 'bundle'), ...fn.searchPaths];
  const folders = roots.flatMap((root) => versions.map((each) => join(root, 'ruby', `${each}.0`)));
  const layers = versions.flatMap((each) => layerFolders(fn, 'ruby', 'gems', `${each}.0`));
  return { GEM_PATH: [...folders, ...layers].join(delimiter) };
}

/** How far a version of Ruby is from the wanted one: each minor one is a step, and 4.0 follows 3.4 here, with its 3.5 left out. */
function distance({ major, minor }: Version, wanted: Version): number {
  return (major - wanted.major) * 5 + minor - wanted.minor;
}

function versionOf(runtime: string): Version {
  const [major, minor] = runtime.slice('ruby'.length).split('.');
  return { major: Number(major), minor: Number(minor) };
}

function text({ major, minor }: Version): string {
  return `${major}.${minor}`;
}
