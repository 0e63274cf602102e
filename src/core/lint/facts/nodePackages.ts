import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { modify, parse } from 'jsonc-parser';
import type { AnalysedFunction } from '../../analysis/model.ts';
import { type HandlerContext, readFacts } from '../../handler/context.ts';
import { languageOf } from '../../handler/javascript/exports.ts';
import { LineMap } from '../../text.ts';
import { javascriptImports, type ReachedFile, reachedFiles } from './imports.ts';
import type { MissingPackage } from './model.ts';
import { extractNodeImports } from './nodeImports.ts';
import { upwards } from './upwards.ts';

const BUILTIN = new Set(builtinModules);
/** npm's own rule for names, so that `@/config`, `~/x`, `#x` and `virtual:x` are none. */
const NAME = /^(?:@[a-z\d-][a-z\d._~-]*\/)?[a-z\d-][a-z\d._~-]*$/;

/** What stands around a source that says what is installed beside it. */
interface NodeSurroundings {
  /** Nearest first. */
  readonly manifests: readonly Manifest[];
  readonly locks: readonly { readonly name: string; readonly text: string }[];
  /** Why a name may stand for something else than a package of that name. */
  readonly doubtful: boolean;
  readonly folders: readonly string[];
}

interface Manifest {
  readonly path: string;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Packages that the handler's files import and that nothing provides, or only for development. Certain ones only. */
export async function missingNodePackages(
  { definition, resolution }: AnalysedFunction,
  major: number,
  context: HandlerContext,
): Promise<readonly MissingPackage[]> {
  if (resolution.kind !== 'resolved' || definition.code.kind !== 'directory') return [];
  const missing: MissingPackage[] = [];
  const judged = new Set<string>();
  for (const file of await reachedFiles(resolution.path, javascriptImports, context)) {
    if (file.path.includes('node_modules')) continue;
    for (const name of new Set(file.imported.map(packageOf))) {
      if (name === undefined || judged.has(name) || isProvided(name, major)) continue;
      judged.add(name);
      const around = await surroundings(dirname(file.path), definition.folder, context);
      const verdict = await judge(name, around, definition.code.path, context);
      if (verdict === 'provided') continue;
      if (verdict === 'development' && (definition.build.kind !== 'none' || !/\.[cm]?js$/.test(file.path))) continue;
      const found = await certainImport(name, file, context);
      if (found === undefined) continue;
      const developmentOnly = verdict === 'development';
      const manifest = developmentOnly ? around.manifests.find(({ value }) => has(value['devDependencies'], name)) : around.manifests[0];
      const edits = manifest !== undefined && developmentOnly ? moveToDependencies(name, manifest) : undefined;
      missing.push({ name, ...found, developmentOnly, ...(manifest && { manifest: manifest.path }), ...(edits && { edits }) });
    }
  }
  return missing;
}

type Verdict = 'provided' | 'missing' | 'development';

async function judge(name: string, around: NodeSurroundings, root: string, { files }: HandlerContext): Promise<Verdict> {
  const { manifests, locks, folders } = around;
  const sections = (keys: readonly string[]) => manifests.some(({ value }) => keys.some((key) => has(value[key], name)));
  if (sections(['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies']))
    return 'provided';
  // An installed package may still be left out when it is packaged, but only what the lock file says of it is certain.
  if (sections(['devDependencies']))
    return locks.some(({ name: lock, text }) => lock === 'package-lock.json' && isDevelopmentOnly(name, text)) ? 'development' : 'provided';
  for (const folder of [...folders, root]) if ((await files.stat(join(folder, 'node_modules', name))) !== undefined) return 'provided';
  const [first = name] = name.split('/');
  for (const extension of ['', '.js', '.mjs', '.cjs', '.json', '.ts'])
    if ((await files.stat(join(root, first + extension))) !== undefined) return 'provided';
  if (around.doubtful && !isSdk(name)) return 'provided';
  if (manifests.some(({ value }) => has(value['devDependencies'], `@types/${name}`))) return 'provided';
  if (locks.length > 0) return locks.some(({ text }) => text.includes(name)) ? 'provided' : 'missing';
  if (manifests.length === 0) return isSdk(name) ? 'missing' : 'provided';
  const empty = manifests.every(
    ({ value }) => !['dependencies', 'optionalDependencies', 'peerDependencies'].some((key) => size(value[key]) > 0),
  );
  return empty ? 'missing' : 'provided';
}

/** With its version, to where npm would put it; the lock file follows with the next `npm install`. */
function moveToDependencies(name: string, { text, value }: Manifest): MissingPackage['edits'] {
  const development = value['devDependencies'];
  const version = isRecord(development) ? development[name] : undefined;
  if (typeof version !== 'string') return undefined;
  const [indent] = /^[ \t]+(?=")/m.exec(text) ?? ['  '];
  const formattingOptions = { tabSize: indent.length, insertSpaces: !indent.includes('\t'), eol: text.includes('\r\n') ? '\r\n' : '\n' };
  const dependencies = isRecord(value['dependencies']) ? Object.keys(value['dependencies']) : [];
  const place = dependencies.filter((other) => other < name).length;
  const lines = new LineMap(text);
  return [
    ...modify(text, ['dependencies', name], version, { formattingOptions, getInsertionIndex: () => place }),
    ...modify(text, ['devDependencies', name], undefined, { formattingOptions }),
  ].map(({ offset, length, content }) => ({ range: lines.range(offset, offset + length), text: content }));
}

async function certainImport(
  name: string,
  { path }: ReachedFile,
  context: HandlerContext,
): Promise<Pick<MissingPackage, 'imported' | 'at'> | undefined> {
  const imports = await readFacts(path, languageOf(path), extractNodeImports, context);
  const found = typeof imports === 'string' ? undefined : imports.find(({ specifier }) => packageOf(specifier) === name);
  return found === undefined ? undefined : { imported: found.specifier, at: { path, range: found.range } };
}

async function surroundings(start: string, top: string, { files }: HandlerContext): Promise<NodeSurroundings> {
  const folders = upwards(start, top);
  const manifests: NodeSurroundings['manifests'][number][] = [];
  const locks: NodeSurroundings['locks'][number][] = [];
  let doubtful = false;
  for (const folder of folders) {
    const names = new Set((await files.readDirectory(folder)).map(({ name }) => name));
    for (const name of ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock']) {
      const text = names.has(name) ? await files.readText(join(folder, name)) : undefined;
      if (text !== undefined) locks.push({ name, text });
    }
    if (
      ['pnpm-workspace.yaml', 'lerna.json', 'nx.json', 'rush.json', 'turbo.json', 'bun.lockb', '.pnp.cjs', 'deno.json'].some((name) =>
        names.has(name),
      )
    )
      doubtful = true;
    if (folder !== start && [...names].some((name) => /^(?:webpack|rollup|vite|babel|esbuild|build|jest)[\w.-]*\.[cm]?[jt]s$/.test(name)))
      doubtful = true;
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const text = names.has(name) ? await files.readText(join(folder, name)) : undefined;
      if (text !== undefined && /"(?:paths|baseUrl|rootDirs|extends)"/.test(text)) doubtful = true;
    }
    const path = join(folder, 'package.json');
    const text = names.has('package.json') ? await files.readText(path) : undefined;
    const value: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
    if (text === undefined) continue;
    if (!isRecord(value) || ['workspaces', 'imports', '_moduleAliases', 'alias'].some((key) => key in value)) doubtful = true;
    manifests.push({ path, text, value: isRecord(value) ? value : {} });
  }
  return { manifests, locks, doubtful, folders };
}

function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('node:') || BUILTIN.has(specifier) || BUILTIN.has(specifier.split('/')[0] ?? '')) return undefined;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return NAME.test(name) && name.includes('/') === specifier.startsWith('@') ? name : undefined;
}

/** Version 2 of the SDK was in the runtimes up to Node.js 16, version 3 is in those from 18 on. */
function isProvided(name: string, major: number): boolean {
  if (name === 'aws-sdk') return major <= 16;
  return /^@(?:aws-sdk|smithy)\//.test(name) ? major >= 18 : /^(?:aws-lambda-ric|aws-crt|@aws-crypto\/.*)$/.test(name);
}

function isSdk(name: string): boolean {
  return name === 'aws-sdk' || name.startsWith('@aws-sdk/');
}

/** `"node_modules/mocha": { …, "dev": true` of a package-lock.json: no other package needs it. */
function isDevelopmentOnly(name: string, lock: string): boolean {
  const value: unknown = parse(lock);
  const packages = isRecord(value) ? value['packages'] : undefined;
  const entry = isRecord(packages) ? packages[`node_modules/${name}`] : undefined;
  return isRecord(entry) && entry['dev'] === true;
}

function has(section: unknown, name: string): boolean {
  return Array.isArray(section) ? section.includes(name) : isRecord(section) && name in section;
}

function size(section: unknown): number {
  return isRecord(section) ? Object.keys(section).length : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
