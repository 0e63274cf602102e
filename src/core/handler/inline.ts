import { join } from 'node:path';
import type { ReadableFileSystem } from '../ports.ts';
import type { CodeLocation, FunctionDefinition } from '../project/model.ts';
import type { FileRange } from '../text.ts';
import type { HandlerContext } from './context.ts';
import { JsModules } from './javascript/exports.ts';
import { missingExport } from './missingExport.ts';
import type { HandlerResolution } from './model.ts';
import { splitNodeHandler } from './nodeHandler.ts';
import { PyModules } from './python/modules.ts';
import { splitPythonHandler } from './pythonHandler.ts';
import { unknown, wrapperReason } from './request.ts';

type Inline = Extract<CodeLocation, { readonly kind: 'inline' }>;

/** A handler whose code stands in the template: CloudFormation writes it to `index.js` or `index.py`. `major` of Node.js; absent for Python. */
export async function resolveInline(
  definition: FunctionDefinition,
  handler: string,
  code: Inline,
  major: number | undefined,
  context: HandlerContext,
): Promise<HandlerResolution> {
  const parts = major === undefined ? splitPythonHandler(handler) : splitNodeHandler(handler);
  const file = major === undefined ? 'index.py' : 'index.js';
  const doubt = wrapperReason(definition);
  if (doubt !== undefined) return unknown(doubt);
  if (typeof parts === 'string') {
    const message = `'${handler}' is not a handler. ${parts}. A right one looks like 'index.handler'.`;
    return { kind: 'unresolved', problem: { code: 'handler.malformed', message, suggestions: [] } };
  }
  if (parts.module !== 'index') {
    if (isStandIn(code.text, parts.module)) return unknown('the inline code is a placeholder');
    const message = `Inline code is always the module 'index' (${file}), never '${parts.module}'.`;
    const suggestions = [`index.${parts.exportName}`];
    return { kind: 'unresolved', problem: { code: 'handler.file-not-found', message, tried: [file], suggestions } };
  }
  if (code.text === undefined) return unknown('the inline code is put together when it is deployed');
  if (/\{\{|<%|^\s*$/.test(code.text)) return unknown('the inline code is a placeholder');
  const { path, overlay } = inlineFile(definition, file, code.text, context);
  const js = new JsModules(overlay);
  const py = new PyModules(definition.templatePath, overlay);
  const found = major === undefined ? await py.find(path, parts.exportName) : await js.find(path, parts.exportName.split('.'), major >= 24);
  if (found.kind === 'unknown') return unknown(`the inline code: ${found.reason}`, definition.templatePath);
  const mapped = async (at: FileRange): Promise<FileRange> => inTemplate(at, definition, code.text ?? '', code, context);
  const common = { path: definition.templatePath, exportName: parts.exportName };
  if (found.kind === 'found') return { kind: 'resolved', ...common, at: await mapped(found.at) };
  if (found.kind === 'not-a-function') {
    const message = `The inline code has ${parts.exportName} as ${found.what}, not as a function.`;
    return {
      kind: 'unresolved',
      problem: { code: 'handler.not-a-function', message, ...common, at: await mapped(found.at), suggestions: [] },
    };
  }
  const list = major === undefined ? await py.list(path) : await js.list(path);
  // A comment or a bare statement stands in for code that is deployed later.
  if (list.exports.length === 0) return unknown('the inline code is a placeholder');
  const problem = missingExport({
    path: definition.templatePath,
    shown: 'the inline code',
    exportName: parts.exportName,
    found: list,
    verb: major === undefined ? 'defines' : 'exports',
    insertion: { range: code.range ?? definition.range, text: '' },
    format: (name) => `index.${name}`,
  });
  const { nearest, ...rest } = problem;
  return {
    kind: 'unresolved',
    problem: {
      ...rest,
      message: problem.message.replace(/^the/, 'The'),
      ...(nearest === undefined ? {} : { nearest: await mapped(nearest) }),
    },
  };
}

/**
 * A few lines that stand in for code which is deployed later, under the handler that the later code has. A module in a folder is
 * a sign of it; without one, only words are.
 */
function isStandIn(text: string | undefined, module: string): boolean {
  if (text === undefined) return false;
  if (
    /place.?holder|to be replaced|replaced (?:by|during|on|when|with)|\bdummy\b|\bTODO\b|\bstub\b|^\s*(?:#[^\n]*|\/\/[^\n]*)?\s*$/i.test(
      text,
    )
  )
    return true;
  return /[./]/.test(module) && text.trim().split('\n').length <= 6;
}

/** Finds the line of the inline text in the template; without luck, the code's own range stands for it. */
async function inTemplate(
  at: FileRange,
  definition: FunctionDefinition,
  text: string,
  code: Inline,
  context: HandlerContext,
): Promise<FileRange> {
  const template = (await context.files.readText(definition.templatePath))?.split(/\r\n|\r|\n/) ?? [];
  const fallback = { path: definition.templatePath, range: code.range ?? definition.range };
  const wanted = text.split(/\r\n|\r|\n/)[at.range.start.line] ?? '';
  if (code.range === undefined || wanted.trim() === '') return fallback;
  for (let line = code.range.start.line; line <= code.range.end.line; line += 1) {
    const column = (template[line] ?? '').indexOf(wanted);
    if (column === -1) continue;
    const { start, end } = at.range;
    const length = end.line === start.line ? end.character - start.character : 0;
    const from = { line, character: column + start.character };
    return { path: definition.templatePath, range: { start: from, end: { line, character: from.character + length } } };
  }
  return fallback;
}

/** The file that CloudFormation writes inline code to, as if it were in a folder that is called like the template. */
export function inlineFile(
  { templatePath }: FunctionDefinition,
  name: 'index.js' | 'index.py',
  text: string,
  context: HandlerContext,
): { readonly path: string; readonly overlay: HandlerContext } {
  const path = join(templatePath, name);
  return { path, overlay: { ...context, files: oneFile(path, text) } };
}

/** A file system that holds one file: inline code can't reach any other. */
function oneFile(path: string, text: string): ReadableFileSystem {
  return {
    readText: async (asked) => (asked === path ? text : undefined),
    readBytes: async () => undefined,
    stat: async (asked) => (asked === path ? { type: 'file', size: text.length, modifiedMs: 0 } : undefined),
    readDirectory: async () => [],
  };
}
