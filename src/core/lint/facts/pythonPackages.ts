import { dirname, join } from 'node:path';
import type { AnalysedFunction } from '../../analysis/model.ts';
import { type HandlerContext, readFacts } from '../../handler/context.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { LineMap } from '../../text.ts';
import { type ImportLanguage, reachedFiles } from './imports.ts';
import type { MissingPackage } from './model.ts';
import type { CertainImport } from './nodeImports.ts';
import { unlistedDistribution } from './pythonDistributions.ts';
import { upwards } from './upwards.ts';

/** Other ways to say what is installed: what they bring isn't told apart, so nothing is called missing beside them. */
const OTHER_MANIFESTS =
  /^(?:pyproject\.toml|Pipfile|setup\.(?:py|cfg)|environment\.ya?ml|.*\.lock|requirements|Makefile|Dockerfile.*|vendor|package|python|lib|libs|layers?)$/;

/** Modules from PyPI that the handler's files import, and that no requirements.txt asks for. Certain ones only. */
export async function missingPythonPackages(
  { definition, resolution }: AnalysedFunction,
  context: HandlerContext,
): Promise<readonly MissingPackage[]> {
  if (resolution.kind !== 'resolved' || definition.code.kind !== 'directory') return [];
  const root = definition.code.path;
  const found = await requirements(dirname(resolution.path), definition.folder, context.files);
  if (found === undefined) return [];
  const missing: MissingPackage[] = [];
  const judged = new Set<string>();
  for (const { path, imported } of await reachedFiles(resolution.path, pythonImports(root), context)) {
    for (const specifier of imported) {
      const module = specifier.split('.')[0] ?? '';
      if (judged.has(module)) continue;
      judged.add(module);
      const name = unlistedDistribution(module, found.listed);
      if (name === undefined || (await isBeside(module, [root, ...upwards(dirname(path), definition.folder)], context.files))) continue;
      const imports = await readFacts(path, 'python', extractPythonImports, context);
      const certain = typeof imports === 'string' ? undefined : imports.find((each) => each.specifier.split('.')[0] === module);
      if (certain === undefined) continue;
      missing.push({
        name,
        imported: module,
        at: { path, range: certain.range },
        developmentOnly: false,
        manifest: found.path,
        edits: [found.append(name)],
      });
    }
  }
  return missing;
}

/** The nearest requirements.txt, and all that is asked for up to the top; undefined where that can't be told. */
async function requirements(start: string, top: string, files: ReadableFileSystem): Promise<Requirements | undefined> {
  let nearest: { readonly path: string; readonly text: string } | undefined;
  const listed: string[] = [];
  for (const folder of upwards(start, top)) {
    for (const { name } of await files.readDirectory(folder)) {
      if (OTHER_MANIFESTS.test(name)) return undefined;
      if (!/^requirements.*\.txt$/.test(name)) continue;
      const text = (await files.readText(join(folder, name))) ?? '';
      const names = requirementNames(text);
      if (names === undefined) return undefined;
      if (name === 'requirements.txt') nearest ??= { path: join(folder, name), text };
      listed.push(...names);
    }
  }
  if (nearest === undefined) return undefined;
  const { path, text } = nearest;
  const end = new LineMap(text).range(text.length, text.length);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text === '' || text.endsWith('\n') ? '' : lineBreak;
  return { path, listed, append: (name) => ({ range: end, text: `${before}${name}${lineBreak}` }) };
}

interface Requirements {
  /** The file that is nearest to the handler. */
  readonly path: string;
  readonly listed: readonly string[];
  readonly append: (name: string) => NonNullable<MissingPackage['edits']>[number];
}

/** Undefined where a line names something else than a distribution: another file, a path, an address, an extra. */
function requirementNames(text: string): readonly string[] | undefined {
  const names: string[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw
      .replace(/(?:^|\s)#.*$/, '')
      .replace(/\\$/, '')
      .trim();
    if (line === '' || /^--(?:hash|index-url|extra-index-url)\b/.test(line)) continue;
    const [, name] = /^([A-Za-z\d][\w.-]*)\s*(?:$|[=<>!~;]|\s--hash)/.exec(line) ?? [];
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

async function isBeside(module: string, folders: readonly string[], files: ReadableFileSystem): Promise<boolean> {
  for (const folder of folders) {
    for (const name of [module, `${module}.py`]) if ((await files.stat(join(folder, name))) !== undefined) return true;
  }
  return false;
}

const IMPORT = /^(?:from[ \t]+(\.*[\w.]*)[ \t]+import\b|import[ \t]+([\w., \t]+))/gm;

/** Found below the code's root, as Python's importer would. */
function pythonImports(root: string): ImportLanguage {
  return {
    scan: (text) =>
      [...text.matchAll(IMPORT)].flatMap(([, from, list = '']) =>
        from === undefined ? list.split(',').map((name) => name.trim().split(/\s/)[0] ?? '') : [from],
      ),
    async local(specifier, from, files) {
      const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
      const parts = specifier
        .slice(dots)
        .split('.')
        .filter((part) => part !== '');
      const folders = dots === 0 ? [root, dirname(from)] : [join(dirname(from), ...Array.from({ length: dots - 1 }, () => '..'))];
      for (const folder of folders) {
        const base = join(folder, ...parts);
        const candidates = [`${base}.py`, join(base, '__init__.py')];
        for (const candidate of candidates) if ((await files.stat(candidate))?.type === 'file') return [candidate];
        if ((await files.stat(base))?.type === 'directory') return [];
      }
      return dots === 0 ? undefined : [];
    },
  };
}

/** Imports that run whenever the module is loaded. */
function extractPythonImports(root: SyntaxNode, text: string): readonly CertainImport[] {
  if (root.hasError) return [];
  const lines = new LineMap(text);
  const at = (node: SyntaxNode): CertainImport => ({ specifier: node.text, range: lines.range(node.startIndex, node.endIndex) });
  return root.namedChildren.flatMap((statement) => {
    if (statement.type === 'import_from_statement') {
      const module = statement.childForFieldName('module_name');
      return module === null ? [] : [at(module)];
    }
    if (statement.type !== 'import_statement') return [];
    return statement.namedChildren.flatMap((item) => {
      const name = item.type === 'aliased_import' ? item.childForFieldName('name') : item;
      return name === null ? [] : [at(name)];
    });
  });
}
