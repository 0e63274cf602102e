import { basename, join } from 'node:path';
import { relativePath } from '../paths.ts';
import type { DirectoryEntry } from '../ports.ts';
import type { FileRange } from '../text.ts';
import { type HandlerContext, type Lookup, listed } from './context.ts';
import { handlerText } from './handlerText.ts';
import type { HandlerProblem, HandlerResolution, ModuleExports } from './model.ts';
import { inAnotherCase, typeAt } from './names.ts';
import { absenceDoubt, caseMismatch, type HandlerRequest, missingFolder, resolvedAt, shown, unknown, wrapperReason } from './request.ts';
import { type Gems, readGems } from './ruby/gems.ts';
import { type RubyHandler, splitRubyHandler } from './ruby/handlerName.ts';
import { RubyProgram } from './ruby/program.ts';
import { findAlternatives, findExport } from './search/alternatives.ts';
import { nearestMembers } from './search/members.ts';
import { findSources, type SourceFile } from './search/sources.ts';

/** Files that plug-ins and frameworks put into the package. */
const WRAPPERS = /^(?:rack_adapter|rack|jets|handlers\/(?:controllers|jobs|functions)|datadog|newrelic|sentry|lamby)\b/;

export async function resolveRuby(request: HandlerRequest): Promise<HandlerResolution> {
  const { handler, root, context, definition } = request;
  const gems = await readGems(root, definition.folder, context);
  const sources = new RubySources(root, gems, context);
  const parts = splitRubyHandler(handler);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformed(request, parts, sources) };
  if (!request.rootExists) return missingFolder(request);
  const path = join(root, `${parts.file}.rb`);
  if ((await typeAt(path, root, context.files)) !== 'file') {
    return (await inOtherCase(request, parts)) ?? missingFile(request, parts, path, sources);
  }
  const program = await sources.program(path);
  if (typeof program === 'string') return unknown(`${shown(path, request)}: ${program}`, path);
  const { constant, method } = parts;
  const defined = constant === undefined ? true : program.defines(constant);
  if (defined === undefined) return unknown(`${shown(path, request)}: where ${constant} comes from can’t be told`, path);
  const found: Lookup<FileRange> = !defined
    ? { kind: 'missing' }
    : constant === undefined
      ? program.findMethod(method)
      : program.findClassMethod(constant, method);
  if (found.kind === 'found') return resolvedAt(path, method, found);
  if (found.kind === 'unknown') return unknown(`${shown(path, request)}: ${found.reason}`, path);
  const doubt = wrapperReason(definition);
  return doubt === undefined ? missingMethod(request, parts, path, program) : unknown(doubt, path);
}

/** The file is there in another case: macOS and Windows load it, Lambda doesn't. */
async function inOtherCase(request: HandlerRequest, { file }: RubyHandler): Promise<HandlerResolution | undefined> {
  const { root, context, handler, definition } = request;
  if (wrapperReason(definition) !== undefined) return undefined;
  const isFile = ({ name, type }: DirectoryEntry, wanted: string): boolean => type === 'file' && name.toLowerCase() === wanted;
  const path = await inAnotherCase(root, `${file}.rb`, isFile, context.files);
  if (path === undefined) return undefined;
  const there = relativePath(root, path).replace(/\.rb$/i, '');
  return { kind: 'unresolved', problem: caseMismatch(path, file, there, [there + handler.slice(file.length)], request) };
}

async function missingMethod(
  request: HandlerRequest,
  { file, constant, method }: RubyHandler,
  path: string,
  program: RubyProgram,
): Promise<HandlerResolution> {
  const members = program.members(file);
  const near = nearestMembers({ owner: constant ?? '', name: method }, members);
  const [first] = near;
  const own = members.filter(({ owner }) => owner === (constant ?? '')).map(({ name }) => name);
  const opening = constant === undefined ? undefined : program.opening(constant);
  const where = shown(opening?.path ?? path, request);
  const subject = constant === undefined ? where : `${constant} in ${where}`;
  const text = handlerText('ruby', method);
  const problem: HandlerProblem = {
    code: 'handler.export-not-found',
    message:
      constant !== undefined && opening === undefined
        ? `${where} defines no class or module ${constant}${first === undefined ? '' : `. There is ${first.handler}`}.`
        : `${subject} defines ${own.length === 0 ? `no method ${method}` : `${listed(own)}, not ${method}`}.${note(program, constant, method)}`,
    path: opening?.path ?? path,
    exportName: method,
    suggestions: near.map(({ handler }) => handler),
    ...(first === undefined ? {} : { nearest: first.at }),
    insertion: await insertion(request, text, constant === undefined ? path : undefined, opening?.module),
  };
  return { kind: 'unresolved', problem };
}

