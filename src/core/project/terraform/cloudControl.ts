import { isGiven } from './archive.ts';
import { type FunctionParts, partsOf } from './function.ts';
import { knownCode, type LocatedCode, unknownCode } from './located.ts';
import { attributeOf, type ModuleBlock } from './module.ts';
import type { Instance, Scope } from './scope.ts';
import { certain, type Evaluated, resolved, textValue } from './value.ts';

/** `awscc_lambda_function`: CloudFormation's properties under Terraform's names, nested ones as objects. */
export function readCloudControl(block: ModuleBlock, scope: Scope, instance: Instance): FunctionParts {
  const get = (name: string): Evaluated | undefined => scope.evaluate(block, name, instance);
  const nested = (name: string, inner: string): Evaluated | undefined => {
    const value = get(name);
    const found = value === undefined ? undefined : resolved(value);
    return found?.kind === 'map' ? found.entries.get(inner) : found?.kind === 'unknown' ? found : undefined;
  };
  const args = {
    get,
    memory: 'memory_size',
    role: 'role',
    ephemeralStorage: nested('ephemeral_storage', 'size'),
    variables: nested('environment', 'variables'),
    written: undefined,
  };
  const isImage = textValue(get('package_type'));
  const located = isImage.kind === 'literal' && isImage.value === 'Image' ? knownCode({ kind: 'image' }, certain) : locate(get('code'));
  return partsOf(
    args,
    attributeOf(block, 'code') === undefined ? unknownCode('the resource doesn’t say where its code is') : located,
    scope,
  );
}

function locate(value: Evaluated | undefined): LocatedCode {
  const code = value === undefined ? undefined : resolved(value);
  if (code?.kind !== 'map') return unknownCode(code?.kind === 'unknown' ? code.reason : 'the resource doesn’t say where its code is');
  if (isGiven(code.entries.get('image_uri'))) return knownCode({ kind: 'image' }, certain);
  const inline = code.entries.get('zip_file');
  if (!isGiven(inline)) return unknownCode('the code is in S3');
  const text = textValue(inline);
  return knownCode(text.kind === 'literal' ? { kind: 'inline', text: text.value } : { kind: 'inline' }, certain);
}
