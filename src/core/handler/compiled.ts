import type { FunctionDefinition } from '../project/model.ts';
import type { HandlerContext } from './context.ts';
import { resolveDotnet } from './dotnet.ts';
import { resolveJava } from './java.ts';
import type { HandlerResolution } from './model.ts';
import { type HandlerRequest, unknown } from './request.ts';

/** Languages whose packages hold no source: what a handler names is looked for in the sources that the package is built from. */
export type CompiledLanguage = 'java' | 'dotnet';

const RESOLVERS: Readonly<Record<CompiledLanguage, (request: HandlerRequest) => Promise<HandlerResolution>>> = {
  java: resolveJava,
  dotnet: resolveDotnet,
};

/** Whatever builds the package: each language tells for itself what it can't be certain of. */
export async function resolveCompiled(
  definition: FunctionDefinition,
  handler: string,
  language: CompiledLanguage,
  context: HandlerContext,
): Promise<HandlerResolution> {
  const { code } = definition;
  if (code.kind === 'inline') return unknown('the runtime takes no code from the template');
  if (code.kind === 'files') return unknown('the package is put together of single files');
  if (code.kind === 'image') return unknown('a container image holds the code');
  if (code.kind === 'unknown') return unknown(`the code’s place can’t be told before deploying: ${code.reason}`);
  if (/\$\{|\{\{|<%/.test(code.path)) return unknown('the code’s place holds a placeholder');
  return RESOLVERS[language]({ definition, context, handler, root: code.path, rootExists: true });
}