function note(program: RubyProgram, constant: string | undefined, method: string): string {
  const ofInstances = constant !== undefined && program.instanceMethodAt(constant, method) !== undefined;
  return ofInstances ? ` Its instances have ${method}, but the runtime calls the class itself: write 'def self.${method}'.` : '';
}

/** At the end of the file, or of the class. Nothing where neither is there. */
async function insertion(
  request: HandlerRequest,
  text: string,
  file: string | undefined,
  module: { readonly end: FileRange['range']; readonly indent: string } | undefined,
): Promise<Extract<HandlerProblem, { readonly code: 'handler.export-not-found' }>['insertion']> {
  if (module !== undefined && text !== '') {
    const body = text
      .trimEnd()
      .replace(/^def /, 'def self.')
      .replace(/^(?=.)/gm, `${module.indent}  `);
    return { range: module.end, text: `${body.slice(module.indent.length)}\n${module.indent}` };
  }
  const facts = file === undefined ? undefined : await RubyProgram.facts(file, request.context);
  if (facts === undefined || typeof facts === 'string') return { range: request.definition.range, text: '' };
  return { range: facts.end, text: text === '' ? '' : `${facts.endsWithLineBreak ? '\n' : '\n\n'}${text}` };
}

async function missingFile(request: HandlerRequest, parts: RubyHandler, path: string, from: RubySources): Promise<HandlerResolution> {
  const sources = await from.list();
  const exportName = parts.constant === undefined ? parts.method : `${parts.constant}.${parts.method}`;
  const alternatives = await findAlternatives({ module: parts.file, exportName }, sources, (source) => from.exports(source));
  const own = sources.some(({ module }) => module.split('/')[0] === parts.file.split('/')[0]);
  const doubt =
    !own && WRAPPERS.test(parts.file)
      ? `${parts.file} may come with a gem`
      : await absenceDoubt(path, request, alternatives, {
          sources: sources.length,
          language: 'Ruby',
          bundler: undefined,
          installs: from.gems === undefined ? undefined : 'the Gemfile',
        });
  if (doubt !== undefined) return unknown(`${parts.file} isn’t in ${shown(request.root, request)}: ${doubt}`);
  const there = alternatives.handlers.length === 0 ? '' : ` There is ${alternatives.handlers.join(', ')}.`;
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `No file ${basename(path)} for '${parts.file}' in ${shown(request.root, request)}.${there}`,
      tried: [path],
      suggestions: alternatives.handlers,
      ...(parts.constant === undefined ? { missing: { path, exportName: parts.method } } : {}),
    },
  };
}

async function malformed(request: HandlerRequest, reason: string, from: RubySources): Promise<HandlerProblem> {
  const { handler } = request;
  const sources = request.rootExists ? await from.list() : [];
  const exists = (file: string): boolean => sources.some(({ module }) => module === file);
  const spelled = handler
    .replace(/^[./]+|\.+$/g, '')
    .replace(/\.rb(?=[.:#]|$)/, '')
    .replace(/[:#](?=\w+$)(?<!::)/, '.');
  const parts = splitRubyHandler(spelled);
  const suggestions: string[] = [];
  if (typeof parts !== 'string') {
    if (exists(parts.file)) suggestions.push(spelled);
  } else if (exists(spelled)) {
    const { handlers } = await findAlternatives({ module: spelled, exportName: 'handler' }, sources, (path) => from.exports(path));
    suggestions.push(...handlers.slice(0, 1));
  } else if (!spelled.includes('.')) {
    const holders = await findExport(spelled, sources, (path) => from.exports(path));
    suggestions.push(...holders.map(({ module }) => `${module}.${spelled}`));
  }
  return {
    code: 'handler.malformed',
    message: `'${handler}' is not a Ruby handler. ${reason}. A right one looks like 'app.handler' or 'app.Orders.create'.`,
    suggestions,
  };
}

/** The Ruby files of one code folder. */
class RubySources {
  readonly gems: Gems;
  readonly #root: string;
  readonly #context: HandlerContext;

  constructor(root: string, gems: Gems, context: HandlerContext) {
    this.gems = gems;
    this.#root = root;
    this.#context = context;
  }

  program(path: string): Promise<RubyProgram | string> {
    return RubyProgram.load(path, this.#root, this.gems, this.#context);
  }

  async list(): Promise<readonly SourceFile[]> {
    const sources = await findSources(this.#root, ['.rb'], this.#context);
    return sources.filter(({ module }) => !/(?:^|\/)(?:vendor|spec|test)\//.test(module));
  }

  /** What a handler could name after the file, dotted where a class holds it. */
  async exports(path: string): Promise<ModuleExports> {
    const program = await this.program(path);
    if (typeof program === 'string') return { exports: [], complete: false, reason: program };
    const exports = program.members('').map(({ handler, at }) => ({ name: handler.slice(1), kind: 'function' as const, at }));
    return { exports, complete: true };
  }
}
