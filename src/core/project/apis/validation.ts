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
    const own = new SchemaReader(schemaNamed, definitions).read(schema, 0);
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

  constructor(schemaNamed: SchemaNamed, definitions: Record<string, unknown>) {
    this.#schemaNamed = schemaNamed;
    this.#definitions = definitions;
  }

  read(value: unknown, depth: number): unknown {
    const text = typeof value === 'string' ? parsed(value) : value;
    if (typeof text === 'boolean') return text;
    if (typeof text !== 'object' || text === null || Array.isArray(text) || depth > DEEPEST) throw new UnknownSchema();
    const schema = text as Settings;
    const reference = schema['$ref'];
    return reference === undefined ? this.#inner(schema, depth) : { $ref: `#/definitions/${this.#define(reference, depth)}` };
  }

  #define(reference: unknown, depth: number): string {
    const found = this.#schemaNamed(reference);
    if (found === undefined) throw new UnknownSchema();
    const name = found.name.replace(/[^\w.-]/g, '_');
    if (name in this.#definitions) return name;
    // Before what is in it: a schema may contain itself.
    this.#definitions[name] = {};
    this.#definitions[name] = this.read(found.schema, depth + 1);
    return name;
  }

  #inner(schema: Settings, depth: number): Settings {
    const result: Record<string, unknown> = {};
    const isNumber = /^(?:integer|number)$/i.test(textIn(schema['type']) ?? '');
    for (const [key, value] of Object.entries(schema)) {
      if (value === undefined) throw new UnknownSchema();
      if (NUMBERS.has(key)) result[key] = typeof value === 'boolean' ? value : (numberIn(value) ?? isTrue(value));
      else if (MAPS.has(key)) result[key] = this.#each(value, depth);
      else if (LISTS.has(key) && Array.isArray(value)) result[key] = value.map((item) => this.read(item, depth + 1));
      else if (ONES.has(key))
        result[key] = Array.isArray(value) ? value.map((item) => this.read(item, depth + 1)) : this.#one(value, depth);
      else if (key === 'enum' && Array.isArray(value)) result[key] = isNumber ? value.map((item) => numberIn(item) ?? item) : value;
      else if (KEPT.has(key)) result[key] = value;
    }
    return result;
  }

  #one(value: unknown, depth: number): unknown {
    return value === 'true' || value === 'false' ? value === 'true' : this.read(value, depth + 1);
  }

  /** `dependencies` may be lists of names. */
  #each(value: unknown, depth: number): Settings {
    const entries = Object.entries(settingsIn(value));
    return Object.fromEntries(entries.map(([name, item]) => [name, Array.isArray(item) ? item : this.read(item, depth + 1)]));
  }
}

const NUMBERS = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'uniqueItems'],
]);
const MAPS = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);
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
