import type { FileRange } from '../../text.ts';
import type { Invoker, Trigger } from '../model.ts';
import type { DocumentTexts } from './documents.ts';
import type { Expression } from './hcl/model.ts';
import { attributeOf, type ModuleBlock, type Written } from './module.ts';
import { type Instance, type Scope, scopeOf } from './scope.ts';
import { type Evaluated, type Reference, resolved } from './value.ts';

/** One resource that connects, and what its arguments say. */
export class Source {
  readonly block: ModuleBlock;
  readonly scope: Scope;
  readonly instance: Instance;
  readonly address: string;
  readonly texts: DocumentTexts;

  constructor(block: ModuleBlock, scope: Scope, instance: Instance, address: string, texts: DocumentTexts) {
    this.block = block;
    this.scope = scope;
    this.instance = instance;
    this.address = address;
    this.texts = texts;
  }

  value(name: string): Evaluated | undefined {
    return this.scope.evaluate(this.block, name, this.instance);
  }

  text(name: string): string | undefined {
    return textIn(this.value(name));
  }

  /** Functions that an argument refers to, whatever else is in it. */
  functions(name: string, block: ModuleBlock = this.block): readonly Reference[] {
    const written = attributeOf(block, name);
    return written === undefined ? [] : referencesIn(written, this.scope, this.instance).flatMap(toFunction);
  }

  reference(name: string): Reference | undefined {
    const value = this.value(name);
    return value?.kind === 'reference' ? value : undefined;
  }

  trigger(type: string, properties: Readonly<Record<string, unknown>>): Trigger {
    const written = Object.entries(properties).filter(([, value]) => value !== undefined);
    return { name: this.address, type, properties: Object.fromEntries(written) };
  }
}

/** That functions are called, and how. */
export interface Found {
  readonly target: readonly Reference[];
  readonly trigger: Trigger | undefined;
  readonly invoker: Invoker | undefined;
}

export function functionIn(written: Written, scope: Scope, instance: Instance): Reference | undefined {
  return referencesIn(written, scope, instance).flatMap(toFunction)[0];
}

/** The function itself, or the one that an alias is of. */
export function toFunction(reference: Reference): readonly Reference[] {
  const { address, block, key } = reference;
  if (/^(aws(cc)?_lambda_function|module)\./.test(address)) return [reference];
  const scope = scopeOf(reference);
  if (!address.startsWith('aws_lambda_alias.') || block === undefined || scope === undefined) return [];
  const instance = scope.instances(block).find((each) => each.key === key) ?? scope.instances(block)[0];
  const of = instance === undefined ? undefined : scope.evaluate(block, 'function_name', instance);
  return of?.kind === 'reference' && of.address.startsWith('aws_lambda_function.') ? [of] : [];
}

/** What an expression refers to, itself or in its parts. */
export function referencesIn({ file, expression }: Written, scope: Scope, instance: Instance): readonly Reference[] {
  const value = scope.evaluateExpression({ file, expression }, instance);
  if (value.kind === 'reference') return [value];
  return partsOf(expression).flatMap((part) => referencesIn({ file, expression: part }, scope, instance));
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'call':
      return expression.args;
    case 'conditional':
      return [expression.then, expression.otherwise];
    default:
      return [];
  }
}

export function textIn(value: Evaluated | undefined): string | undefined {
  const found = value === undefined ? undefined : resolved(value);
  return found?.kind === 'scalar' && found.value !== null ? String(found.value) : undefined;
}

export function placeOf({ file, block }: ModuleBlock): FileRange {
  const label = block.labels.at(-1) ?? block;
  return { path: file.path, range: file.lines.range(label.start, label.end) };
}
