import { callFunction } from './functions.ts';
import type { Expression, ForExpression, Span, Step } from './hcl/model.ts';
import type { SourceFile } from './module.ts';
import {
  certain,
  decided,
  type Evaluated,
  missing,
  type Place,
  reasonOf,
  resolved,
  together,
  type Uses,
  unknown,
  unknownAs,
  unknownText,
  using,
} from './value.ts';

/** What the names in an expression stand for. */
export interface Environment {
  readonly file: SourceFile;
  readonly names: Names;
  /** What `each` is; undefined where there is none. */
  readonly each: { readonly key: Evaluated; readonly value: Evaluated } | undefined;
  /** What `count.index` is. */
  readonly count: Evaluated | undefined;
  /** Variables of `for`. */
  readonly bound: ReadonlyMap<string, Evaluated>;
}

/** What a module gives names to. */
export interface Names {
  local(name: string): Evaluated;
  variable(name: string): Evaluated;
  /** `path.module` and the like. */
  path(name: string): string | undefined;
  /** Inside of a longer path `path.module` is what it is to Terraform: relative to where that is started. */
  fromStart(text: string): string;
  /** A resource, a data source or a module, without what is taken from it. */
  reference(address: string, key: string | number | undefined, path: readonly string[]): Evaluated;
  /** Whether there is room for one more step: expressions can multiply each other, and stand in each other. Else `leave` isn't called. */
  enter(): boolean;
  leave(): void;
}

/** Texts and collections may double with every local value; nothing real is larger. */
export const longestText = 100_000;
const mostItems = 2_000;

/** What an expression gives. Never throws; what can't be told is unknown, with the reason. */
export function evaluate(expression: Expression, environment: Environment): Evaluated {
  const { names } = environment;
  if (!names.enter()) return unknown('it takes too many steps to be told');
  const value = evaluateInner(expression, environment);
  names.leave();
  return value;
}

function evaluateInner(expression: Expression, environment: Environment): Evaluated {
  const inner = (part: Expression): Evaluated => evaluate(part, environment);
  switch (expression.kind) {
    case 'literal':
      return { kind: 'scalar', value: expression.value, place: placeOf(expression, environment), ...certain };
    case 'template':
      return evaluateTemplate(expression.parts, expression, environment);
    case 'reference':
      return evaluateReference(expression.root, expression.steps, environment);
    case 'access':
      return takeSteps(inner(expression.of), expression.steps, environment);
    case 'list':
      return { kind: 'list', items: expression.items.slice(0, mostItems).map(inner), ...certain };
    case 'object':
      return evaluateObject(expression.entries, environment);
    case 'conditional':
      return evaluateConditional(expression, environment);
    case 'operation':
      return evaluateOperation(expression.operator, expression.operands.map(inner), placeOf(expression, environment));
    case 'for':
      return evaluateFor(expression, environment);
    case 'call':
      return evaluateCall(expression, environment);
    case 'unreadable':
      return unknown(expression.reason);
  }
}

export function placeOf({ start, end }: Span, { file }: Environment): Place {
  return { file, start, end };
}

function evaluateTemplate(parts: readonly (string | Expression)[], span: Span, environment: Environment): Evaluated {
  const [first] = parts;
  // `"${x}"` is x itself, whatever it is.
  if (parts.length === 1 && typeof first === 'object') return evaluate(first, environment);
  let text = '';
  let uses: Uses = certain;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = resolved(evaluate(part, environment));
    if (value.kind === 'scalar' && value.value === null) return missing('a text', 'null', together(uses, value));
    if (value.kind === 'unknown' && value.missing) return unknownAs(value, together(uses, value));
    if (value.kind !== 'scalar') {
      const part_ = (each: string | Expression) => (typeof each === 'string' ? each : evaluate(each, environment));
      return unknownText(reasonOf(value), () => ({ kind: 'parts', parts: parts.map(part_) }), together(uses, value));
    }
    uses = together(uses, value);
    const added = String(value.value);
    text += text === '' ? added : environment.names.fromStart(added);
    if (text.length > longestText) return unknown('a text that is too long');
  }
  return { kind: 'scalar', value: text, place: placeOf(span, environment), ...uses };
}

function evaluateReference(root: string, steps: readonly Step[], environment: Environment): Evaluated {
  const { names, each, count, bound } = environment;
  const variable = bound.get(root);
  if (variable !== undefined) return takeSteps(variable, steps, environment);
  const [first, ...rest] = steps;
  const name = first?.kind === 'name' ? first.name : undefined;
  if (name === undefined) return unknown(root);
  switch (root) {
    case 'local':
      return takeSteps(names.local(name), rest, environment);
    case 'var':
      return takeSteps(names.variable(name), rest, environment);
    case 'each': {
      const value = name === 'key' ? each?.key : name === 'value' ? each?.value : undefined;
      return value === undefined ? unknown(`each.${name}`) : takeSteps(value, rest, environment);
    }
    case 'count':
      return count ?? unknown('count.index');
    case 'path': {
      const value = names.path(name);
      if (value === undefined) return unknown(`path.${name}`);
      return { kind: 'scalar', value, place: { file: environment.file, start: 0, end: 0 }, ...certain };
    }
    case 'data': {
      const [second, ...more] = rest;
      return second?.kind === 'name'
        ? evaluateAddress(`data.${name}.${second.name}`, more, environment)
        : unknown(`the data source ${name}`);
    }
    case 'self':
    case 'terraform':
      return unknown(`${root}.${name}`);
    default:
      return evaluateAddress(`${root}.${name}`, rest, environment);
  }
}

