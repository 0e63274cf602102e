import type { RequestParameter, RequestValidation } from './model.ts';
import { isTrue, numberIn, type Settings, settingsIn, textIn } from './settings.ts';

/** What a request validator looks at. */
export interface Validator {
  readonly body: boolean;
  readonly parameters: boolean;
}

/** A schema that another one refers to, with a name for it; undefined where there is none. */
export type SchemaNamed = (reference: unknown) => { readonly name: string; readonly schema: unknown } | undefined;

/** Of a method: its parameters, the schemas of its bodies by media type, and what of that is looked at. Undefined where nothing is. */
export function validationOf(
  { body, parameters }: Validator,
  required: readonly RequestParameter[],
  schemas: Readonly<Record<string, unknown>>,
  schemaNamed: SchemaNamed,
): RequestValidation | undefined {
  const found = Object.entries(body ? schemas : {}).map(([type, schema]) => [type, wholeSchema(schema, schemaNamed)] as const);
  const bodies = found.filter(([, schema]) => schema !== undefined);
  const wanted = parameters ? required : [];
  if (found.length === 0 && wanted.length === 0) return undefined;
  return {
    parameters: wanted,
    ...(bodies.length > 0 && { bodies: Object.fromEntries(bodies) }),
    ...(bodies.length < found.length && { isOpen: true }),
  };
}

/** `method.request.querystring.page: true`: those that have to be there. */
export function requiredParameters(parameters: unknown): readonly RequestParameter[] {
  return Object.entries(settingsIn(parameters)).flatMap(([name, required]) => (isTrue(required) ? (parameterNamed(name) ?? []) : []));
}

export function parameterNamed(text: string): RequestParameter | undefined {
  const [, where, name] = /^method\.request\.(querystring|header|path)\.(.+)$/.exec(text) ?? [];
  return where === undefined || name === undefined ? undefined : { in: where as RequestParameter['in'], name };
}

/** A schema with all that it refers to, as JSON Schema has them; undefined where a part of it can't be told. */
function wholeSchema(schema: unknown, schemaNamed: SchemaNamed): unknown {
  const definitions: Record<string, unknown> = {};
  try {
    const own = new SchemaReader(schemaNamed, definitions).whole(schema, 0);
    return Object.keys(definitions).length === 0 ? own : { ...(own as Settings), definitions };
  } catch (error) {
    if (error instanceof UnknownSchema) return undefined;
    throw error;
  }
}

class UnknownSchema extends Error {}

/** Numbers are texts in what is read of templates, and references lead to wherever those have schemas. */
class SchemaReader {
  readonly #schemaNamed: SchemaNamed;
  readonly #definitions: Record<string, unknown>;
  /** Of each definition, those that it is one of; undefined of a model. */
  readonly #owners = new Map<string, Settings | undefined>();

  constructor(schemaNamed: SchemaNamed, definitions: Record<string, unknown>) {
    this.#schemaNamed = schemaNamed;
    this.#definitions = definitions;
  }

  /** A schema with definitions of its own perhaps, or the text of one. */
  whole(value: unknown, depth: number): unknown {
    const schema = typeof value === 'string' ? parsed(value) : value;
    return this.#read(schema, settingsIn(settingsIn(schema)['definitions']), depth);
  }

  #read(value: unknown, own: Settings, depth: number): unknown {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > DEEPEST) throw new UnknownSchema();
    const schema = value as Settings;
    const reference = schema['$ref'];
    return reference === undefined ? this.#inner(schema, own, depth) : { $ref: `#/definitions/${this.#define(reference, own, depth)}` };
  }

  #define(reference: unknown, own: Settings, depth: number): string {
    const inside = own[/^#\/definitions\/([^/]+)$/.exec(textIn(reference) ?? '')?.[1] ?? ''];
    const found =
      inside === undefined ? this.#schemaNamed(reference) : { name: String(reference).slice('#/definitions/'.length), schema: inside };
    if (found === undefined) throw new UnknownSchema();
    const name = found.name.replace(/[^\w.-]/g, '_');
    const owner = inside === undefined ? undefined : own;
    if (this.#owners.has(name)) {
      // Two models may have definitions of one name that say different things.
      if (this.#owners.get(name) !== owner) throw new UnknownSchema();
      return name;
    }
    // Before what is in it: a schema may contain itself.
    this.#owners.set(name, owner);
    this.#definitions[name] = inside === undefined ? this.whole(found.schema, depth + 1) : this.#read(inside, own, depth + 1);
    return name;
  }

  #inner(schema: Settings, own: Settings, depth: number): Settings {
    const result: Record<string, unknown> = {};
    const isNumber = /^(?:integer|number)$/i.test(textIn(schema['type']) ?? '');
    for (const [key, value] of Object.entries(schema)) {
      if (value === undefined) throw new UnknownSchema();
      if (NUMBERS.has(key)) result[key] = typeof value === 'boolean' ? value : (numberIn(value) ?? isTrue(value));
      else if (MAPS.has(key)) result[key] = this.#each(value, own, depth);
      else if (LISTS.has(key) && Array.isArray(value)) result[key] = value.map((item) => this.#read(item, own, depth + 1));
      else if (ONES.has(key))
        result[key] = Array.isArray(value) ? value.map((item) => this.#read(item, own, depth + 1)) : this.#one(value, own, depth);
      else if (key === 'enum' && Array.isArray(value)) result[key] = isNumber ? value.map((item) => numberIn(item) ?? item) : value;
      else if (KEPT.has(key)) result[key] = value;
    }
    return result;
  }

  #one(value: unknown, own: Settings, depth: number): unknown {
    return value === 'true' || value === 'false' ? value === 'true' : this.#read(value, own, depth + 1);
  }

  /** `dependencies` may be lists of names. */
  #each(value: unknown, own: Settings, depth: number): Settings {
    const entries = Object.entries(settingsIn(value));
    return Object.fromEntries(entries.map(([name, item]) => [name, Array.isArray(item) ? item : this.#read(item, own, depth + 1)]));
  }
}

const NUMBERS = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'uniqueItems'],
]);
const MAPS = new Set(['properties', 'patternProperties', 'dependencies']);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf']);
const ONES = new Set(['items', 'additionalItems', 'additionalProperties', 'not']);
/** Formats are none of them: whether API Gateway holds a text against them isn’t written anywhere. */
const KEPT = new Set(['type', 'required', 'pattern']);

const DEEPEST = 40;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
