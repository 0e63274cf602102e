import { type CallValue, memberOf, type ProgramValue } from '../program/index.ts';
import { ADDITIONS, COMPONENTS, CONSTRUCTS, type FunctionPlace, METHODS } from './places.ts';

/** The places of functions in a call of SST. */
export function placesIn(call: CallValue): readonly FunctionPlace[] {
  return finderOf(call)?.(call) ?? [];
}

/** How functions are found in a call of SST; undefined for what isn't one of its own. */
export function finderOf(call: CallValue): ((call: CallValue) => readonly FunctionPlace[]) | undefined {
  const { callee } = call;
  if (callee.kind === 'part') {
    const maker = makerOf(callee.of);
    const isNew = maker === 'component';
    const addition = isNew ? undefined : ADDITIONS.get(callee.name);
    if (maker === undefined) return undefined;
    return isNew ? METHODS.get(callee.name) : addition && ((of) => addition(of.arguments));
  }
  const { from, path } = callee;
  const name = path.at(-1) ?? '';
  if (isConstructs(from)) {
    const find = path.length === 1 ? CONSTRUCTS.get(name) : undefined;
    return find && ((of) => find(of.arguments[2]));
  }
  if (!isComponent(from, path)) return undefined;
  const find = COMPONENTS.get(name);
  return find && ((of) => find(of.arguments[1]));
}

/** What made the thing whose method is called. */
function makerOf(value: ProgramValue): 'construct' | 'component' | undefined {
  if (value.kind === 'part') return makerOf(value.of);
  if (value.kind !== 'call') return undefined;
  if (value.callee.kind === 'part') return makerOf(value.callee.of);
  if (isConstructs(value.callee.from)) return 'construct';
  return isComponent(value.callee.from, value.callee.path) ? 'component' : undefined;
}

function isConstructs(from: string): boolean {
  return from === 'sst/constructs' || from === '@serverless-stack/resources' || from === 'sst/constructs/future';
}

/** `sst` is a global of version 3. */
function isComponent(from: string, path: readonly string[]): boolean {
  return from === '' && path[0] === 'sst' && path[1] === 'aws' && path.length === 3;
}

/** The text that names the construct. */
export function idOf(call: CallValue): ProgramValue | undefined {
  const making = makingOf(call);
  return making?.arguments[isConstruct(making) ? 1 : 0];
}

/** What a construct or component is given. */
export function propertiesOf(making: CallValue): ProgramValue | undefined {
  return making.arguments[isConstruct(making) ? 2 : 1];
}

/** What the construct says of all its functions. */
export function constructDefaults(call: CallValue): ProgramValue | undefined {
  const making = makingOf(call);
  return making && isConstruct(making) ? memberOf(memberOf(making.arguments[2], 'defaults'), 'function') : undefined;
}

export function isConstruct({ callee }: CallValue): boolean {
  return callee.kind !== 'part' && isConstructs(callee.from);
}

/** The call that makes the thing whose method is called, or the call itself. */
export function makingOf(call: CallValue): CallValue | undefined {
  if (call.callee.kind !== 'part') return call;
  let of: ProgramValue = call.callee.of;
  while (of.kind === 'part') of = of.of;
  return of.kind === 'call' ? makingOf(of) : undefined;
}

/** `Api`, `ApiGatewayV2`: what a construct or component is called. */
export function kindOf({ callee }: CallValue): string {
  return callee.kind === 'symbol' ? (callee.path.at(-1) ?? '') : '';
}
