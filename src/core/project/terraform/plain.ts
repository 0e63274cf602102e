import type { Expression } from './hcl/model.ts';
import type { ModuleBlock, SourceFile, Written } from './module.ts';
import { type Instance, keyText, type Scope } from './scope.ts';
import { type Evaluated, type Reference, resolved } from './value.ts';

/** Arguments and blocks as plain data: values that can be told, texts for resources that are referred to, nothing for the rest. */
export type Plain = Readonly<Record<string, unknown>>;

/** All that a resource says, each block a list under its type. */
export function plainBlock({ file, block, overrides }: ModuleBlock, scope: Scope, instance: Instance): Plain {
  const parts = [{ file, block }, ...overrides];
  return Object.assign({}, ...parts.map((part) => plainBody(part.block, part.file, scope, instance, 0)));
}

function plainBody({ body }: ModuleBlock['block'], file: SourceFile, scope: Scope, instance: Instance, depth: number): Plain {
  const result: Record<string, unknown> = {};
  for (const [name, expression] of body.attributes) result[name] = plainOf({ file, expression }, scope, instance);
  if (depth > deepest) return result;
  for (const inner of body.blocks) {
    const known = result[inner.type];
    result[inner.type] = [...(Array.isArray(known) ? known : []), plainBody(inner, file, scope, instance, depth + 1)];
  }
  return result;
}

/** An expression's value; a reference to what isn't written is the address of the resource. */
export function plainOf(written: Written, scope: Scope, instance: Instance): unknown {
  const json = jsonEncoded(written.expression);
  if (json !== undefined) return JSON.stringify(plainOf({ file: written.file, expression: json }, scope, instance));
  return plainValue(scope.evaluateExpression(written, instance), 0);
}

function jsonEncoded(expression: Expression): Expression | undefined {
  return expression.kind === 'call' && expression.name === 'jsonencode' ? expression.args[0] : undefined;
}

function plainValue(value: Evaluated, depth: number): unknown {
  if (value.kind === 'reference' && isOfResource(value)) return wholeAddress(value);
  const found = resolved(value);
  if (depth > deepest) return undefined;
  switch (found.kind) {
    case 'scalar':
      return found.value ?? undefined;
    case 'list':
      return found.items.map((item) => plainValue(item, depth + 1));
    case 'map':
      return Object.fromEntries([...found.entries].map(([key, item]) => [key, plainValue(item, depth + 1)]));
    default:
      return value.kind === 'reference' ? wholeAddress(value) : undefined;
  }
}

/** What is only known of a resource once it is there: whose it is says enough. */
function isOfResource({ address, path }: Reference): boolean {
  return /^aws_/.test(address) && /^(?:arn|stream_arn|id|invoke_arn|execution_arn|qualified_arn|url)$/.test(path.at(-1) ?? 'arn');
}

/** `aws_sqs_queue.orders`, with its key where it has one. */
export function wholeAddress({ address, key }: Pick<Reference, 'address' | 'key'>): string {
  return address + keyText({ key });
}

/** Of blocks in blocks, and of values in values. */
const deepest = 12;