/** `aws_x.y`, with a key after it perhaps, and what is taken from it. */
function evaluateAddress(address: string, steps: readonly Step[], environment: Environment): Evaluated {
  const [first, ...rest] = steps;
  if (first?.kind === 'index') {
    const key = resolved(evaluate(first.index, environment));
    if (key.kind !== 'scalar' || key.value === null) return unknownAs(key, key);
    const written = typeof key.value === 'boolean' ? String(key.value) : key.value;
    return using(takeSteps(environment.names.reference(address, written, []), rest, environment), key);
  }
  // `x.*.arn`, as Terraform's older versions wanted it: of the one instance that a condition may leave out.
  if (first?.kind === 'splat') {
    return { kind: 'list', items: [takeSteps(environment.names.reference(address, 0, []), rest, environment)], ...certain };
  }
  return takeSteps(environment.names.reference(address, undefined, []), steps, environment);
}

function takeSteps(from: Evaluated, steps: readonly Step[], environment: Environment): Evaluated {
  let value = from;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'splat') {
      const list = resolved(value);
      if (list.kind !== 'list') return unknownAs(list, list);
      const rest = steps.slice(index + 1);
      return { ...list, items: list.items.map((item) => takeSteps(item, rest, environment)) };
    }
    if (step.kind === 'name' && value.kind === 'reference') {
      value = using(environment.names.reference(value.address, value.key, [...value.path, step.name]), value);
      continue;
    }
    const index_ = step.kind === 'name' ? step.name : scalarOf(resolved(evaluate(step.index, environment)));
    if (typeof index_ === 'object') return unknownAs(index_, together(value, index_));
    value = takeEntry(resolved(value), index_);
  }
  return value;
}

/** The plain value, or what stands there instead of one. */
function scalarOf(value: Evaluated): string | number | Evaluated {
  return value.kind === 'scalar' && (typeof value.value === 'string' || typeof value.value === 'number') ? value.value : value;
}

export function takeEntry(from: Evaluated, key: string | number): Evaluated {
  if (from.kind === 'list') {
    const item = from.items[Number(key)];
    return item === undefined ? missing(key, 'what it is taken from', from) : using(item, from);
  }
  if (from.kind !== 'map') return from.kind === 'scalar' ? missing(key, 'what it is taken from', from) : unknownAs(from, from);
  const entry = from.entries.get(String(key));
  if (entry !== undefined) return using(entry, from);
  return from.gap === undefined ? missing(key, 'what it is taken from', from) : unknown(from.gap, from);
}

function evaluateObject(written: readonly { readonly key: Expression; readonly value: Expression }[], environment: Environment): Evaluated {
  const entries = new Map<string, Evaluated>();
  let gap: string | undefined;
  let uses: Uses = certain;
  for (const { key, value } of written.slice(0, mostItems)) {
    const name = resolved(evaluate(key, environment));
    uses = together(uses, name);
    if (name.kind === 'scalar' && name.value !== null) entries.set(String(name.value), evaluate(value, environment));
    else gap ??= reasonOf(name);
  }
  return { kind: 'map', entries, ...(gap === undefined ? {} : { gap }), ...uses };
}

function evaluateConditional(expression: Extract<Expression, { kind: 'conditional' }>, environment: Environment): Evaluated {
  const condition = resolved(evaluate(expression.condition, environment));
  if (condition.kind === 'unknown' && condition.missing) return condition;
  if (condition.kind !== 'scalar' || condition.value === null) return unknown(`a condition on ${reasonOf(condition)}`, condition);
  const holds = condition.value === true || condition.value === 'true';
  return using(evaluate(holds ? expression.then : expression.otherwise, environment), decided(condition));
}

function evaluateOperation(operator: string, operands: readonly Evaluated[], place: Place): Evaluated {
  const [left, right] = operands.map(resolved);
  if (left === undefined) return unknown('an operation');
  const uses = together(left, ...(right === undefined ? [] : [right]));
  const answer = (value: string | number | boolean): Evaluated => ({ kind: 'scalar', value, place, ...uses });
  if (right === undefined) return left.kind === 'scalar' ? evaluateUnary(operator, left.value, answer) : unknownAs(left, left);
  if (operator === '&&' || operator === '||') return evaluateLogic(operator, left, right, answer);
  if (operator === '==' || operator === '!=') return evaluateEquality(operator, left, right, answer);
  if (left.kind !== 'scalar') return unknownAs(left, uses);
  if (right.kind !== 'scalar') return unknownAs(right, uses);
  const result = compute(operator, Number(left.value), Number(right.value));
  return result === undefined || Number.isNaN(result) ? unknown('an operation', uses) : answer(result);
}

