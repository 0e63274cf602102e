import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSyntax, type Syntax } from './index.ts';

const LANGUAGES = ['javascript', 'typescript', 'tsx', 'python'];

/** For tests: a grammars folder as the build makes it, in a temporary place, and the syntax on it. */
export function testSyntax(): { readonly syntax: Syntax; readonly grammars: string; dispose(): void } {
  const require = createRequire(import.meta.url);
  const grammars = mkdtempSync(join(tmpdir(), 'lambda-workbench-grammars-'));
  cpSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), join(grammars, 'web-tree-sitter.wasm'));
  const wasm = join(dirname(require.resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm');
  for (const language of LANGUAGES) {
    const name = `tree-sitter-${language}.wasm`;
    cpSync(join(wasm, name), join(grammars, name));
  }
  return { syntax: createSyntax({ grammars }), grammars, dispose: () => rmSync(grammars, { recursive: true, force: true }) };
}
