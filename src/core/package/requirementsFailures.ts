import { join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { CommandResult } from './command.ts';
import type { LambdaPython } from './lambdaPython.ts';
import { pipStep } from './pipSteps.ts';

/** What pip could not do for this machine. `list`: absolute folder of requirements.txt; `uv`: where that is, as it may have to stand in for pip. */
export function pipFailure(
  { list, python }: { readonly list: string; readonly python: string },
  result: CommandResult,
  uv: string | undefined,
): WorkbenchError {
  return failure(`pip could not install ${join(list, 'requirements.txt')}:\n${lastWords(result)}`, adviceFor(result, python, uv));
}

function adviceFor(result: CommandResult, python: string, uv: string | undefined): string {
  if (/No module named pip/.test(result.output))
    return uv === undefined
      ? `Install pip for this Python: ${python} -m ensurepip`
      : `Install pip for this Python: uv pip install --python ${python} pip`;
  return wasOffline(result)
    ? 'The package index could not be reached: check the network and the proxy, then run it again.'
    : 'Correct requirements.txt, or check the network and the proxy; the log has all that pip said.';
}

/** Whether pip found no way to the index, and so knows nothing of what is there. */
export function wasOffline({ output }: CommandResult): boolean {
  return /connection broken by|NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError|Network is unreachable/.test(output);
}

/** There are no wheels for Lambda of all that is required. */
export function wheelFailure(list: string, lambda: LambdaPython, result: CommandResult): WorkbenchError {
  const missing = [...result.output.matchAll(/No matching distribution found for ([^\s(]+)/g)].map(([, name = '']) => name);
  if (missing.length > 0) return unfitFailure(list, lambda, [...new Set(missing)]);
  const pinned = [...(result.output.split('DO NOT MATCH THE HASHES')[1] ?? '').matchAll(/^ +(\S+)(?: from |$)/gm)];
  const others = pinned.flatMap(([, name = '']) => (/^[\w.-]+==/.test(name) ? [name] : []));
  if (others.length > 0) return otherHashes(list, lambda, [...new Set(others)]);
  return failure(
    `pip found no set of wheels for ${join(list, 'requirements.txt')} that loads ${inLambda(lambda)}:\n${lastWords(result)}`,
    advice(lambda),
  );
}

/** `names`: distributions that would be in the package and don't load. */
export function unfitFailure(list: string, lambda: LambdaPython, names: readonly string[]): WorkbenchError {
  const [has, whose] = names.length === 1 ? ['has', 'it is'] : ['have', 'they are'];
  const what = `${names.join(', ')} in ${join(list, 'requirements.txt')} ${has} no wheel that loads ${inLambda(lambda)}`;
  return failure(`${what}, and ${whose} no pure Python that could be built here.`, advice(lambda));
}

/** `names`: what is pinned by hashes, of other files than those that load there. */
function otherHashes(list: string, lambda: LambdaPython, names: readonly string[]): WorkbenchError {
  return failure(
    `${join(list, 'requirements.txt')} has no hash of the file of ${names.join(', ')} that loads ${inLambda(lambda)}.`,
    'Write the list again with the hashes of all files, as pip-compile --generate-hashes and uv export do.',
  );
}

function inLambda({ runtime, architecture }: LambdaPython): string {
  return `in Lambda’s ${runtime} on ${architecture}`;
}

function advice({ architecture, glibc }: LambdaPython): string {
  const container = 'build the function in a container of Lambda (sam build --use-container)';
  return `Ask for a version that has a wheel for ${architecture} and glibc 2.${glibc} or earlier, ${container}, or take it from a layer.`;
}

/** Without the steps before it, which were told as they were taken. */
function lastWords({ output }: CommandResult): string {
  const lines = output.trim().split('\n');
  return lines
    .filter((line) => pipStep(line) === undefined)
    .slice(-6)
    .join('\n');
}

function failure(message: string, advice: string): WorkbenchError {
  return new WorkbenchError('package-failed', message, advice);
}
