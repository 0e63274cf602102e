import path from 'node:path';
import type { ReadableFileSystem } from '../../ports.ts';
import type { Syntax } from '../../syntax/index.ts';
import { LineMap } from '../../text.ts';
import type { ReadContext } from '../reader.ts';
import { parseTerraformJson } from './hcl/json.ts';
import type { Block, Body, Expression } from './hcl/model.ts';
import { parseHcl } from './hcl/parser.ts';

/** A folder of Terraform files: they make one module together, whichever of them says what. */
export interface Module {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
  /** By address: `aws_lambda_function.api`, `data.archive_file.zip`. */
  readonly resources: ReadonlyMap<string, ModuleBlock>;
  /** The same by type: `archive_file` for resources and data sources of it. */
  readonly byType: ReadonlyMap<string, readonly Addressed[]>;
  /** Addresses of those with a `local-exec` provisioner. */
  readonly provisioned: readonly string[];
  readonly calls: ReadonlyMap<string, ModuleBlock>;
  readonly variables: ReadonlyMap<string, ModuleBlock>;
  readonly outputs: ReadonlyMap<string, ModuleBlock>;
  readonly locals: ReadonlyMap<string, Written>;
  /** What `terraform.tfvars` and `*.auto.tfvars` set, should Terraform be started here. */
  readonly assignments: ReadonlyMap<string, Written>;
  /** Providers or a backend are set up here, so this is where Terraform is started. */
  readonly isRoot: boolean;
}

export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineMap;
  readonly body: Body;
}

export interface ModuleBlock {
  readonly file: SourceFile;
  readonly block: Block;
  /** The same block of `override.tf` and `*_override.tf`: what they say holds. */
  readonly overrides: readonly { readonly file: SourceFile; readonly block: Block }[];
}

export type Addressed = readonly [address: string, block: ModuleBlock];

/** An expression, and the file that it stands in. */
export interface Written {
  readonly file: SourceFile;
  readonly expression: Expression;
}

export interface ModuleReader {
  /** Undefined where the folder holds no Terraform. */
  read(folder: string): Promise<Module | undefined>;
}

/** Reads each folder once. */
export function createModuleReader({ files, syntax, once }: ReadContext): ModuleReader {
  const known = new Map<string, Promise<Module | undefined>>();
  return {
    read(folder) {
      const compute = (from: ReadableFileSystem) => readModule(folder, from, syntax);
      const reading = known.get(folder) ?? once?.(`terraform ${folder}`, compute) ?? compute(files);
      known.set(folder, reading);
      return reading;
    },
  };
}

export function isTerraformFile(name: string): boolean {
  return /\.(tf|tofu)(\.json)?$/i.test(name);
}

export function parseFile(file: string, text: string, syntax: Syntax): SourceFile {
  return syntax.derive(text, /\.json$/i.test(file) ? parseJsonFile : parseNativeFile)(file);
}

export function attributeOf({ file, block, overrides }: ModuleBlock, name: string): Written | undefined {
  for (const part of overrides) {
    const expression = part.block.body.attributes.get(name);
    if (expression !== undefined) return { file: part.file, expression };
  }
  const expression = block.body.attributes.get(name);
  return expression === undefined ? undefined : { file, expression };
}

/** The blocks of a type that stand in another. */
export function blocksOf({ file, block, overrides }: ModuleBlock, type: string): readonly ModuleBlock[] {
  for (const part of [...overrides, { file, block }]) {
    const found = part.block.body.blocks.filter((inner) => inner.type === type);
    if (found.length > 0) return found.map((inner) => ({ file: part.file, block: inner, overrides: [] }));
  }
  return [];
}

/** More of either isn't a folder that people keep. */
const mostFiles = 1000;
const largestFile = 1024 * 1024;

async function readModule(folder: string, files: ReadableFileSystem, syntax: Syntax): Promise<Module | undefined> {
  const entries = await files.readDirectory(folder);
  const names = entries.filter(({ type }) => type === 'file').map(({ name }) => name);
  const wanted = names.filter((name) => (isTerraformFile(name) && !hasTofuTwin(name, names)) || isAssignmentFile(name)).sort();
  const read = await Promise.all(wanted.slice(0, mostFiles).map((name) => readFile(path.join(folder, name), files, syntax)));
  const sources = read.filter((file) => file !== undefined);
  const code = sources.filter((file) => !isAssignmentFile(file.path));
  return code.length === 0
    ? undefined
    : assemble(
        folder,
        code,
        sources.filter((file) => isAssignmentFile(file.path)),
      );
}

async function readFile(file: string, files: ReadableFileSystem, syntax: Syntax): Promise<SourceFile | undefined> {
  const text = await files.readText(file);
  return text === undefined || text.length > largestFile ? undefined : parseFile(file, text, syntax);
}

