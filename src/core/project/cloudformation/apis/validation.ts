import type { RequestValidation } from '../../apis/model.ts';
import { isTrue, type Settings, settingsIn, textIn } from '../../apis/settings.ts';
import { parameterNamed, requiredParameters, type SchemaNamed, validationOf } from '../../apis/validation.ts';
import type { PlainResource, Stack } from './stack.ts';

/** What an `AWS::ApiGateway::Method` with a `RequestValidatorId` holds requests against. */
export function methodValidation(method: Settings, stack: Stack): RequestValidation | undefined {
  const validator = stack.referenced(method['RequestValidatorId'], 'AWS::ApiGateway::RequestValidator')?.properties() ?? {};
  const looks = { body: isTrue(validator['ValidateRequestBody']), parameters: isTrue(validator['ValidateRequestParameters']) };
  if (!looks.body && !looks.parameters) return undefined;
  const schemaNamed: SchemaNamed = (reference) => {
    const model = modelOf(reference, stack);
    return model && { name: model.id, schema: model.properties()['Schema'] };
  };
  const models = Object.entries(settingsIn(method['RequestModels']));
  const schemas = models.map(([type, model]) => [type, modelOf(model, stack)?.properties()['Schema']] as const);
  return validationOf(looks, requiredParameters(method['RequestParameters']), Object.fromEntries(schemas), schemaNamed);
}

/** A reference to a model, its name, or the address that models have for each other: `https://…/models/Order`. */
function modelOf(value: unknown, stack: Stack): PlainResource | undefined {
  const name = /(?:^|\/models\/)([\w-]+)$/.exec(textIn(value) ?? '')?.[1];
  return (
    stack.referenced(value, 'AWS::ApiGateway::Model') ??
    stack.all('AWS::ApiGateway::Model').find((model) => name !== undefined && textIn(model.properties()['Name']) === name)
  );
}

/** What an event of SAM's with a `RequestModel` holds requests against. `models`: those of its API. */
export function eventValidation(event: Settings, models: unknown): RequestValidation | undefined {
  const { Model, ValidateBody, ValidateParameters } = settingsIn(event['RequestModel']);
  const parameters = (Array.isArray(event['RequestParameters']) ? event['RequestParameters'] : []).flatMap((each) =>
    Object.entries(settingsIn(each)).flatMap(([name, settings]) =>
      isTrue(settingsIn(settings)['Required']) ? (parameterNamed(name) ?? []) : [],
    ),
  );
  const schema = settingsIn(models)[textIn(Model) ?? ''];
  const schemaNamed: SchemaNamed = (reference) => {
    const name = textIn(reference)?.split('/').at(-1) ?? '';
    const found = settingsIn(models)[name];
    return found === undefined ? undefined : { name, schema: found };
  };
  const looks = { body: isTrue(ValidateBody), parameters: isTrue(ValidateParameters) };
  return validationOf(looks, parameters, Model === undefined ? {} : { 'application/json': schema }, schemaNamed);
}
