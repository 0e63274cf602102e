import { camel } from '../../cdk/names.ts';
import type { CallValue, ProgramValue } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { pulumiCallee, pulumiName } from '../names.ts';
import { RESOURCES } from './resources.ts';

/** Values as CloudFormation would have them: texts and numbers, and `{ Ref }` for what is made of a resource or a function. */
export class PlainValues {
  readonly #idOf: (call: CallValue) => string | undefined;
  readonly #named: NamedFunctions;

  constructor(idOf: (call: CallValue) => string | undefined, named: NamedFunctions) {
    this.#idOf = idOf;
    this.#named = named;
  }

  /** Undefined for what can't be told. */
  of(value: ProgramValue | undefined, depth = 0): unknown {
    if (value === undefined || depth > 20) return undefined;
    switch (value.kind) {
      case 'text':
        return value.text;
      case 'number':
      case 'boolean':
        return value.value;
      case 'array':
        return value.items.map((item) => this.of(item, depth + 1));
      case 'object':
        return Object.fromEntries(value.entries().entries.map((entry) => [entry.key, this.of(entry.value, depth + 1)]));
      case 'symbol':
        return constantOf(pulumiName(value));
      case 'call':
        return this.#call(value, depth);
      case 'part':
        return this.#references(value);
      default:
        return undefined;
    }
  }

  #call(call: CallValue, depth: number): unknown {
    const { callee, arguments: args, keywords } = call;
    // A document that is written out in the program.
    if (callee.kind === 'symbol' && ENCODERS.test(callee.path.at(-1) ?? '')) return this.of(args[0], depth + 1);
    const isResource = RESOURCES[pulumiCallee(call) ?? ''] !== undefined || this.#named.nameOf(call) !== undefined;
    // Python makes options with a call.
    if (!isResource && keywords !== undefined && args.length === 0 && callee.kind === 'symbol' && pulumiName(callee) !== undefined) {
      return Object.fromEntries(keywords.entries().entries.map((entry) => [camel(entry.key), this.of(entry.value, depth + 1)]));
    }
    return this.#references(call);
  }

  /** `api.id`, ``pulumi.interpolate`integrations/${integration.id}` ``, `fn.arn.apply(…)`: whatever is made of it, it is about these. */
  #references(value: ProgramValue): unknown {
    const found = [...new Set(this.#referred(value, 0))].map((id) => ({ Ref: id }));
    return found.length > 1 ? { 'Fn::Join': ['', found] } : found[0];
  }

  #referred(value: ProgramValue, depth: number): readonly string[] {
    if (depth > 12) return [];
    if (value.kind === 'part') return this.#referred(value.of, depth + 1);
    if (value.kind === 'array') return value.items.flatMap((item) => this.#referred(item, depth + 1));
    if (value.kind !== 'call') return [];
    const name = this.#named.nameOf(value);
    if (name !== undefined) return [functionId(name)];
    const id = this.#idOf(value);
    if (id !== undefined) return [id];
    const { callee, arguments: args } = value;
    return [...(callee.kind === 'part' ? [callee.of] : []), ...args].flatMap((part) => this.#referred(part, depth + 1));
  }
}

/** By which functions are referred to: no resource is called so. */
export function functionId(name: string): string {
  return `function ${name}`;
}

const ENCODERS = /^(?:stringify|jsonStringify|json_dumps|dumps|JSONMarshal)$/;

/** `aws.apigatewayv2.…` has none; of a method's and an authorizer's words Go and C# make constants. */
function constantOf(name: string | undefined): string | undefined {
  return name?.split('.').at(-1);
}