/** OpenTofu reads `x.tofu` instead of an `x.tf` beside it. */
export function hasTofuTwin(name: string, names: readonly string[]): boolean {
  return /\.tf(\.json)?$/.test(name) && names.includes(name.replace(/\.tf(\.json)?$/, '.tofu$1'));
}

function isAssignmentFile(name: string): boolean {
  return /(^|[\\/])terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(name);
}

function assemble(folder: string, files: readonly SourceFile[], assignmentFiles: readonly SourceFile[]): Module {
  const ordinary = files.filter((file) => !isOverride(file.path));
  const overrides = files.filter((file) => isOverride(file.path));
  const blocks = (keep: (block: Block) => string | undefined): ReadonlyMap<string, ModuleBlock> => collectBlocks(ordinary, overrides, keep);
  const resources = blocks(addressOf);
  return {
    folder,
    files: ordinary,
    resources,
    byType: groupByType(resources),
    provisioned: [...resources].filter(([, { block }]) => isProvisioned(block)).map(([address]) => address),
    calls: blocks((block) => labelOf(block, 'module')),
    variables: blocks((block) => labelOf(block, 'variable')),
    outputs: blocks((block) => labelOf(block, 'output')),
    locals: new Map([...ordinary, ...overrides].flatMap(localsOf)),
    assignments: new Map(assignmentFiles.flatMap(assignmentsOf)),
    isRoot: files.some(({ body }) => body.blocks.some(startsHere)),
  };
}

function collectBlocks(
  files: readonly SourceFile[],
  overrides: readonly SourceFile[],
  keyOf: (block: Block) => string | undefined,
): ReadonlyMap<string, ModuleBlock> {
  const entries = (sources: readonly SourceFile[]) =>
    sources.flatMap((file) =>
      file.body.blocks.flatMap((block) => {
        const key = keyOf(block);
        return key === undefined ? [] : [{ key, file, block }];
      }),
    );
  const found = new Map(entries(files).map(({ key, file, block }): [string, ModuleBlock] => [key, { file, block, overrides: [] }]));
  for (const { key, ...part } of entries(overrides)) {
    const base = found.get(key);
    if (base !== undefined) found.set(key, { ...base, overrides: [part, ...base.overrides] });
  }
  return found;
}

function groupByType(resources: ReadonlyMap<string, ModuleBlock>): ReadonlyMap<string, readonly Addressed[]> {
  const groups = new Map<string, Addressed[]>();
  for (const [address, block] of resources) {
    const type = block.block.labels[0]?.text ?? '';
    const group = groups.get(type);
    if (group === undefined) groups.set(type, [[address, block]]);
    else group.push([address, block]);
  }
  return groups;
}

function isProvisioned({ body }: Block): boolean {
  return body.blocks.some(({ type, labels }) => type === 'provisioner' && labels[0]?.text === 'local-exec');
}

/** The resources and data sources of one type, with their addresses. */
export function ofType({ byType }: Module, type: string): readonly Addressed[] {
  return byType.get(type) ?? [];
}

/** As other parts of the module call a resource or a data source. */
export function addressOf({ type, labels }: Block): string | undefined {
  const [kind, name] = labels;
  if (kind === undefined || name === undefined) return undefined;
  if (type === 'resource') return `${kind.text}.${name.text}`;
  return type === 'data' ? `data.${kind.text}.${name.text}` : undefined;
}

function labelOf(block: Block, type: string): string | undefined {
  return block.type === type ? block.labels[0]?.text : undefined;
}

function localsOf(file: SourceFile): readonly [string, Written][] {
  const blocks = file.body.blocks.filter(({ type }) => type === 'locals');
  return blocks.flatMap(({ body }) => [...body.attributes].map(([name, expression]): [string, Written] => [name, { file, expression }]));
}

function assignmentsOf(file: SourceFile): readonly [string, Written][] {
  return [...file.body.attributes].map(([name, expression]) => [name, { file, expression }]);
}

function isOverride(file: string): boolean {
  return /(^|[\\/_])override\.(tf|tofu)(\.json)?$/.test(file);
}

function startsHere({ type, body }: Block): boolean {
  if (type === 'provider') return true;
  return type === 'terraform' && body.blocks.some((inner) => inner.type === 'backend' || inner.type === 'cloud');
}

function parseNativeFile(text: string): (path: string) => SourceFile {
  const parsed = { text, body: parseHcl(text), lines: new LineMap(text) };
  return (file) => ({ path: file, ...parsed });
}

function parseJsonFile(text: string): (path: string) => SourceFile {
  const parsed = { text, body: parseTerraformJson(text), lines: new LineMap(text) };
  return (file) => ({ path: file, ...parsed });
}
