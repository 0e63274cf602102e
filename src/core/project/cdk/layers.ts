import type { LayerSource } from '../execution.ts';
import { argumentOf, layerOfCode, type ProgramValue } from '../program/index.ts';
import { pathOf, readCode } from './code.ts';
import { cdkCallee } from './names.ts';
import { constructOf } from './properties.ts';

/** A layer's construct, or one that only AWS has. */
export function cdkLayerOf(item: ProgramValue, base: string | undefined): LayerSource | undefined {
  if (item.kind !== 'call') return undefined;
  const callee = cdkCallee(item) ?? '';
  if (callee === 'aws-lambda.LayerVersion.fromLayerVersionArn') {
    const arn = argumentOf(item, 2, 'layerVersionArn');
    return { kind: 'elsewhere', name: arn?.kind === 'text' ? arn.text : undefined };
  }
  const { id, get } = constructOf(item);
  if (callee === 'aws-lambda-python.PythonLayerVersion') {
    const layer = layerOfCode(id, pathOf(get('entry'), base));
    return layer.kind === 'folder' ? { ...layer, buildMethod: 'python' } : layer;
  }
  if (callee !== 'aws-lambda.LayerVersion') return { kind: 'elsewhere', name: id?.kind === 'text' ? id.text : undefined };
  const { code, build } = readCode(get('code'), base);
  return layerOfCode(id, build.kind === 'none' ? code : { kind: 'unknown', reason: 'it is built' });
}
