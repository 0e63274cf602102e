import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parse } from 'jsonc-parser';
import { WorkbenchError } from '../errors.ts';
import { type CompileTools, runTool } from './native/compile.ts';

/**
 * Installs what the package.json of `folder` asks for into `node_modules` of `into`, without what is only needed to develop, and not
 * again while it and its lock say the same. Whatever else is in `into` is removed by that.
 */
export async function installModules(folder: string, into: string, tools: CompileTools): Promise<void> {
  const { files } = tools;
  const manifest = manifestOf(await files.readText(join(folder, MANIFEST)), folder);
  const beside = new Map<string, string>();
  for (const name of ['package-lock.json', 'npm-shrinkwrap.json', '.npmrc']) {
    const text = await files.readText(join(folder, name));
    if (text !== undefined) beside.set(name, text);
  }
  const marker = `${join(into, '..')}.installed`;
  const wanted = createHash('sha256')
    .update(JSON.stringify([manifest, ...beside]))
    .digest('hex');
  if ((await files.readText(marker)) === wanted) return;
  await files.remove(marker);
  await files.remove(into);
  if (manifest !== undefined) {
    await files.write(join(into, MANIFEST), manifest);
    for (const [name, text] of beside) await files.write(join(into, name), text);
    const result = await runTool(NPM, { args: INSTALL, cwd: into }, tools);
    if (!result.succeeded) throw npmFailure(folder, result.output);
  }
  await files.write(marker, wanted);
}

const MANIFEST = 'package.json';

const NPM = { name: 'npm', title: 'npm', advice: 'Install Node.js with npm, and open the editor again so that it sees the new PATH.' };

/** As `sam build` has it. Packages of other folders are copied, as they are into what is deployed. */
const INSTALL = ['install', '--omit=dev', '--install-links', '--no-audit', '--no-fund', '--no-update-notifier'];

/** What of a manifest decides what is installed; packages of other folders by where those are. Undefined where that is nothing. */
function manifestOf(text: string | undefined, folder: string): string | undefined {
  const content: unknown = text === undefined ? undefined : parse(text);
  if (typeof content !== 'object' || content === null) return undefined;
  const wanted: Record<string, unknown> = {};
  let isEmpty = true;
  for (const [name, value] of Object.entries(content)) {
    if (!DECIDING.test(name) || typeof value !== 'object' || value === null) continue;
    wanted[name] = Array.isArray(value) ? value : Object.fromEntries(Object.entries(value).map((entry) => placed(entry, folder)));
    isEmpty &&= name === 'overrides' || Object.keys(value).length === 0;
  }
  return isEmpty ? undefined : JSON.stringify({ name: 'layer', version: '1.0.0', private: true, ...wanted }, undefined, 2);
}

const DECIDING = /^(?:dependencies|optionalDependencies|peerDependencies|peerDependenciesMeta|overrides)$/;

function placed([name, version]: [string, unknown], folder: string): [string, unknown] {
  const path = typeof version === 'string' ? /^(?:file:|link:)(.+)$/.exec(version)?.[1] : undefined;
  return [name, path === undefined ? version : `file:${resolve(folder, path)}`];
}

function npmFailure(folder: string, output: string): WorkbenchError {
  const last = output.trim().split('\n').slice(-6).join('\n');
  const isOffline = /E(?:NOTFOUND|AI_AGAIN|CONNREFUSED|TIMEDOUT|NETUNREACH)|ERR_SOCKET_TIMEOUT/.test(output);
  return new WorkbenchError(
    'package-failed',
    `npm could not install ${join(folder, MANIFEST)}:\n${last}`,
    isOffline
      ? 'The package registry could not be reached: check the network and the proxy, then run it again.'
      : 'Correct package.json, or check the network and the proxy; the log has all that npm said.',
  );
}
