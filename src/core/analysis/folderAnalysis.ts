import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UnreadableError, unlessUnreadable, WorkbenchError } from '../errors.ts';
import { isIgnored } from '../gitIgnore.ts';
import type { HandlerResolution } from '../handler/model.ts';
import type { CodeFacts } from '../lint/facts/model.ts';
import type { Finding } from '../lint/model.ts';
import type { FunctionSubject } from '../lint/subject.ts';
import { mapLimited } from '../mapLimited.ts';
import { isWithin, relativePath } from '../paths.ts';
import type { Clock, Logger, ReadableFileSystem } from '../ports.ts';
import { isCandidate, maxFileSize } from '../project/index.ts';
import type { FunctionDefinition, TemplateResult } from '../project/model.ts';
import type { Once } from '../project/reader.ts';
import { SynthesizedMerge } from '../project/synthesized/merge.ts';
import { findingsByPath } from './delta.ts';
import { DependencyIndex } from './dependencyIndex.ts';
import type { Exclusion } from './exclusion.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from './model.ts';
import { compareFindings, compareTexts } from './order.ts';
import { namesProgram, ProgramSigns } from './programSigns.ts';
import { RecordingFiles } from './recordingFiles.ts';
import { RememberingFiles } from './rememberingFiles.ts';
import { SharedReadings } from './sharedReadings.ts';
import { SharedTemplates } from './sharedTemplates.ts';
import { Silencer } from './silencer.ts';
import { findCandidates } from './walk.ts';

/** What is done with each file that may define functions, and with each function that was found. */
export interface AnalysisSteps {
  /** `files`: what is read through it makes the file be read again when it changes. */
  read(file: string, text: string, folder: string, files: ReadableFileSystem, once: Once): Promise<TemplateResult>;
  resolve(definition: FunctionDefinition, files: ReadableFileSystem): Promise<HandlerResolution>;
  /** Reads what rules ask of the code. `files` as for `read`: a change has the function examined and checked again. */
  examine(fn: AnalysedFunction, files: ReadableFileSystem): Promise<CodeFacts>;
  lint(fn: FunctionSubject): readonly Finding[];
  lintTemplate(template: AnalysedTemplate): readonly Finding[];
}

export interface FolderContext {
  readonly files: ReadableFileSystem;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'now'>;
  readonly excluded: Exclusion;
  readonly steps: AnalysisSteps;
}

type ShownTemplate = Exclude<TemplateResult, { kind: 'not-a-template' }>;

interface ShownRecord {
  readonly template: ShownTemplate;
  readonly records: readonly FunctionRecord[];
  readonly analysed: AnalysedTemplate;
  /** Of the template and of its functions, by the file that shows them. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

interface FunctionRecord {
  /** All that the resolution was made of, besides files. */
  readonly key: string;
  readonly analysed: AnalysedFunction;
  /** Undefined once something changed that they were read from. */
  readonly facts: CodeFacts | undefined;
  readonly findings: readonly Finding[];
}

/**
 * What is known of one workspace folder. `update` brings it in step with the changes it is given and touches nothing else: the
 * folder is walked once, a template is read when it changes, a handler is resolved when its definition or a file it was told
 * from changes. Not to be called again before it has answered.
 */
