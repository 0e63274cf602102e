import type { AnalysedFunction } from '../../analysis/model.ts';
import type { HandlerContext } from '../../handler/context.ts';
import type { CodeFacts } from './model.ts';
import { otherLanguage } from './otherLanguage.ts';

/** What rules ask of a function's code. Reads little where nothing is suspicious: it runs for every function. */
export async function examineCode(fn: AnalysedFunction, context: HandlerContext): Promise<CodeFacts> {
  const other = await otherLanguage(fn, context.files);
  return other === undefined ? {} : { otherLanguage: other };
}
