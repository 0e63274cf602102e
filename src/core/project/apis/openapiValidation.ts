import type { RequestParameter, RequestValidation } from './model.ts';
import { isTrue, type Settings, settingsIn, textIn } from './settings.ts';
import { validationOf } from './validation.ts';

/** What API Gateway holds the requests of an operation against, where the document names a validator for it. */
export function documentValidation(root: Settings, item: Settings, operation: Settings): RequestValidation | undefined {
  const name = textIn(operation[VALIDATOR] ?? root[VALIDATOR]);
  const validator = settingsIn(settingsIn(root[`${VALIDATOR}s`])[name ?? '']);
  const looks = { body: isTrue(validator['validateRequestBody']), parameters: isTrue(validator['validateRequestParameters']) };
  if (!looks.body && !looks.parameters) return undefined;
  const inDocument = (reference: unknown) => partAt(root, textIn(reference) ?? '');
  const parameters = [item['parameters'], operation['parameters']].flatMap((list) =>
    (Array.isArray(list) ? list : []).map((each) => settingsIn(resolved(each, inDocument))),
  );
  return validationOf(looks, parameters.flatMap(requiredIn), schemasOf(operation, parameters, inDocument), (reference) => {
    const schema = inDocument(reference);
    return schema === undefined ? undefined : { name: textIn(reference)?.split('/').at(-1) ?? '', schema };
  });
}

const VALIDATOR = 'x-amazon-apigateway-request-validator';

function requiredIn({ in: where, name, required }: Settings): readonly RequestParameter[] {
  const place = PLACES[textIn(where) ?? ''];
  const text = textIn(name);
  return place === undefined || text === undefined || !isTrue(required) ? [] : [{ in: place, name: text }];
}

const PLACES: Readonly<Record<string, RequestParameter['in']>> = { query: 'querystring', header: 'header', path: 'path' };

/** By media type: OpenAPI 3 has the body by itself, version 2 among the parameters. */
function schemasOf(operation: Settings, parameters: readonly Settings[], inDocument: (reference: unknown) => unknown): Settings {
  const { content } = settingsIn(resolved(operation['requestBody'], inDocument));
  const byType = Object.entries(settingsIn(content)).flatMap(([type, media]) => {
    const { schema } = settingsIn(media);
    return schema === undefined ? [] : [[type, schema] as const];
  });
  const body = parameters.find((parameter) => parameter['in'] === 'body' && parameter['schema'] !== undefined);
  return { ...(body && { 'application/json': body['schema'] }), ...Object.fromEntries(byType) };
}

function resolved(value: unknown, inDocument: (reference: unknown) => unknown): unknown {
  const reference = settingsIn(value)['$ref'];
  return reference === undefined ? value : inDocument(reference);
}

/** `#/components/schemas/Order`. */
function partAt(root: Settings, pointer: string): unknown {
  const [start, ...path] = pointer.split('/');
  if (start !== '#') return undefined;
  let at: unknown = root;
  for (const key of path) at = settingsIn(at)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  return at;
}
