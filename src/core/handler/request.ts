import { basename, dirname, join } from 'node:path';
import { isWithin, relativePath } from '../paths.ts';
import type { FunctionDefinition, Value } from '../project/model.ts';
import { buildOutputReason } from './built.ts';
import type { HandlerContext, Lookup } from './context.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { inAnotherCase } from './names.ts';
import { nearest } from './near.ts';
import type { Alternatives } from './search/alternatives.ts';

/** One handler to resolve: a literal string, a runtime family, and a code folder. */
export interface HandlerRequest {
  readonly definition: FunctionDefinition;
  readonly context: HandlerContext;
  readonly handler: string;
  /** Absolute; there or not. */
  readonly root: string;
  readonly rootExists: boolean;
  /** A package that is already put together: nothing else gets into it. `shown`: how messages call what is in it. */
  readonly sealed?: { readonly shown?: (path: string) => string };
}

export function unknown(reason: string, path?: string): HandlerResolution {
  return path === undefined ? { kind: 'unknown', reason } : { kind: 'unknown', reason, path };
}

export function resolvedAt(path: string, exportName: string, found: Extract<Lookup, { readonly kind: 'found' }>): HandlerResolution {
  return { kind: 'resolved', path, exportName, at: found.at, ...found.about };
}

/** The problem of a file that is there in another case: `path`, whose module is `there`. */
export function caseMismatch(
  path: string,
  written: string,
  there: string,
  suggestions: readonly string[],
  request: HandlerRequest,
): HandlerProblem {
  return {
    code: 'handler.case-mismatch',
    message: `The handler says ${written}, but the file is ${shown(path, request)}: case counts in Lambda, though not on macOS and Windows.`,
    path,
    suggestions: suggestions.length > 0 ? suggestions : [request.handler.replace(written, there)],
  };
}

/** A path as messages show it: relative to the workspace folder, with forward slashes. */
export function shown(inRequest: string, request: HandlerRequest): string {
  const { folder } = request.definition;
  const path = request.sealed?.shown?.(inRequest) ?? inRequest;
  if (!isWithin(folder, path)) return path;
  return relativePath(folder, path) || 'the workspace folder';
}

/** Why something else than the code folder may answer for the handler; undefined where nothing may. */
export function wrapperReason(definition: FunctionDefinition): string | undefined {
  const wrapper = Object.entries(definition.environment).find(([name, value]) => isWrapper(name, value));
  if (wrapper !== undefined) return `the environment variable ${wrapper[0]} puts a wrapper before the code`;
  const { environmentGap, handler, build } = definition;
  // Wrappers come in layers; nearly all start the runtime with the handler as it is. The Lambda Web Adapter takes it for a command.
  const isCommand = handler.kind === 'literal' && build.kind !== 'entry' && COMMAND.test(handler.value);
  if (environmentGap === undefined || !isCommand || !hasLayers(definition)) return undefined;
  return `environment variables that can’t be told before deploying (${environmentGap}) may put a wrapper before the code`;
}

const COMMAND = /^[^.]*$|\.(?:sh|[cm]?[jt]s|py|rb)$/;

function isWrapper(name: string, value: Value<string>): boolean {
  if (name === 'AWS_LAMBDA_EXEC_WRAPPER') return value.kind !== 'literal' || !TRACERS.test(value.value);
  return /HANDLER$|EXEC_WRAPPER/.test(name);
}

/** Wrappers that trace, and start the same handler: of OpenTelemetry, Datadog, Dynatrace, New Relic, Lumigo and Elastic. */
const TRACERS =
  /^\/opt\/(?:otel-(?:(?:proxy|stream|sqs)-)?handler|otel-instrument|otel-wrapper|datadog_wrapper|dynatrace|newrelic-java(?:-stream)?-handler|lumigo_wrapper|elastic-apm-handler)$/;

export function hasLayers(definition: FunctionDefinition): boolean {
  const { layers } = definition;
  return layers.kind === 'unknown' || (layers.kind === 'literal' && layers.value.length > 0);
}

/** Why a file that isn't there may be there when the function runs; undefined where its absence is certain. */
export async function absenceDoubt(
  path: string,
  request: HandlerRequest,
  alternatives: Alternatives,
  facts: {
    readonly sources: number;
    readonly language: string;
    readonly bundler: string | undefined;
    readonly installs: string | undefined;
  },
): Promise<string | undefined> {
  const { definition, root } = request;
  const wrapper = wrapperReason(definition);
  if (wrapper !== undefined) return wrapper;
  if (request.sealed !== undefined) {
    if (facts.sources === 0) return `${shown(root, request)} holds no ${facts.language} source`;
    return hasLayers(definition) && alternatives.founded === undefined ? 'a layer may hold it' : undefined;
  }
  const among = alternatives.founded === 'sibling' ? 'sources' : 'anything';
  const built = await buildOutputReason(path, definition.folder, root, request.context, among);
  if (built !== undefined) return built;
  if (facts.sources === 0) return `${shown(root, request)} holds no ${facts.language} source, so something else puts it there`;
  const { founded } = alternatives;
  if (facts.bundler !== undefined && founded !== 'sibling') return `${facts.bundler} may make it`;
  if (hasLayers(definition) && founded === undefined) return 'a layer may hold it';
  if (facts.installs !== undefined && founded === undefined) return `a package of ${facts.installs} may hold it`;
  return undefined;
}

/**
 * The answer where the whole code folder isn't there: certain only when a folder beside it has nearly the same name,
 * since code may also come from a build, a script or another repository.
 */
export async function missingFolder(request: HandlerRequest): Promise<HandlerResolution> {
  const { root, definition, context } = request;
  const parent = dirname(root);
  const reason = (await buildOutputReason(root, definition.folder, parent, context)) ?? wrapperReason(definition);
  const twin = isWithin(definition.folder, root) ? await folderInAnotherCase(root, request) : undefined;
  if (reason === undefined && twin !== undefined) return { kind: 'unresolved', problem: folderCaseMismatch(twin, request) };
  const folders = (await context.files.readDirectory(parent)).filter(({ type }) => type === 'directory').map(({ name }) => name);
  const [near] = nearest(basename(root), folders, 1);
  const message = `The code folder ${shown(root, request)} isn’t there`;
  if (reason !== undefined || near === undefined) return unknown(reason === undefined ? message : `${message}: ${reason}`);
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `${message}. There is ${shown(join(parent, near), request)}.`,
      tried: [root],
      suggestions: [],
    },
  };
}

function folderInAnotherCase(root: string, { definition, context }: HandlerRequest): Promise<string | undefined> {
  const inner = relativePath(definition.folder, root);
  return inAnotherCase(
    definition.folder,
    inner,
    ({ name, type }, wanted) => type === 'directory' && name.toLowerCase() === wanted,
    context.files,
  );
}

function folderCaseMismatch(path: string, request: HandlerRequest): HandlerProblem {
  const names = `The code folder is written ${shown(request.root, request)}, but it is ${shown(path, request)}`;
  const message = `${names}: macOS and Windows find it, a build server on Linux doesn’t.`;
  return { code: 'handler.case-mismatch', message, path, suggestions: [] };
}
