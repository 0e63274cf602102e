import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './tools.ts';

/** File -> its source. The lint rule must stop every one of them, whatever form the import takes. */
const bad: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['core', 'node', 'bootstrap', 'cli', 'panel', 'shared', 'worker'].map((folder) => [
      `src/${folder}/bad.ts`,
      "export { window } from 'vscode';",
    ]),
  ),
  'src/core/deep/down/bad.ts': "import * as editor from 'vscode';\neditor.window;",
  'src/core/type.ts': "import type { Uri } from 'vscode';\nexport type Place = Uri;",
  'src/core/prefixed.ts': "export { window } from 'node:vscode';",
  'src/core/late.ts': "export const late = () => import('vscode');",
  'src/core/required.ts': "export const late = () => require('vscode');",
  'src/core/sideways.ts': "export { commands } from '../vscode/contributions.ts';",
};

/** Two files that import each other, if only types. */
const circle: Readonly<Record<string, string>> = {
  'src/core/circle/chicken.ts': "import type { Egg } from './egg.ts';\nexport type Chicken = readonly Egg[];",
  'src/core/circle/egg.ts': "import type { Chicken } from './chicken.ts';\nexport type Egg = Chicken | undefined;",
};

const good: Readonly<Record<string, string>> = {
  'src/vscode/features/run/good.ts': "export { window } from 'vscode';",
  'src/core/good.ts': "export { join } from 'node:path';",
  'src/cli/good.ts': "export type { TextRange } from '../core/text.ts';",
};

it('src/vscode alone may know the editor', () => {
  expect(stopped({ ...bad, ...good })).toEqual(Object.keys(bad).sort());
});

it('no imports go round in a circle', () => {
  expect(stopped({ ...circle, ...good })).toEqual(Object.keys(circle).sort());
});

/** The files that lint refuses, in a project of their own with this one's rules. */
function stopped(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-walls-'));
  try {
    const rules = { ...JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')), vcs: { enabled: false } };
    for (const [path, source] of Object.entries({ ...files, 'biome.json': JSON.stringify(rules) })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), source);
    }
    const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
    const only = ['--only=style/noRestrictedImports', '--only=style/noCommonJs', '--only=suspicious/noImportCycles'];
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', ...only, '--max-diagnostics=none', '--reporter=github', 'src'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const said = (stdout + stderr).replaceAll('\\', '/');
    return Object.keys(files)
      .filter((path) => said.includes(`/${path},`))
      .sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