export class FolderAnalysis {
  readonly #folder: string;
  readonly #context: FolderContext;
  /** Anew for each update: within one, nothing is asked twice. */
  #files: ReadableFileSystem;
  readonly #templates = new Map<string, ShownTemplate>();
  readonly #sharedTemplates = new SharedTemplates();
  readonly #functions = new Map<string, FunctionRecord>();
  /** All functions, and the templates that they were listed for. */
  #listed: { readonly templates: readonly ShownTemplate[]; readonly functions: readonly FunctionDefinition[] } = {
    templates: [],
    functions: [],
  };
  /** Ids of functions that something changed for which they were computed from. */
  readonly #stale = new Set<string>();
  /** What the last snapshot was put together of, by template: what is the same stays the same object. */
  #shown: ReadonlyMap<string, ShownRecord> = new Map();
  readonly #dependencies = new DependencyIndex();
  readonly #silencer: Silencer;
  readonly #merge = new SynthesizedMerge();
  /** What functions' facts were read from. */
  readonly #examined = new DependencyIndex();
  /** Of this update, or the last one. */
  #shared: SharedReadings;
  /** What templates were read from besides themselves. */
  readonly #inclusions = new DependencyIndex();

  readonly #signs: ProgramSigns;

  constructor(folder: string, context: FolderContext) {
    this.#folder = folder;
    this.#context = context;
    this.#shared = new SharedReadings(context.files);
    this.#silencer = new Silencer(context.files);
    this.#files = context.files;
    this.#signs = new ProgramSigns(folder, context.files);
  }

  /** @param changes paths that were created, changed or deleted; undefined reads the whole folder */
  async update(changes: ReadonlySet<string> | undefined): Promise<FolderSnapshot> {
    this.#files = new RememberingFiles(this.#context.files);
    this.#shared = new SharedReadings(this.#files);
    if (changes === undefined) await this.#readAll();
    else await this.#applyAll(changes);
    this.#listAll();
    await mapLimited(
      this.#listed.functions.filter((definition) => !this.#isKnown(definition)),
      8,
      (definition) => this.#analyse(definition),
    );
    this.#files = this.#context.files;
    return this.#snapshot();
  }

  /** Without what another file lists in its own stead, and each function of a CDK app once. */
  #listAll(): void {
    const templates = [...this.#templates.values()];
    if (sameItems(this.#listed.templates, templates)) return;
    const read = templates.filter((template) => template.kind === 'template');
    const replaced = new Set(read.flatMap(({ replaces }) => replaces ?? []));
    const functions = this.#merge.merge(read.flatMap((template) => template.functions.filter(({ id }) => !replaced.has(id))));
    this.#listed = { templates, functions };
    // A template that can't be read is mostly half typed: its functions are about to be the same again.
    const broken = new Set(templates.filter(({ kind }) => kind === 'broken').map((template) => template.path));
    this.#forgetAllBut(new Set(functions.map(({ id }) => id)), broken);
  }

  async #readAll(): Promise<void> {
    this.#templates.clear();
    this.#functions.clear();
    this.#stale.clear();
    this.#listed = { templates: [], functions: [] };
    await this.#readBelow(this.#folder);
  }

  async #applyAll(changes: ReadonlySet<string>): Promise<void> {
    const stale = new Set<string>();
    await mapLimited([...changes], 16, (changed) => this.#apply(changed, stale));
    await mapLimited([...stale], 16, (file) => this.#read(file));
  }

  /** @param stale takes the templates that are to be read again */
  async #apply(changed: string, stale: Set<string>): Promise<void> {
    const stat = await unlessUnreadable(this.#files.stat(changed), undefined);
    this.#silencer.forget(changed);
    for (const id of this.#dependencies.affectedBy(changed, stat !== undefined)) this.#stale.add(id);
    for (const id of this.#examined.affectedBy(changed, stat !== undefined)) this.#forgetFacts(id);
    for (const template of this.#inclusions.affectedBy(changed, stat !== undefined)) stale.add(template);
    const relative = relativePath(this.#folder, changed);
    if (!isWithin(this.#folder, changed) || (relative !== '' && this.#context.excluded(relative))) return;
    const other = path.basename(changed) === '.gitignore' ? path.dirname(changed) : await this.#signs.changedBy(changed);
    if (other !== undefined) {
      this.#dropBelow(other);
      await this.#readBelow(other);
    }
    if (stat?.type !== 'file') this.#dropBelow(changed);
    const wanted = stat?.type === 'directory' || (stat?.type === 'file' && (await this.#isCandidate(changed)));
    if (!wanted || (!this.#templates.has(changed) && (await isIgnored(changed, this.#folder, this.#files)))) return;
    if (stat.type === 'directory') await this.#readBelow(changed);
    else stale.add(changed);
  }

  /** What is above is asked only where it makes a difference. */
  async #isCandidate(file: string): Promise<boolean> {
    const name = path.basename(file);
    if (isCandidate(name, namesProgram(name))) return true;
    return isCandidate(name, true) && (this.#templates.has(file) || (await this.#signs.areAbove(file)));
  }

  async #readBelow(directory: string): Promise<void> {
    const candidates = await findCandidates(this.#files, this.#folder, directory, this.#context.excluded, this.#signs);
    await mapLimited(candidates, 16, (file) => this.#read(file));
  }

  async #read(file: string): Promise<void> {
    const text = await unlessUnreadable(this.#textOf(file), undefined);
    const files = new RecordingFiles(this.#files);
    const result = text === undefined ? undefined : await this.#readText(file, text, files);
    // Also of what is no template now: a file beside it may make it one.
    if (files.paths.size === 0) this.#inclusions.delete(file);
    else this.#inclusions.set(file, files);
    if (result === undefined || result.kind === 'not-a-template') this.#dropTemplate(file);
    else this.#templates.set(file, this.#sharedTemplates.share(file, this.#templates.get(file), result));
    if (text !== undefined && this.#templates.has(file)) this.#silencer.remember(file, text);
  }

  async #readText(file: string, text: string, files: RecordingFiles): Promise<TemplateResult | undefined> {
    try {
      const once: Once = (key, compute) => this.#shared.once(key, files, compute);
      return await this.#context.steps.read(file, text, this.#folder, files, once);
    } catch (error) {
      this.#failed(`${file} could not be read for functions`, error);
      return undefined;
    }
  }

  async #textOf(file: string): Promise<string | undefined> {
    const stat = await this.#files.stat(file);
    return stat?.type === 'file' && stat.size <= maxFileSize ? this.#files.readText(file) : undefined;
  }

  #dropBelow(changed: string): void {
    for (const file of [...this.#templates.keys()]) {
      if (file !== changed && changed !== this.#folder && !file.startsWith(changed + path.sep)) continue;
      this.#dropTemplate(file);
      this.#inclusions.delete(file);
      this.#silencer.forget(file);
    }
  }

  #dropTemplate(file: string): void {
    this.#templates.delete(file);
    this.#sharedTemplates.forget(file);
  }

  #forgetAllBut(ids: ReadonlySet<string>, templates: ReadonlySet<string>): void {
    for (const [id, { analysed }] of [...this.#functions]) {
      if (ids.has(id) || templates.has(analysed.definition.templatePath)) continue;
      this.#functions.delete(id);
      this.#stale.delete(id);
      this.#dependencies.delete(id);
      this.#examined.delete(id);
    }
  }

  #forgetFacts(id: string): void {
    const known = this.#functions.get(id);
    if (known !== undefined) this.#functions.set(id, { ...known, facts: undefined });
  }

  #isKnown(definition: FunctionDefinition): boolean {
    const known = this.#functions.get(definition.id);
    return known?.analysed.definition === definition && known.facts !== undefined && !this.#stale.has(definition.id);
  }

  async #analyse(definition: FunctionDefinition): Promise<void> {
    const { id } = definition;
    const known = this.#functions.get(id);
    const stale = this.#stale.delete(id);
    const key = resolutionKey(definition);
    const same = !stale && known?.key === key ? known : undefined;
    const resolution = same?.analysed.resolution ?? (await this.#resolve(definition));
    const unchanged = known?.analysed.definition === definition && isDeepStrictEqual(known.analysed.resolution, resolution);
    const analysed = unchanged ? known.analysed : { definition, resolution };
    const facts = same?.facts ?? (await this.#examine(analysed));
    const subject = { ...analysed, facts, today: new Date(this.#context.clock.now()).toISOString().slice(0, 10) };
    const findings = this.#lint(id, () => this.#context.steps.lint(subject));
    this.#functions.set(id, { key, analysed, facts, findings });
  }

  async #resolve(definition: FunctionDefinition): Promise<HandlerResolution> {
    const files = new RecordingFiles(this.#files);
    try {
      return await this.#context.steps.resolve(definition, files);
    } catch (error) {
      if (error instanceof UnreadableError) return { kind: 'unknown', reason: `the permissions of ${error.path} don’t allow reading it` };
      this.#failed(`The handler of ${definition.id} could not be examined`, error);
      return { kind: 'unknown', reason: 'its handler could not be examined; the log has the details' };
    } finally {
      this.#dependencies.set(definition.id, files);
    }
  }

  async #examine(fn: AnalysedFunction): Promise<CodeFacts> {
    const files = new RecordingFiles(this.#files);
    try {
      return await this.#context.steps.examine(fn, files);
    } catch (error) {
      this.#failed(`The code of ${fn.definition.id} could not be examined`, error);
      return {};
    } finally {
      this.#examined.set(fn.definition.id, files);
    }
  }

  /** One file or function takes no other down. Without its parsers the analysis would find nothing, and say that nothing is wrong. */
  #failed(message: string, error: unknown): void {
    if (error instanceof WorkbenchError && error.code === 'installation-damaged') throw error;
    if (!(error instanceof UnreadableError)) this.#context.logger.warn(message, error);
  }

  #lint(name: string, check: () => readonly Finding[]): readonly Finding[] {
    try {
      return check();
    } catch (error) {
      this.#context.logger.warn(`${name} could not be checked`, error);
      return [];
    }
  }

  async #snapshot(): Promise<FolderSnapshot> {
    const sorted = [...this.#templates.values()].sort((a, b) => compareTexts(a.path, b.path));
    const shown = sorted.map((template) => this.#show(template)).filter(isWorthShowing);
    this.#shown = new Map(shown.map((record) => [record.template.path, record]));
    const findings = await this.#silencer.apply(
      together(shown.map((record) => record.findings)),
      (id) => this.#functions.get(id)?.analysed.definition,
    );
    return { folder: this.#folder, templates: shown.map(({ analysed }) => analysed), findings };
  }

  #show(template: ShownTemplate): ShownRecord {
    const records = template.kind === 'template' ? this.#recordsOf(template.functions) : [];
    const known = this.#shown.get(template.path);
    if (known?.template === template && sameItems(known.records, records)) return known;
    const analysed = template.kind === 'broken' ? template : { ...template, functions: records.map((record) => record.analysed) };
    const ofTemplate = this.#lint(template.path, () => this.#context.steps.lintTemplate(analysed));
    const found = [...ofTemplate, ...records.flatMap(({ findings }) => findings)];
    return { template, records, analysed, findings: findingsByPath(inOrder(found)) };
  }

  #recordsOf(functions: readonly FunctionDefinition[]): readonly FunctionRecord[] {
    return functions.flatMap(({ id }) => this.#functions.get(id) ?? []);
  }
}

/** Places in the template don't matter for where a handler is, unless the code itself is in the template. */
function resolutionKey(definition: FunctionDefinition): string {
  if (definition.code.kind === 'inline') return JSON.stringify(definition);
  return JSON.stringify(definition, (name, value: unknown) => (name === 'range' || name === 'bodyRange' ? undefined : value));
}

/** What each file shows: nearly always the findings of one template, which then stay the same list. */
function together(found: readonly ReadonlyMap<string, readonly Finding[]>[]): ReadonlyMap<string, readonly Finding[]> {
  const result = new Map<string, readonly Finding[]>();
  for (const [path, findings] of found.flatMap((each) => [...each])) {
    const known = result.get(path);
    result.set(path, known === undefined ? findings : inOrder([...known, ...findings]));
  }
  return result;
}

/** By place. What many functions share, such as a runtime of Globals, is wrong once. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const shown = new Set<string>();
  return [...findings].sort(compareFindings).filter(({ code, at, message }) => {
    const key = `${at.path}\0${at.range.start.line}:${at.range.start.character}\0${code}\0${message}`;
    return !shown.has(key) && shown.add(key);
  });
}

/** A template whose functions are all listed elsewhere has nothing left to show. */
function isWorthShowing({ template, records }: ShownRecord): boolean {
  return template.kind === 'broken' || template.functions.length === 0 || records.length > 0;
}

function sameItems(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && after.every((item, index) => item === before[index]);
}
