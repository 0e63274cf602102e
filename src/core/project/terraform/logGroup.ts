import type { LogGroup, Value } from '../model.ts';
import { attributeOf, blocksOf, type ModuleBlock, ofType } from './module.ts';
import type { Scope } from './scope.ts';
import { referencesIn } from './source.ts';
import { type Reference, resolved } from './value.ts';

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

/** A log group that a module declares. */
export interface DeclaredLogGroup {
  /** What its name refers to; without what belongs to one reading of the module. */
  readonly references: readonly Pick<Reference, 'address' | 'key'>[];
  /** Undefined where its name can't be told. */
  readonly name: string | undefined;
}

/** All of a module's. */
export function logGroupsOf(scope: Scope): readonly DeclaredLogGroup[] {
  return ofType(scope.module, 'aws_cloudwatch_log_group').flatMap(([, block]) => {
    const written = attributeOf(block, 'name');
    if (written === undefined) return [];
    return scope.instances(block).map((instance): DeclaredLogGroup => {
      const value = resolved(scope.evaluateExpression(written, instance));
      const references = referencesIn(written, scope, instance).map(({ address, key }) => ({ address, key }));
      return { references, name: value.kind === 'scalar' ? String(value.value) : undefined };
    });
  });
}

/** Whether one of the modules that a function is in defines its log group. `declaredIn` answers for each of them. */
export function logGroupOf(
  block: ModuleBlock,
  places: readonly FunctionPlace[],
  name: Value<string>,
  declaredIn: (scope: Scope) => readonly DeclaredLogGroup[],
): LogGroup {
  const logging = blocksOf(block, 'logging_config').some((each) => attributeOf(each, 'log_group') !== undefined);
  if (logging) return { kind: 'declared' };
  const verdicts = places.map((place) => verdictOf(place, name, declaredIn(place.scope)));
  if (verdicts.includes('declared')) return { kind: 'declared' };
  const [own] = places;
  if (own === undefined || verdicts.includes('doubt')) return { kind: 'unknown' };
  const insertion = insertionAfter(block, own);
  return insertion === undefined ? { kind: 'none' } : { kind: 'none', insertion };
}

function verdictOf(
  { scope, address, key }: FunctionPlace,
  name: Value<string>,
  groups: readonly DeclaredLogGroup[],
): 'declared' | 'doubt' | 'none' {
  const isOfIt = (group: DeclaredLogGroup): boolean =>
    group.references.some((to) => to.address === address && (to.key === undefined || to.key === key)) ||
    (group.name !== undefined && name.kind === 'literal' && group.name === `/aws/lambda/${name.value}`);
  if (groups.some(isOfIt)) return 'declared';
  // A name that can't be told may be that of any function, as may any name of a function whose own can't.
  const isDoubtful = (group: DeclaredLogGroup): boolean =>
    group.name === undefined
      ? group.references.every((to) => !/^(aws_lambda_function|module)\./.test(to.address))
      : group.name.includes('/aws/lambda/') && name.kind !== 'literal';
  // A module of somebody else's may make it.
  const mayMake = (call: ModuleBlock): boolean => /log/i.test(call.block.labels[0]?.text ?? '');
  return groups.some(isDoubtful) || [...scope.module.calls.values()].some(mayMake) ? 'doubt' : 'none';
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
