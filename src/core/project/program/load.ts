import { dirname, extname, join } from 'node:path';
import type { ReadableFileSystem } from '../../ports.ts';
import type { SyntaxLanguage, SyntaxNode } from '../../syntax/index.ts';
import { LineMap } from '../../text.ts';
import type { ProjectFile, ReadContext } from '../reader.ts';
import { aliasedPaths, type PathAlias, pathAliases } from './aliases.ts';
import { readJavaScript } from './javascript/index.ts';
import type { Program } from './model.ts';
import { readPython } from './python/index.ts';
import { readTyped } from './typed/index.ts';
import { kotlinAsJava } from './typed/kotlin.ts';
import type { Module } from './values.ts';
import { workspacePackages } from './workspacePackages.ts';

interface Language {
  readonly grammar: SyntaxLanguage;
  /** The text as the grammar can read it, with every offset as it was. */
  readonly prepared?: (text: string) => string;
  readonly read: (root: SyntaxNode) => Program;
  /** Where a file may be that an import names, best first; none for what isn't the project's own. */
  readonly places: (from: string, name: string, importer: string) => readonly string[];
}

/** The languages of programs, by the extension of their files. */
const LANGUAGES: ReadonlyMap<string, Language> = new Map<string, Language>([
  ...['.ts', '.mts', '.cts'].map((extension) => [extension, javascript('typescript')] as const),
  ['.tsx', javascript('tsx')],
  ...['.js', '.mjs', '.cjs', '.jsx'].map((extension) => [extension, javascript('javascript')] as const),
  ['.java', { grammar: 'java', read: readTyped, places: () => [] }],
  ['.kt', { grammar: 'java', prepared: kotlinAsJava, read: readTyped, places: () => [] }],
  ['.cs', { grammar: 'c-sharp', read: readTyped, places: () => [] }],
  ['.go', { grammar: 'go', read: readTyped, places: () => [] }],
  ['.py', { grammar: 'python', read: readPython, places: pythonPlaces }],
]);

/** Whether a file's name is that of a program in a language that is read. Declarations hold no code, and files that begin with a dot are tools'. */
export function isProgram(name: string): boolean {
  return LANGUAGES.has(extname(name).toLowerCase()) && !/^\.|\.d\.[cm]?ts$|\.min\.js$/i.test(name);
}

/** Larger sources are bundles. Characters. */
const LARGEST = 1_000_000;
const MOST_IMPORTS = 40;
/** Files that only pass on what others export don't count as a step; this many of them are gone through. */
const MOST_PASSED = 3;

/** All files that one program may take in, over all steps. */
const MOST_FILES = 200;

/** A file as a program, and what it imports from other files of the project and packages of its workspace: one step far. Undefined for what can't be read. */
export async function loadProgram(file: ProjectFile, context: ReadContext): Promise<Module | undefined> {
  const isScript = JAVASCRIPT_EXTENSIONS.some((extension) => extension === extname(file.path).toLowerCase());
  const aliases = isScript ? await packagesAround(dirname(file.path), context) : [];
  return load(file.path, file.text, context, { steps: 1, passed: 0, aliases, loaded: new Map() });
}

function packagesAround(folder: string, { folder: top, files, once }: ReadContext): Promise<readonly PathAlias[]> {
  const read = (through: ReadableFileSystem) => workspacePackages(folder, top, through);
  return once === undefined ? read(files) : once(`workspace packages ${folder}`, read);
}

/** A configuration, whose parts are in files of their own that share helpers: three steps far, by TypeScript's `paths` and from packages in other folders. */
export async function loadConfiguration(file: ProjectFile, context: ReadContext): Promise<Module | undefined> {
  const aliases = await pathAliases(dirname(file.path), context.files);
  return load(file.path, file.text, context, { steps: 3, passed: 0, aliases, loaded: new Map() });
}

/** `steps`: how far what it uses itself is followed, besides what it passes on. `passed`: files that were gone through. */
interface Reach {
  readonly steps: number;
  readonly passed: number;
  readonly aliases: readonly PathAlias[];
  /** By path and reach: a helper is imported by many. */
  readonly loaded: Map<string, Promise<Module | undefined>>;
}

