import { type Settings, settingsIn, textIn } from '../../apis/settings.ts';
import type { FunctionDefinition } from '../../model.ts';
import { child, entriesOf, lazy, type TemplateNode, type TemplateSource } from '../../tree/model.ts';
import type { TemplateResource } from '../resources.ts';
import { textValue } from '../values.ts';

/** A resource with its properties as plain data: parameters have their defaults, other intrinsic functions are in their long form. */
export interface PlainResource {
  readonly id: string;
  readonly type: string;
  readonly properties: () => Settings;
}

/** The resources of a template, as far as APIs and what they call are asked about. */
export class Stack {
  readonly resources: readonly PlainResource[];
  readonly #byId: ReadonlyMap<string, PlainResource>;
  readonly #functions: ReadonlyMap<string, FunctionDefinition>;

  /** @param functions by logical id */
  constructor(resources: readonly TemplateResource[], source: TemplateSource, functions: ReadonlyMap<string, FunctionDefinition>) {
    this.resources = resources.flatMap(({ logicalId, type, node, loopVariables }) =>
      type === undefined
        ? []
        : [
            {
              id: logicalId,
              type,
              properties: lazy(() => settingsIn(plainOf(child(node, 'Properties'), { ...source, loopVariables })), {}),
            },
          ],
    );
    this.#byId = new Map(this.resources.map((resource) => [resource.id, resource]));
    this.#functions = functions;
  }

  all(type: string): readonly PlainResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** Of the resources that a value refers to, the first of a type. */
  referenced(value: unknown, type: string): PlainResource | undefined {
    return referencedIn(value)
      .map((id) => this.#byId.get(id))
      .find((resource) => resource?.type === type);
  }

  /** The resources of a type whose property refers to `id`. */
  partsOf(id: string, type: string, property: string): readonly PlainResource[] {
    return this.all(type).filter((resource) => referencedIn(resource.properties()[property]).includes(id));
  }

  /** The function that a reference, an ARN, an integration's address, an alias or a version leads to, by its name. */
  functionNamed = (value: unknown, depth = 0): string | undefined => {
    for (const id of referencedIn(value)) {
      const fn = this.#functions.get(id) ?? this.#functions.get(id.replace(/Alias\w*$/, ''));
      if (fn !== undefined) return fn.name;
      const resource = this.#byId.get(id);
      if (depth < 3 && /^AWS::Lambda::(?:Alias|Version)$/.test(resource?.type ?? '')) {
        return this.functionNamed(resource?.properties()['FunctionName'], depth + 1);
      }
    }
    const text = textIn(value);
    const name = text === undefined ? undefined : (/:function:([\w-]+)/.exec(text)?.[1] ?? text);
    return [...this.#functions.values()].find((fn) => fn.name === name)?.name;
  };
}

/** The ids that a value refers to, in whatever depth, in their order. */
function referencedIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value !== 'object' || value === null || depth > 12) return [];
  return Object.entries(value).flatMap(([key, argument]: [string, unknown]): readonly string[] => {
    if (key === 'Ref') return typeof argument === 'string' ? [argument] : [];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(argument) ? argument[0] : argument).split('.', 1)[0] ?? ''];
    if (key !== 'Fn::Sub') return referencedIn(argument, depth + 1);
    const text = String(Array.isArray(argument) ? argument[0] : argument);
    const variables = Array.isArray(argument) ? referencedIn(argument[1], depth + 1) : [];
    return [...[...text.matchAll(/\$\{([A-Za-z0-9]+)[}.]/g)].map(([, id = '']) => id), ...variables];
  });
}

/** Larger ones aren't taken by CloudFormation; an alias can contain itself. */
const mostNodes = 50_000;

/** Plain data of a node. Numbers are texts as they are written: `1.0` stays that. */
export function plainOf(node: TemplateNode | undefined, source: TemplateSource): unknown {
  return plain(node, source, { nodes: mostNodes }, 0);
}

function plain(node: TemplateNode | undefined, source: TemplateSource, left: { nodes: number }, depth: number): unknown {
  if (node === undefined || depth > 60 || left.nodes-- <= 0) return undefined;
  const inner = (value: TemplateNode): unknown => plain(value, source, left, depth + 1);
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'number' ? node.text : (node.value ?? undefined);
    case 'sequence':
      return node.items.map(inner);
    case 'mapping':
      return Object.fromEntries(entriesOf(node).map((entry) => [entry.key, inner(entry.value)]));
    case 'intrinsic': {
      const value = textValue(node, source);
      if (value.kind === 'literal') return value.value;
      if (value.kind === 'absent') return undefined;
      return value.assumed?.value ?? { [node.name === 'Ref' ? 'Ref' : `Fn::${node.name}`]: inner(node.argument) };
    }
  }
}
