import { type Settings, textIn } from '../../apis/settings.ts';
import type { FunctionDefinition } from '../../model.ts';
import type { ResourceReader } from '../resourceReader.ts';
import type { TemplateResource } from '../resources.ts';

/** A resource with its properties as plain data: parameters have their defaults, other intrinsic functions are in their long form. */
export interface PlainResource {
  readonly id: string;
  readonly type: string;
  readonly properties: () => Settings;
}

export function plainResources(resources: readonly TemplateResource[], reader: ResourceReader): readonly PlainResource[] {
  return resources.flatMap((resource) => {
    const { logicalId, type } = resource;
    return type === undefined ? [] : [{ id: logicalId, type, properties: () => reader.properties(resource) }];
  });
}

/** The resources of a template, as far as APIs and what they call are asked about. */
export class Stack {
  readonly resources: readonly PlainResource[];
  readonly #byId: ReadonlyMap<string, PlainResource>;
  readonly #functions: ReadonlyMap<string, Pick<FunctionDefinition, 'name'>>;

  /** @param functions by logical id */
  constructor(resources: readonly PlainResource[], functions: ReadonlyMap<string, Pick<FunctionDefinition, 'name'>>) {
    this.resources = resources;
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
