import type { AnalysedFunction } from '../../analysis/model.ts';
import type { HandlerContext } from '../../handler/context.ts';
import { withoutUndefined } from '../../withoutUndefined.ts';
import type { CodeFacts } from './model.ts';
import { otherLanguage } from './otherLanguage.ts';
import { handlerSignature } from './signature.ts';

/** What rules ask of a function's code. Reads little where nothing is suspicious: it runs for every function. */
export async function examineCode(fn: AnalysedFunction, context: HandlerContext): Promise<CodeFacts> {
  return withoutUndefined({
    otherLanguage: await otherLanguage(fn, context.files),
    signature: await handlerSignature(fn, context),
  });
}
