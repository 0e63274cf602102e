import type { RequestParameter, RequestValidation } from '../apis/model.ts';
import { isTrue, type Settings, settingsIn } from '../apis/settings.ts';
import { validationOf } from '../apis/validation.ts';

/** What an `http` event's `request` is held against: the Framework makes a validator for bodies and parameters where there are schemas. */
export function requestValidation({ schemas, parameters }: Settings, shared: Settings): RequestValidation | undefined {
  const found = Object.entries(settingsIn(schemas)).map(([type, schema]) => [type, schemaOf(schema, shared)] as const);
  if (found.length === 0) return undefined;
  return validationOf({ body: true, parameters: true }, requiredIn(settingsIn(parameters)), Object.fromEntries(found), () => undefined);
}

/** Itself, in settings with its name, or the key of one that the provider has. */
function schemaOf(value: unknown, shared: Settings): unknown {
  const named = typeof value === 'string' ? (shared[value] ?? value) : value;
  const { schema } = settingsIn(named);
  return schema === undefined ? named : schema;
}

function requiredIn(parameters: Settings): readonly RequestParameter[] {
  return Object.entries(PLACES).flatMap(([key, place]) =>
    Object.entries(settingsIn(parameters[key])).flatMap(([name, setting]) =>
      isTrue(setting) || isTrue(settingsIn(setting)['required']) ? [{ in: place, name }] : [],
    ),
  );
}

const PLACES: Readonly<Record<string, RequestParameter['in']>> = { querystrings: 'querystring', headers: 'header', paths: 'path' };
