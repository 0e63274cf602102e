import type { LogGroup, Value } from '../model.ts';
import { referencesIn } from './connections.ts';
import { attributeOf, blocksOf, type ModuleBlock, ofType } from './module.ts';
import type { Scope } from './scope.ts';
import { resolved } from './value.ts';

/** Where a function stands, in one of the modules it is in. */
export interface FunctionPlace {
  readonly scope: Scope;
  /** Without a key. */
  readonly address: string;
  readonly key: string | number | undefined;
}

/** Days that a new log group keeps its lines: fewer where the folder says that it is for trying things out. */
const days = 30;
const developmentDays = 7;

/** Whether one of the modules that a function is in defines its log group. */
export function logGroupOf(block: ModuleBlock, places: readonly FunctionPlace[], name: Value<string>): LogGroup {
  const logging = blocksOf(block, 'logging_config').some((each) => attributeOf(each, 'log_group') !== undefined);
  if (logging) return { kind: 'declared' };
  const verdicts = places.map((place) => verdictOf(place, name));
  if (verdicts.includes('declared')) return { kind: 'declared' };
  const [own] = places;
  if (own === undefined || verdicts.includes('doubt')) return { kind: 'unknown' };
  const insertion = insertionAfter(block, own);
  return insertion === undefined ? { kind: 'none' } : { kind: 'none', insertion };
}

function verdictOf(place: FunctionPlace, name: Value<string>): 'declared' | 'doubt' | 'none' {
  const { scope } = place;
  let verdict: 'doubt' | 'none' = 'none';
  for (const [, block] of ofType(scope.module, 'aws_cloudwatch_log_group')) {
    const written = attributeOf(block, 'name');
    for (const instance of written === undefined ? [] : scope.instances(block)) {
      const value = written === undefined ? undefined : resolved(scope.evaluateExpression(written, instance));
      const references = written === undefined ? [] : referencesIn(written, scope, instance);
      if (references.some(({ address: to, key }) => to === place.address && (key === undefined || key === place.key))) return 'declared';
      const text = value?.kind === 'scalar' ? String(value.value) : undefined;
      if (text !== undefined && name.kind === 'literal' && text === `/aws/lambda/${name.value}`) return 'declared';
      // A name that can't be told may be that of any function, as may any name of a function whose own can't.
      if (
        text === undefined
          ? references.every(({ address: to }) => !/^(aws_lambda_function|module)\./.test(to))
          : text.includes('/aws/lambda/') && name.kind !== 'literal'
      )
        verdict = 'doubt';
    }
  }
  // A module of somebody else's may make it.
  for (const call of scope.module.calls.values()) if (/log/i.test(call.block.labels[0]?.text ?? '')) verdict = 'doubt';
  return verdict;
}

/** Behind the function's own block; nothing where it is several functions, or the new one's name is taken. */
function insertionAfter({ file, block }: ModuleBlock, { scope, address }: FunctionPlace): Extract<LogGroup, { kind: 'none' }>['insertion'] {
  const name = block.labels[1]?.text;
  if (name === undefined || file.path.endsWith('.json') || block.body.attributes.has('for_each') || block.body.attributes.has('count'))
    return undefined;
  if (!address.startsWith('aws_lambda_function.') || scope.module.resources.has(`aws_cloudwatch_log_group.${name}`)) return undefined;
  const keeps = /[\\/](?:dev|development|sandbox)[\\/]/i.test(file.path) ? developmentDays : days;
  const end = file.lines.position(block.end);
  const text = `\n\nresource "aws_cloudwatch_log_group" "${name}" {\n  name              = "/aws/lambda/\${${address}.function_name}"\n  retention_in_days = ${keeps}\n}`;
  return { days: keeps, at: { path: file.path, range: { start: end, end } }, text };
}
