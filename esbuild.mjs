/**
 * Builds `dist/`: `node esbuild.mjs` for the package (minified), `node esbuild.mjs --dev` with source maps.
 * What activation loads stays small because a dynamic `import()` becomes a chunk of its own.
 * `out/meta.json` tells what is in each file; the package's test reads it.
 */
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const dev = process.argv.includes('--dev');

/** Output name -> source. */
const nodeEntries = {
  extension: 'src/vscode/extension.ts',
  cli: 'src/cli/main.ts',
  worker: 'src/worker/main.ts',
  json: 'src/worker/json.ts',
};
const browserEntries = { panel: 'src/panel/main.ts' };

/** Output name -> path below node_modules. */
const grammars = JSON.parse(await readFile(join(root, 'src/core/syntax/grammars.json'), 'utf8'));

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  metafile: true,
  minify: !dev,
  sourcemap: dev,
  logLevel: 'warning',
  legalComments: 'none',
};

const [node, browser] = await Promise.all([
  build({
    ...common,
    entryPoints: nodeEntries,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // `main` of some packages is UMD, which hides its requires from the bundler.
    mainFields: ['module', 'main'],
    external: ['vscode', 'esbuild'],
    // Bundled CommonJS packages call require for Node's own modules.
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  }),
  build({ ...common, entryPoints: browserEntries, platform: 'browser', target: 'es2022', format: 'iife' }),
  // esbuild has printed what is wrong; a stack of ours would only hide it.
]).catch(() => process.exit(1));
const metafile = {
  inputs: { ...node.metafile.inputs, ...browser.metafile.inputs },
  outputs: { ...node.metafile.outputs, ...browser.metafile.outputs },
};

await makeCommand(join(dist, 'cli.js'));
await mkdir(join(dist, 'grammars'), { recursive: true });
for (const [name, from] of Object.entries(grammars)) await cp(join(root, 'node_modules', from), join(dist, 'grammars', name));
await cp(join(root, 'src/bootstrap'), join(dist, 'bootstrap'), {
  recursive: true,
  filter: (path) => !/\.test\.|__pycache__/.test(path),
});
await mkdir(join(root, 'out'), { recursive: true });
await writeFile(join(root, 'out/meta.json'), JSON.stringify(metafile));
await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), await notices(metafile));
await removeStaleChunks(metafile);

async function makeCommand(path) {
  const text = await readFile(path, 'utf8');
  if (!text.startsWith('#!')) await writeFile(path, `#!/usr/bin/env node\n${text}`);
  await chmod(path, 0o755);
}

/** Licences of the packages whose code is inside the bundles. */
async function notices(meta) {
  const folders = new Set();
  for (const input of Object.keys(meta.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match?.[1]) folders.add(match[1]);
  }
  folders.add('node_modules/@vscode/tree-sitter-wasm');
  const parts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(root, folder, file), 'utf8') : `Licence: ${license}\n`;
    parts.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Old chunks go after the new ones are written, so that a running `dist/` is never without files. */
async function removeStaleChunks(meta) {
  const current = new Set(Object.keys(meta.outputs).map((path) => resolve(root, path)));
  for (const entry of await readdir(dist, { recursive: true })) {
    const path = join(dist, entry);
    const isBundle = /\.(js|js\.map)$/.test(entry) && !relative(dist, path).startsWith(`bootstrap${sep}`);
    if (isBundle && !current.has(path)) await rm(path);
  }
}
