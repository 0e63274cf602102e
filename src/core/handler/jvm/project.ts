import { basename, dirname, extname, join } from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import { relativePath } from '../../paths.ts';
import { type HandlerContext, LARGEST_SOURCE_BYTES, readFacts } from '../context.ts';
import { simpleName } from '../search/members.ts';
import { upwards } from '../search/project.ts';
import { extractJavaFacts } from './java.ts';
import { kotlinFacts } from './kotlin.ts';
import type { JvmFacts, JvmType } from './model.ts';
import { scalaFacts } from './scala.ts';

export interface PlacedType {
  readonly path: string;
  readonly facts: JvmFacts;
  readonly type: JvmType;
}

const BUILD_FILE = /^(?:pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|build\.(?:sbt|sc|mill|xml))$/;
const SOURCE = /\.(?:java|kt|scala)$/;
const SOURCE_ROOTS = ['src/main/java', 'src/main/kotlin', 'src/main/scala', 'src'];
const SKIPPED = /^(?:target|build|out|bin|dist|node_modules|cdk\.out|test|tests|androidTest|integrationTest|it|e2e)$|^\./;
/** Where builds put what they make. */
const OUTPUT = /^(?:target|build|out|bin|dist|output)$/;
const MOST_ENTRIES = 15_000;
const DEEPEST = 25;
/** What makes sources of its own while it builds. */
const GENERATORS =
  /build-helper|protobuf-(?:maven|gradle)-plugin|com\.google\.protobuf['"]|\bprotoc\b|openapi-?\.?generator|swagger-codegen|jaxb2?-maven|\bxjc\b|avro-(?:maven|gradle)|\.avro['"]|\bkapt\b|\bksp\b|\bantlr|\bjooq\b|smithy|wsdl2java|cxf-codegen|graphql-?codegen|dgs\.codegen|generated-?sources|sourceGenerators|scalapb/i;
/** Sources of languages that are not read here. */
const UNREAD = /\.(?:groovy|clj)$/;
/** Where such sources are part of a build; elsewhere they are scripts of other tools. */
const BUILT = /[\\/](?:src|app|grails-app|groovy|clojure)[\\/]/;

interface Listing {
  readonly sources: readonly string[];
  readonly buildFiles: readonly string[];
  /** A source in a language that isn't read here. */
  readonly unread: string | undefined;
  /** False where there was too much to list. */
  readonly complete: boolean;
}

/** The sources that a jar is built from: a module of Maven, Gradle or sbt, with the modules beside it. */
export class JvmProject {
  /** The folder with the build file that is nearest to the code. */
  readonly module: string;
  readonly #top: string;
  readonly #context: HandlerContext;
  readonly #facts = new Map<string, Promise<JvmFacts | string>>();
  #listing: Promise<Listing> | undefined;

  private constructor(module: string, top: string, context: HandlerContext) {
    this.module = module;
    this.#top = top;
    this.#context = context;
  }

  /** `start`: the folder that the code or its archive is in. Undefined where no build file is there or above, up to `folder`. */
  static async around(start: string, folder: string, context: HandlerContext): Promise<JvmProject | undefined> {
    const built: string[] = [];
    for (const current of upwards(start, folder)) {
      const entries = await unlessUnreadable(context.files.readDirectory(current), []);
      if (entries.some(({ name }) => BUILD_FILE.test(name))) built.push(current);
    }
    const [module] = built;
    return module === undefined ? undefined : new JvmProject(module, built.at(-1) ?? module, context);
  }

  /** Whether the code at `path` is this module itself, or what its build makes. */
  makes(path: string): boolean {
    const [first = ''] = relativePath(this.module, path).split('/');
    return first === '' || OUTPUT.test(first);
  }

  /** All that is declared by this name: with a Scala class its object. Empty where nothing is. */
  async find(name: string): Promise<readonly PlacedType[]> {
    const [outer = ''] = name.split('$');
    const relative = outer.replaceAll('.', '/');
    for (const root of SOURCE_ROOTS) {
      for (const extension of ['.java', '.kt', '.scala']) {
        const found = await this.#named(join(this.module, root, `${relative}${extension}`), name);
        if (found.length > 0) return found;
      }
    }
    const { sources } = await this.#list();
    const simple = simpleName(outer);
    const [likely, others] = [sources.filter((path) => stemOf(path) === simple), sources.filter((path) => stemOf(path) !== simple)];
    for (const path of likely) {
      const found = await this.#named(path, name);
      if (found.length > 0) return found;
    }
    return this.#findUnusual(name, others);
  }

  /** Types that may be meant by `name`: what files of nearly that name declare. */
  async near(isNear: (simple: string) => boolean, most: number): Promise<readonly PlacedType[]> {
    const { sources } = await this.#list();
    const types: PlacedType[] = [];
    for (const path of sources.filter((source) => isNear(stemOf(source))).slice(0, most)) {
      const facts = await this.#read(path);
      if (typeof facts !== 'string') types.push(...facts.types.map((type) => ({ path, facts, type })));
    }
    return types;
  }

  /** Whether some source is of this package. */
  async hasPackage(name: string): Promise<boolean> {
    const { sources } = await this.#list();
    const seen = new Set<string>();
    for (const path of sources) {
      const folder = dirname(path);
      // A Java file stands in the folder of its package; Kotlin and Scala ones may stand anywhere.
      if (path.endsWith('.java') && (seen.has(folder) || !isBelow(folder, name))) continue;
      seen.add(folder);
      const text = await this.#context.files.readText(path);
      if (text !== undefined && (/^[ \t]*package\s+([\w.]+)/m.exec(text)?.[1] ?? '') === name) return true;
    }
    return false;
  }

  /** Why classes may come from elsewhere than the sources that are here, in words. */
  async doubt(): Promise<string | undefined> {
    const { complete, buildFiles, unread } = await this.#list();
    if (!complete) return 'there are too many sources to look through';
    if (unread !== undefined) return `${basename(unread)} is in a language that isn’t read here`;
    const above = upwards(this.module, this.#top);
    for (const path of buildFiles.filter((file) => above.includes(dirname(file)) || dirname(file).startsWith(this.module))) {
      const generator = GENERATORS.exec((await this.#context.files.readText(path)) ?? '')?.[0];
      if (generator !== undefined) return `${generator} in ${basename(path)} may make it`;
    }
    return undefined;
  }

  /** A class in a file that isn't called like it; all Kotlin and Scala files may hold it, and Java ones of its package. */
  async #findUnusual(name: string, sources: readonly string[]): Promise<readonly PlacedType[]> {
    const [outer = ''] = name.split('$');
    const simple = simpleName(outer);
    const packageName = outer.slice(0, Math.max(0, outer.length - simple.length - 1));
    const word = new RegExp(`\\b${simple.replace(/\$/g, '\\$')}\\b`);
    const found: PlacedType[] = [];
    for (const path of sources) {
      if (path.endsWith('.java') && !isBelow(dirname(path), packageName)) continue;
      const text = await this.#context.files.readText(path);
      if (text === undefined || text.length > LARGEST_SOURCE_BYTES || !(word.test(text) || /Kt$/.test(simple))) continue;
      found.push(...(await this.#named(path, name)));
    }
    return found;
  }

  async #named(path: string, name: string): Promise<readonly PlacedType[]> {
    const facts = await this.#read(path);
    if (typeof facts === 'string') return [];
    return facts.types.filter((type) => type.name === name).map((type) => ({ path, facts, type }));
  }

  /** Why some source can't be told that may declare `name`; undefined where all can be. */
  async unread(name: string): Promise<string | undefined> {
    const { sources } = await this.#list();
    const simple = simpleName(name.split('$')[0] ?? '');
    for (const path of sources) {
      const facts = await this.#facts.get(path);
      if (facts === undefined) continue;
      const reason = typeof facts === 'string' ? facts : facts.doubt;
      if (reason === undefined) continue;
      const text = (await this.#context.files.readText(path)) ?? '';
      if (stemOf(path) === simple || text.includes(simple)) return `${basename(path)}: ${reason}`;
    }
    return undefined;
  }

  #read(path: string): Promise<JvmFacts | string> {
    const known = this.#facts.get(path);
    if (known !== undefined) return known;
    const reading = readJvmFacts(path, this.#context);
    this.#facts.set(path, reading);
    return reading;
  }

  #list(): Promise<Listing> {
    this.#listing ??= listBelow(this.#top, this.#context);
    return this.#listing;
  }
}

async function readJvmFacts(path: string, context: HandlerContext): Promise<JvmFacts | string> {
  if (path.endsWith('.java')) return readFacts(path, 'java', extractJavaFacts, context);
  const stat = await context.files.stat(path);
  if (stat?.type !== 'file') return 'it isn’t there';
  if (stat.size > LARGEST_SOURCE_BYTES) return 'it is larger than 1 MB';
  const text = await context.files.readText(path);
  if (text === undefined) return 'it can’t be read';
  return path.endsWith('.kt') ? kotlinFacts(text, stemOf(path)) : scalaFacts(text, stemOf(path));
}

async function listBelow(top: string, context: HandlerContext): Promise<Listing> {
  const sources: string[] = [];
  const buildFiles: string[] = [];
  let unread: string | undefined;
  let level: readonly string[] = [top];
  let seen = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      for (const entry of await unlessUnreadable(context.files.readDirectory(folder), [])) {
        seen += 1;
        if (seen > MOST_ENTRIES) return { sources, buildFiles, unread, complete: false };
        const path = join(folder, entry.name);
        if (entry.type === 'directory' && !SKIPPED.test(entry.name)) next.push(path);
        else if (entry.type === 'file' && SOURCE.test(entry.name)) sources.push(path);
        else if (entry.type === 'file' && UNREAD.test(entry.name) && BUILT.test(path.slice(top.length))) unread ??= path;
        else if (entry.type === 'file' && BUILD_FILE.test(entry.name)) buildFiles.push(path);
      }
    }
    level = next;
  }
  return { sources, buildFiles, unread, complete: level.length === 0 };
}

function stemOf(path: string): string {
  return basename(path, extname(path));
}

/** Whether a folder's path ends as the package's name does. */
function isBelow(folder: string, packageName: string): boolean {
  return folder.split(/[\\/]/).join('.').endsWith(packageName);
}
