import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSyntax, type Syntax } from './index.ts';

/** For tests: a grammars folder as the build makes it, in a temporary place, and the syntax on it. */
export function testSyntax(): { readonly syntax: Syntax; readonly grammars: string; dispose(): void } {
  const require = createRequire(import.meta.url);
  const grammars = mkdtempSync(join(tmpdir(), 'lambda-workbench-grammars-'));
  const modules = dirname(dirname(require.resolve('web-tree-sitter/web-tree-sitter.wasm')));
  const sources = JSON.parse(readFileSync(new URL('grammars.json', import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
  for (const [name, source] of Object.entries(sources)) cpSync(join(modules, source), join(grammars, name));
  return { syntax: createSyntax({ grammars }), grammars, dispose: () => rmSync(grammars, { recursive: true, force: true }) };
}
