import type { RequestValidation } from '../apis/model.ts';
import { isTrue, settingsIn } from '../apis/settings.ts';
import { requiredParameters, type SchemaNamed, validationOf } from '../apis/validation.ts';
import { type Related, related } from './apiSettings.ts';
import { DocumentReader, type DocumentTexts } from './documents.ts';
import { ofType } from './module.ts';
import { plainBlock, wholeAddress } from './plain.ts';

/** What an `aws_api_gateway_method` with a `request_validator_id` holds requests against. */
export function methodValidation(method: Related, texts: DocumentTexts): RequestValidation | undefined {
  const { block, scope, instance } = method;
  const id = scope.evaluate(block, 'request_validator_id', instance);
  const validator = id?.kind === 'reference' ? related(id) : undefined;
  if (validator === undefined) return undefined;
  const plain = plainBlock(validator.block, validator.scope, validator.instance);
  const looks = { body: isTrue(plain['validate_request_body']), parameters: isTrue(plain['validate_request_parameters']) };
  const { request_models, request_parameters } = plainBlock(block, scope, instance);
  const schemaNamed = modelsOf(method, texts);
  const schemas = Object.entries(settingsIn(request_models)).map(([type, model]) => [type, schemaNamed(model)?.schema] as const);
  return validationOf(looks, requiredParameters(request_parameters), Object.fromEntries(schemas), schemaNamed);
}

/** By name, by address, or as models refer to each other: `https://…/models/Order`. */
function modelsOf({ scope }: Related, texts: DocumentTexts): SchemaNamed {
  return (value) => {
    const wanted = typeof value === 'string' ? value.replace(/^.*\/models\//, '') : undefined;
    for (const [address, block] of ofType(scope.module, 'aws_api_gateway_model')) {
      for (const instance of scope.instances(block)) {
        const { name } = plainBlock(block, scope, instance);
        if (wanted === undefined || (name !== wanted && wholeAddress({ address, key: instance.key }) !== wanted)) continue;
        const schema = scope.evaluate(block, 'schema', instance);
        return { name: wanted, schema: schema && new DocumentReader(scope, texts, () => false).read(schema) };
      }
    }
    return undefined;
  };
}
