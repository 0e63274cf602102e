import { valueForRuns } from '../project/assumptions.ts';
import type { CodeLocation, FunctionDefinition, Value } from '../project/model.ts';
import { type CompiledLanguage, resolveCompiled } from './compiled.ts';
import type { HandlerContext } from './context.ts';
import { resolveEntry } from './entry.ts';
import { resolveInline } from './inline.ts';
import type { HandlerResolution } from './model.ts';
import { typeAt } from './names.ts';
import { resolveNative } from './native.ts';
import { resolveNode } from './node.ts';
import { resolveArchive, resolveFiles } from './packaged/index.ts';
import { resolvePython } from './python.ts';
import { type HandlerRequest, unknown } from './request.ts';
import { resolveRuby } from './ruby.ts';

/**
 * Finds what a function's handler names, by the rules of its runtime. `unresolved` is certain; whatever can't be told without
 * building or deploying is `unknown`, with the reason in words.
 */
export async function resolveHandler(definition: FunctionDefinition, context: HandlerContext): Promise<HandlerResolution> {
  const certain = await resolveCertain(definition, context);
  const uncertain = definition.generated === true && certain.kind === 'unresolved';
  const resolution = uncertain ? unknown('a template engine makes the template of this text') : certain;
  const likely = resolution.kind === 'unknown' && resolution.path === undefined ? asRun(definition) : undefined;
  if (resolution.kind !== 'unknown' || likely === undefined) return resolution;
  const found = await resolveCertain(likely, context);
  return found.kind === 'resolved' ? unknown(resolution.reason, found.path) : resolution;
}

/** Nothing of an image can be checked here; its Dockerfile is where to look. */
async function resolveImage(code: CodeLocation, { files }: HandlerContext): Promise<HandlerResolution> {
  const dockerfile = code.kind === 'image' ? code.dockerfile : undefined;
  const isThere = dockerfile !== undefined && (await files.stat(dockerfile))?.type === 'file';
  return unknown('a container image holds the code', isThere ? dockerfile : undefined);
}

async function resolveCertain(definition: FunctionDefinition, context: HandlerContext): Promise<HandlerResolution> {
  const { handler, code, build } = definition;
  if (definition.packageType === 'Image' || code.kind === 'image') return resolveImage(code, context);
  const family = familyOf(definition);
  if (family.kind === 'other') return unknown(family.reason);
  if (family.kind === 'native') return resolveNative(definition, family.reason, context);
  if (handler.kind === 'unknown') return unknown(`the handler can’t be told before deploying: ${handler.reason}`);
  if (handler.kind === 'absent' && build.kind !== 'entry') return unknown('the function has no handler');
  const text = handler.kind === 'literal' ? handler.value : undefined;
  if (text !== undefined && isPlaceholder(text, family)) return unknown('the handler holds a placeholder');
  if (text !== undefined && /\.sh$/.test(text)) return unknown('a script starts the function, as with the Lambda Web Adapter');
  if (text !== undefined && (text === '' || text.length > 128 || /\s/.test(text))) return refused(text);
  const major = family.kind === 'node' ? family.major : undefined;
  if (build.kind === 'entry') return resolveEntry(definition, text, build, major, context);
  if (family.kind === 'compiled') return resolveCompiled(definition, text ?? '', family.language, context);
  return resolveInCode(definition, text ?? '', family, context);
}

