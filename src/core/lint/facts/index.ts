import type { AnalysedFunction } from '../../analysis/model.ts';
import type { HandlerContext } from '../../handler/context.ts';
import { withoutUndefined } from '../../withoutUndefined.ts';
import type { CodeFacts, MissingPackage } from './model.ts';
import { missingNodePackages } from './nodePackages.ts';
import { otherLanguage } from './otherLanguage.ts';
import { packagingFacts } from './packaging.ts';
import { missingPythonPackages } from './pythonPackages.ts';
import { reservedEntries } from './reservedEntries.ts';
import { handlerSignature } from './signature.ts';

/** What rules ask of a function's code. Reads little where nothing is suspicious: it runs for every function. */
export async function examineCode(fn: AnalysedFunction, context: HandlerContext): Promise<CodeFacts> {
  return withoutUndefined({
    otherLanguage: await otherLanguage(fn, context.files),
    signature: await handlerSignature(fn, context),
    missingPackages: await missingPackages(fn, context),
    packaging: await packagingFacts(fn, context),
    reservedEntries: await reservedEntries(fn, context.files),
  });
}

/** Nothing is called missing where layers may hold it, or where what is built can't be told. */
async function missingPackages(fn: AnalysedFunction, context: HandlerContext): Promise<readonly MissingPackage[] | undefined> {
  const { layers, runtime, build } = fn.definition;
  const bare = layers.kind === 'absent' || (layers.kind === 'literal' && layers.value.length === 0);
  if (!bare || build.kind === 'other' || runtime.kind !== 'literal') return undefined;
  const node = /^nodejs(\d+)\.x$/.exec(runtime.value);
  const missing = node === null ? await ofPython(fn, runtime.value, context) : await missingNodePackages(fn, Number(node[1]), context);
  return missing.length === 0 ? undefined : missing;
}

async function ofPython(fn: AnalysedFunction, runtime: string, context: HandlerContext): Promise<readonly MissingPackage[]> {
  return /^python3\.\d+$/.test(runtime) ? missingPythonPackages(fn, context) : [];
}