async function load(path: string, text: string, context: ReadContext, reach: Reach): Promise<Module | undefined> {
  const language = LANGUAGES.get(extname(path).toLowerCase());
  if (language === undefined || text.length > LARGEST) return undefined;
  const program = await parse(language, text, context);
  if (program === undefined) return undefined;
  const imports = new Map<string, Module>();
  let left = MOST_IMPORTS;
  for (const { from, name, passedOn } of importsOf(program, reach)) {
    const key = name === undefined ? from : `${from}\0${name}`;
    if (imports.has(key)) continue;
    const places = [...language.places(from, name ?? '', path), ...(name === undefined ? aliasedFiles(from, reach) : [])];
    if (places.length > 0) left -= 1;
    if (left < 0) break;
    const next: Reach = passedOn ? { ...reach, passed: reach.passed + 1 } : { ...reach, steps: reach.steps - 1, passed: 0 };
    const module = await firstOf(places, context, next);
    if (module !== undefined) imports.set(key, module);
  }
  return { source: { path, lines: new LineMap(text) }, program, imports };
}

/** The first of the files that is there; undefined where none is, or it can't be read. */
async function firstOf(places: readonly string[], context: ReadContext, reach: Reach): Promise<Module | undefined> {
  for (const place of places) {
    const key = `${place}\0${reach.steps}\0${reach.passed}`;
    const known = reach.loaded.get(key);
    if (known !== undefined) return known;
    if (reach.loaded.size >= MOST_FILES) return undefined;
    const content = await context.files.readText(place);
    if (content === undefined) continue;
    // A file never reaches itself at the same reach: with each import there is less of it.
    const loading = load(place, content, context, reach);
    reach.loaded.set(key, loading);
    return loading;
  }
  return undefined;
}

function aliasedFiles(from: string, { aliases }: Reach): readonly string[] {
  return aliasedPaths(from, aliases).flatMap((base) => JAVASCRIPT_EXTENSIONS.map((extension) => base + extension));
}

/** Each module that something is imported from; with the name too, as Python may mean a module by it. */
function importsOf(program: Program, { steps, passed }: Reach): readonly Imported[] {
  const found: Imported[] = [];
  if (passed < MOST_PASSED) {
    found.push(...program.stars.map((from) => ({ from, passedOn: true })));
    for (const exported of program.exports.values()) if (exported.kind === 'import') found.push({ from: exported.from, passedOn: true });
  }
  if (steps === 0) return found;
  for (const scope of program.scopes) {
    for (const declaration of scope.names.values()) {
      if (declaration.kind !== 'import') continue;
      found.push({ from: declaration.from, passedOn: false }, { from: declaration.from, name: declaration.name, passedOn: false });
    }
  }
  for (const { call } of program.calls) {
    const [first] = call.arguments;
    if (call.callee.kind === 'name' && call.callee.name === 'require' && first?.value.kind === 'text')
      found.push({ from: first.value.value, passedOn: false });
  }
  return found;
}

interface Imported {
  readonly from: string;
  readonly name?: string;
  /** The program exports it again. */
  readonly passedOn: boolean;
}

async function parse(language: Language, text: string, context: ReadContext): Promise<Program | undefined> {
  try {
    return await context.syntax.read(language.grammar, language.prepared?.(text) ?? text, language.read);
  } catch (error) {
    // Thousands of nested expressions end the stack: such text is generated, and no person's program.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const JAVASCRIPT_EXTENSIONS = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '/index.ts', '/index.js'] as const;

function javascript(grammar: SyntaxLanguage): Language {
  const places = (from: string, name: string, importer: string): readonly string[] => {
    if (name !== '' || !/^\.{1,2}(\/|$)/.test(from)) return [];
    const base = join(dirname(importer), from);
    // TypeScript names the file that the compiler makes.
    const source = /\.([cm]?)js$/.exec(base);
    const written = source === null ? [] : [base.replace(/js$/, 'ts'), base];
    return [...written, ...(/\.[cm]?ts$/.test(base) ? [base] : []), ...JAVASCRIPT_EXTENSIONS.map((extension) => base + extension)];
  };
  return { grammar, read: readJavaScript, places };
}

/** Folders above a Python file that its imports may begin in: the program's first file is in one of them. */
const MOST_ROOTS = 4;

/** `from` with leading dots as it is written; with `name` the module of that name in it. */
function pythonPlaces(from: string, name: string, importer: string): readonly string[] {
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(from) ?? [];
  if (dots === '' && /^(?:aws_cdk|constructs|os|sys|json|typing|pathlib|boto3|pulumi\w*)(?:\.|$)/.test(from)) return [];
  const inside = [...rest.split('.'), name].filter((part) => part !== '');
  const roots: string[] = [];
  for (let root = dirname(importer); roots.length < (dots === '' ? MOST_ROOTS : dots.length); root = dirname(root)) roots.push(root);
  const starts = dots === '' ? roots : roots.slice(-1);
  return starts.flatMap((root) => {
    const base = join(root, ...inside);
    return inside.length === 0 ? [join(base, '__init__.py')] : [`${base}.py`, join(base, '__init__.py')];
  });
}
