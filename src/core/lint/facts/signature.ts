import type { AnalysedFunction } from '../../analysis/model.ts';
import { type HandlerContext, readFacts } from '../../handler/context.ts';
import { languageOf } from '../../handler/javascript/exports.ts';
import { comparePositions, LineMap } from '../../text.ts';
import { extractJsFunctions } from './jsFunctions.ts';
import type { HandlerSignature } from './model.ts';
import { extractPyFunctions } from './pyFunctions.ts';

/**
 * The signature of the function that the handler names, where there is something to say about it. Most handlers are `async (event)` or
 * `def f(event, context)`: a look at the text tells those, and nothing is parsed for them.
 */
export async function handlerSignature(
  { definition, resolution }: AnalysedFunction,
  context: HandlerContext,
): Promise<HandlerSignature | undefined> {
  if (resolution.kind !== 'resolved' || definition.runtime.kind !== 'literal') return undefined;
  const { path, range } = resolution.at;
  const isPython = definition.runtime.value.startsWith('python');
  if (!isPython && !definition.runtime.value.startsWith('nodejs')) return undefined;
  // Code of a template, or of an archive, is declared where no source is.
  if (!(isPython ? /\.py$/ : /\.[cm]?[jt]sx?$/).test(path)) return undefined;
  const text = await context.files.readText(path);
  if (text === undefined || !isSuspicious(text, new LineMap(text).offset(range.start), isPython)) return undefined;
  const functions = isPython
    ? await readFacts(path, 'python', extractPyFunctions, context)
    : await readFacts(path, languageOf(path), extractJsFunctions, context);
  if (typeof functions === 'string') return undefined;
  const found = functions.find(({ names }) => names.some((name) => comparePositions(name, range.start) === 0));
  return found === undefined ? undefined : { ...found.signature, at: { path, range: found.parameters } };
}

/** Where its parameters aren't the usual two, or nothing says `async`. What isn't a function here, such as a call, isn't looked into. */
function isSuspicious(text: string, at: number, isPython: boolean): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  const after = text.slice(at, at + 1000);
  if (isPython) {
    if (!/\bdef\s+$/.test(before)) return false;
    return /\basync\s+def\s+$/.test(before) || !/^\w+\s*\(\s*\w+\s*(?::[^,()=]+)?,\s*\w+\s*(?::[^,()=]+)?,?\s*\)/.test(after);
  }
  const form = /^[\w$.]+['"\]]*\s*(?::[^=;{}]{0,300}?)?\s*[=:]?\s*(async\b)?\s*(?:function\b\s*[\w$]*)?\s*\(([^()]*)\)/.exec(after);
  if (form === null) return false;
  const [, async, parameters = ''] = form;
  const isAsync = async !== undefined || /\basync\s+(?:function\s*)?$/.test(before);
  return !isAsync || parameters.split(',').length > 2;
}