async function resolveInCode(
  definition: FunctionDefinition,
  handler: string,
  family: ScriptFamily,
  context: HandlerContext,
): Promise<HandlerResolution> {
  const { code, build, folder } = definition;
  const resolve = resolverOf(family);
  if (code.kind === 'inline') {
    if (family.kind !== 'node' && family.kind !== 'python') return unknown('the runtime takes no code from the template');
    return resolveInline(definition, handler, code, family.kind === 'node' ? family.major : undefined, context);
  }
  if (code.kind === 'files') return resolveFiles(definition, handler, code, context, resolve);
  if (code.kind === 'archive') return resolveArchive(definition, handler, code.path, context, resolve);
  if (code.kind === 'image') return unknown('a container image holds the code');
  if (code.kind === 'unknown') return unknown(`the code’s place can’t be told before deploying: ${code.reason}`);
  if (build.kind === 'other') return unknown(`what ${build.method} builds can’t be told from the source`);
  if (/\$\{|\{\{|<%/.test(code.path)) return unknown('the code’s place holds a placeholder');
  const type = code.path === folder ? 'directory' : await typeAt(code.path, folder, context.files);
  // A zip without its extension, or something else that can't be opened.
  if (type !== undefined && type !== 'directory') return resolveArchive(definition, handler, code.path, context, resolve);
  return resolve({ definition, context, handler, root: code.path, rootExists: type !== undefined });
}

function resolverOf(family: ScriptFamily): (request: HandlerRequest) => Promise<HandlerResolution> {
  switch (family.kind) {
    case 'node':
      return (request) => resolveNode(request, family.major);
    case 'python':
      return resolvePython;
    case 'ruby':
      return resolveRuby;
  }
}

/** The function as it is run on this machine, where a deployment may have another; undefined where there is nothing to assume. */
function asRun(definition: FunctionDefinition): FunctionDefinition | undefined {
  const written = (value: Value<string>): Value<string> => {
    const text = value.kind === 'unknown' ? valueForRuns(value) : undefined;
    return text === undefined ? value : { kind: 'literal', value: text, path: definition.templatePath, range: definition.range };
  };
  const { build, code } = definition;
  const likely: FunctionDefinition = {
    ...definition,
    runtime: written(definition.runtime),
    handler: written(definition.handler),
    code: code.kind === 'unknown' ? (code.assumed?.value ?? code) : code,
    build: build.kind === 'other' ? { kind: 'none' } : build,
  };
  const same = (['runtime', 'handler', 'code', 'build'] as const).every((key) => likely[key] === definition[key]);
  return same ? undefined : likely;
}

type Family =
  | { readonly kind: 'node'; readonly major: number }
  | { readonly kind: 'python' | 'ruby' }
  | { readonly kind: 'compiled'; readonly language: CompiledLanguage }
  /** Whatever the handler says; the reason in words. */
  | { readonly kind: 'native'; readonly reason: string }
  | { readonly kind: 'other'; readonly reason: string };

/** Those whose packages hold the sources. */
type ScriptFamily = Exclude<Family, { readonly kind: 'other' | 'native' | 'compiled' }>;

function familyOf({ runtime, build }: FunctionDefinition): Family {
  if (runtime.kind === 'literal') return familyOfRuntime(runtime.value);
  // Constructs that bundle one source have a runtime of their own; which version makes no difference to what is certain.
  if (build.kind === 'entry') return /\.py$/.test(build.path) ? { kind: 'python' } : { kind: 'node', major: LATEST_NODE };
  // What bundles by itself bundles Node.js, unless it is told otherwise: SST.
  if (build.kind === 'bundler' && runtime.kind === 'absent') return { kind: 'node', major: LATEST_NODE };
  if (runtime.kind === 'absent') return { kind: 'other', reason: 'the function has no runtime' };
  return { kind: 'other', reason: `the runtime can’t be told before deploying: ${runtime.reason}` };
}

/** The most lenient of the loaders. */
const LATEST_NODE = 24;

function familyOfRuntime(runtime: string): Family {
  const node = /^nodejs(\d+)\.(?:x|\d+)$/.exec(runtime);
  if (node !== null) return { kind: 'node', major: Number(node[1]) };
  if (/^python3\.\d+$/.test(runtime)) return { kind: 'python' };
  if (/^java\d/.test(runtime)) return { kind: 'compiled', language: 'java' };
  if (/^dotnet/.test(runtime)) return { kind: 'compiled', language: 'dotnet' };
  if (/^ruby\d/.test(runtime)) return { kind: 'ruby' };
  if (/^python2/.test(runtime)) return { kind: 'other', reason: 'Python 2 sources are not read' };
  if (runtime.startsWith('provided')) return { kind: 'native', reason: 'a custom runtime reads the handler as it likes' };
  if (/^go\d/.test(runtime)) return { kind: 'native', reason: 'the handler is the name of the program that is built' };
  return { kind: 'other', reason: `handlers of ${runtime} are not checked` };
}

/** What template engines and scripts replace: `${…}`, `{{…}}`, `<%…%>`, `__NAME__`, `%NAME%`. */
function isPlaceholder(written: string, family: Family): boolean {
  // `Outer$Inner` is a class within a class.
  const text = family.kind === 'compiled' ? written.replace(/(?<=\w)\$(?=\w)/g, '.') : written;
  return /[${}<>%[\]|*"'`\\]|@@|^__[A-Z_]+__$/.test(text);
}

/** Lambda's own API refuses these: `[^\s]+`, at most 128 characters. */
function refused(text: string): HandlerResolution {
  const reason = text === '' ? 'is empty' : /\s/.test(text) ? 'has a space in it' : 'is longer than 128 characters';
  const trimmed = text.trim();
  const suggestions = trimmed !== '' && trimmed !== text && !/\s/.test(trimmed) ? [trimmed] : [];
  return {
    kind: 'unresolved',
    problem: { code: 'handler.malformed', message: `The handler '${text}' ${reason}: Lambda refuses it.`, suggestions },
  };
}
