import { Buffer } from 'node:buffer';
import type { RequestParameter, RequestValidation } from '../project/apis/model.ts';
import { headerOf } from './cors.ts';
import { refuse } from './gatewayResponses.ts';
import type { Call, HttpResponse } from './model.ts';
import { missingParameters } from './refusals.ts';
import { withUnicodePatterns } from './schemaPatterns.ts';

/** A request that its method's validator doesn't let through, as API Gateway answers it; parameters are looked at before the body. */
export async function refuseInvalid(validation: RequestValidation, call: Call): Promise<HttpResponse | undefined> {
  const missing = validation.parameters.filter((parameter) => (sentAs(parameter, call) ?? '').trim() === '');
  if (missing.length > 0) return refuse(call, 'missing-parameters', missingParameters(missing.map(({ name }) => name)));
  const schema = schemaFor(validation, headerOf(call.request, 'content-type'));
  if (schema === undefined || (await isValid(call.request.body, schema))) return undefined;
  return refuse(call, 'invalid-body');
}

function sentAs({ in: where, name }: RequestParameter, { request, parameters }: Call): string | undefined {
  if (where === 'path') return parameters.get(name);
  return where === 'header' ? headerOf(request, name) : (new URLSearchParams(request.query).get(name) ?? undefined);
}

/** What has no schema for its type isn't looked at. Without a type it counts as JSON. */
function schemaFor({ bodies = {} }: RequestValidation, type = 'application/json'): unknown {
  const plain = type.split(';', 1).join('').trim().toLowerCase();
  const named = Object.entries(bodies).find(([media]) => media.toLowerCase() === plain);
  return named?.[1] ?? bodies['$default'];
}

/** No body is an empty object. A schema that can't be used stands in nobody's way. */
async function isValid(body: Uint8Array, schema: unknown): Promise<boolean> {
  const { Validator } = await import('@cfworker/json-schema');
  let value: unknown;
  try {
    value = body.byteLength === 0 ? {} : (JSON.parse(Buffer.from(body).toString('utf8')) as unknown);
  } catch {
    return false;
  }
  try {
    return new Validator(withUnicodePatterns(schema) as object, '4').validate(value).valid;
  } catch {
    return true;
  }
}
