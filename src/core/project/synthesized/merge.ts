import { dirname } from 'node:path';
import { isWithin } from '../../paths.ts';
import type { FunctionDefinition, Value } from '../model.ts';

/**
 * The functions of CDK apps, each once: what is found in the source stays where it is, with what only `cdk synth` could tell of it;
 * what isn't found there (made in a loop, or by another construct) is as the template has it. The same functions give the same objects.
 */
export class SynthesizedMerge {
  readonly #completed = new WeakMap<FunctionDefinition, { readonly twin: FunctionDefinition; readonly result: FunctionDefinition }>();

  merge(functions: readonly FunctionDefinition[]): readonly FunctionDefinition[] {
    const synthesized = functions.filter(isSynthesized);
    if (synthesized.length === 0) return functions;
    const sources = functions.filter((definition) => definition.format === 'cdk' && !isSynthesized(definition));
    const twins = new Map(sources.map((source) => [source, synthesized.filter((made) => isSame(source, made))]));
    const owners = new Map<FunctionDefinition, number>();
    for (const made of [...twins.values()].flat()) owners.set(made, (owners.get(made) ?? 0) + 1);
    const nameless = sources.filter((source) => twins.get(source)?.length === 0);
    return functions.flatMap((definition) => {
      if (owners.has(definition)) return [];
      if (isSynthesized(definition) && nameless.some((source) => mayMake(source, definition))) return [];
      const [twin, ...others] = twins.get(definition) ?? [];
      const isSure = twin !== undefined && owners.get(twin) === 1 && others.every((other) => agrees(twin, other));
      return [isSure ? this.#complete(definition, twin) : definition];
    });
  }

  #complete(source: FunctionDefinition, twin: FunctionDefinition): FunctionDefinition {
    const known = this.#completed.get(source);
    if (known?.twin === twin) return known.result;
    const result = completed(source, twin);
    this.#completed.set(source, { twin, result });
    return result;
  }
}

function isSynthesized({ format, constructPath }: FunctionDefinition): boolean {
  return format === 'cdk' && constructPath !== undefined;
}

/** By the construct's id, in the same app: the folder that its assembly is in. */
function isSame(source: FunctionDefinition, made: FunctionDefinition): boolean {
  return idOf(source) === constructId(made) && isWithin(appOf(made), source.definedIn);
}

/**
 * Whether a source whose id isn't in the templates, since a program gives it, makes this one too: it is listed where it stands, once.
 */
function mayMake(source: FunctionDefinition, made: FunctionDefinition): boolean {
  const { handler, build } = source;
  const written = handler.kind === 'absent' && build.kind === 'entry' ? `index.${build.exportName}` : literalOf(handler);
  return written !== undefined && written === literalOf(made.handler) && isWithin(appOf(made), source.definedIn);
}

/** A source's logical id has the names around it before the construct's, and a number where that isn't enough. */
function idOf({ logicalId }: FunctionDefinition): string | undefined {
  return logicalId.split('.').at(-1)?.replace(/-\d+$/, '');
}

/** `Stack/Orders/Handler/Resource` is the construct `Handler`; without the path, the logical id has to do. */
export function constructId({ constructPath, logicalId }: FunctionDefinition): string {
  const segments = constructPath?.split('/').filter((segment) => segment !== 'Resource') ?? [];
  return segments.at(-1) ?? logicalId;
}

function appOf({ templatePath }: FunctionDefinition): string {
  const assembly = dirname(templatePath);
  return /[\\/]assembly-[^\\/]*$/.test(assembly) ? dirname(dirname(assembly)) : dirname(assembly);
}

function agrees(a: FunctionDefinition, b: FunctionDefinition): boolean {
  return literalOf(a.handler) === literalOf(b.handler) && literalOf(a.runtime) === literalOf(b.runtime);
}

function literalOf(value: Value<string>): string | undefined {
  return value.kind === 'literal' ? value.value : undefined;
}

function completed(source: FunctionDefinition, made: FunctionDefinition): FunctionDefinition {
  const told = <T>(value: Value<T>, other: Value<T>): Value<T> =>
    value.kind === 'unknown' && other.kind === 'literal'
      ? { kind: 'literal', value: other.value, path: source.definedIn, range: source.range, computed: true }
      : value;
  return {
    ...source,
    runtime: told(source.runtime, made.runtime),
    handler: told(source.handler, made.handler),
    code: source.code.kind === 'unknown' ? made.code : source.code,
    memoryMb: told(source.memoryMb, made.memoryMb),
    timeoutSeconds: told(source.timeoutSeconds, made.timeoutSeconds),
    architecture: told(source.architecture, made.architecture),
    triggers: source.triggers.length === 0 ? made.triggers : source.triggers,
    ...withLayers(source, made),
  };
}

/** What the source tells of its layers, unless one is left that isn't here, or `addLayers` may have added some. */
function withLayers({ execution }: FunctionDefinition, made: FunctionDefinition): Pick<FunctionDefinition, 'execution'> {
  const layers = made.execution?.layers ?? [];
  if (execution === undefined || layers.length === 0) return {};
  const isOpen = execution.layers.length < layers.length || execution.layers.some(({ kind }) => kind === 'elsewhere');
  return isOpen ? { execution: { ...execution, layers } } : {};
}