function evaluateUnary(operator: string, value: unknown, answer: (value: number | boolean) => Evaluated): Evaluated {
  if (operator === '-') return answer(-Number(value));
  return answer(!(value === true || value === 'true'));
}

/** One side may decide it alone, whatever the other is. */
function evaluateLogic(operator: string, left: Evaluated, right: Evaluated, answer: (value: boolean) => Evaluated): Evaluated {
  const decisive = operator === '||';
  const truth = (value: Evaluated) =>
    value.kind === 'scalar' && value.value !== null ? value.value === true || value.value === 'true' : undefined;
  if (truth(left) === decisive || truth(right) === decisive) return answer(decisive);
  const open = [left, right].find((side) => truth(side) === undefined);
  return open === undefined ? answer(!decisive) : unknownAs(open, together(left, right));
}

function evaluateEquality(operator: string, left: Evaluated, right: Evaluated, answer: (value: boolean) => Evaluated): Evaluated {
  const uses = together(left, right);
  if (left.kind === 'unknown') return unknown(left.reason, uses);
  if (right.kind === 'unknown') return unknown(right.reason, uses);
  const isEqual = (): boolean | undefined => {
    if (left.kind === 'scalar' && right.kind === 'scalar')
      return left.value === null || right.value === null ? left.value === right.value : String(left.value) === String(right.value);
    // A collection is neither null nor a text; two of them aren't compared.
    return left.kind === 'scalar' || right.kind === 'scalar' ? false : undefined;
  };
  const equal = isEqual();
  return equal === undefined ? unknown('a comparison of collections', uses) : answer(equal === (operator === '=='));
}

function compute(operator: string, left: number, right: number): number | boolean | undefined | never {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '%':
      return right === 0 ? undefined : left % right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    default:
      return undefined;
  }
}

function evaluateFor(loop: ForExpression & Span, environment: Environment): Evaluated {
  const collection = resolved(evaluate(loop.collection, environment));
  const turns = turnsOf(collection);
  if (turns === undefined) return unknownAs(collection, collection);
  const items: Evaluated[] = [];
  const entries = new Map<string, Evaluated>();
  let uses: Uses = { depths: collection.depths, assumed: collection.assumed };
  let gap = collection.kind === 'map' ? collection.gap : undefined;
  for (const [key, item] of turns.slice(0, mostItems)) {
    const bound = new Map(environment.bound).set(loop.item, item);
    if (loop.key !== undefined)
      bound.set(loop.key, typeof key === 'object' ? key : { kind: 'scalar', value: key, place: placeOf(loop, environment), ...certain });
    const inside = { ...environment, bound };
    const condition = loop.condition === undefined ? undefined : resolved(evaluate(loop.condition, inside));
    uses = condition === undefined ? uses : together(uses, condition);
    if (condition?.kind === 'unknown') gap ??= reasonOf(condition);
    if (condition !== undefined && !(condition.kind === 'scalar' && condition.value === true)) continue;
    const value = evaluate(loop.result, inside);
    if (loop.resultKey === undefined) {
      items.push(value);
      continue;
    }
    const name = resolved(evaluate(loop.resultKey, inside));
    uses = together(uses, name);
    if (name.kind === 'scalar' && name.value !== null && !loop.grouped) entries.set(String(name.value), value);
    else gap ??= reasonOf(name);
  }
  if (loop.resultKey !== undefined) return { kind: 'map', entries, ...(gap === undefined ? {} : { gap }), ...uses };
  return gap === undefined ? { kind: 'list', items, ...uses } : unknown(gap, uses);
}

function turnsOf(collection: Evaluated): readonly (readonly [string | number, Evaluated])[] | undefined {
  if (collection.kind === 'map') return [...collection.entries].map(([key, value]) => [key, using(value, collection)] as const);
  return collection.kind === 'list' ? collection.items.map((item, index) => [index, using(item, collection)] as const) : undefined;
}

function evaluateCall({ name, args, spread, ...span }: Extract<Expression, { kind: 'call' }>, environment: Environment): Evaluated {
  const values = args.map((arg) => evaluate(arg, environment));
  const last = values.at(-1);
  const list = spread && last !== undefined ? resolved(last) : undefined;
  if (list !== undefined && list.kind !== 'list') return unknownAs(list, list);
  const given = list === undefined ? values : [...values.slice(0, -1), ...list.items.map((item) => using(item, list))];
  return limited(callFunction(name, given, placeOf(span, environment)));
}

function limited(value: Evaluated): Evaluated {
  const tooLarge =
    (value.kind === 'scalar' && typeof value.value === 'string' && value.value.length > longestText) ||
    (value.kind === 'list' && value.items.length > mostItems) ||
    (value.kind === 'map' && value.entries.size > mostItems);
  return tooLarge ? unknown('it is too large to be told', value) : value;
}
