import type { RequestValidation } from '../../apis/model.ts';
import { requiredParameters, validationOf } from '../../apis/validation.ts';
import { callOption, isNothing, optionOf, type ProgramValue } from '../../program/index.ts';
import { camel, cdkCallee } from '../names.ts';
import { methodOf, plainOf, symbolOf } from './plain.ts';

/** What a method's options hold requests against: `requestValidator`, `requestModels`, `requestParameters`. */
export function methodValidation(option: (name: string) => ProgramValue | undefined): RequestValidation | undefined {
  const validator = validatorOf(option('requestValidator'), option('requestValidatorOptions'));
  if (validator === undefined) return undefined;
  if (validator === 'unknown') return { parameters: [], isOpen: true };
  const models = option('requestModels');
  const entries = models?.kind === 'object' ? models.entries().entries : [];
  const schemas = Object.fromEntries(entries.map(({ key, value }) => [key, schemaOf(value)]));
  return validationOf(validator, requiredParameters(schemaPart(option('requestParameters'), 0)), schemas, () => undefined);
}

/** `new RequestValidator(this, 'V', options)`, `api.addRequestValidator('V', options)`, or the options themselves. */
function validatorOf(made: ProgramValue | undefined, options: ProgramValue | undefined) {
  const looks = (get: (name: string) => ProgramValue | undefined) => ({
    body: plainOf(get('validateRequestBody')) === true,
    parameters: plainOf(get('validateRequestParameters')) === true,
  });
  if (!isNothing(options)) return looks((name) => optionOf(options, name));
  if (isNothing(made)) return undefined;
  const index = methodOf(made) === 'addRequestValidator' ? 1 : cdkCallee(made) === 'aws-apigateway.RequestValidator' ? 2 : undefined;
  return made.kind !== 'call' || index === undefined ? 'unknown' : looks((name) => callOption(made, index, name));
}

/** Of `api.addModel('M', { schema })`, `new Model(this, 'M', { schema })`, or of the one that takes every object. */
function schemaOf(model: ProgramValue): unknown {
  if (symbolOf(model) === 'EMPTY_MODEL') return { type: 'object' };
  const index = methodOf(model) === 'addModel' ? 1 : cdkCallee(model) === 'aws-apigateway.Model' ? 2 : undefined;
  return model.kind !== 'call' || index === undefined ? undefined : schemaPart(callOption(model, index, 'schema'), 0);
}

/** As it is written: names of properties are the user’s own. Python makes schemas with calls, whose keywords are the CDK’s. */
function schemaPart(value: ProgramValue | undefined, depth: number): unknown {
  if (value === undefined || depth > 40) return undefined;
  const inner = (part: ProgramValue): unknown => schemaPart(part, depth + 1);
  if (value.kind === 'object') return Object.fromEntries(value.entries().entries.map((entry) => [entry.key, inner(entry.value)]));
  if (value.kind === 'array') return value.items.map(inner);
  if (value.kind === 'call' && value.keywords !== undefined)
    return Object.fromEntries(value.keywords.entries().entries.map((entry) => [camel(entry.key), inner(entry.value)]));
  const type = symbolOf(value);
  return typeof type === 'string' ? type.toLowerCase() : plainOf(value);
}
