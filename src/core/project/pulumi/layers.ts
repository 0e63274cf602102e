import type { LayerSource } from '../execution.ts';
import { layerOfCode, type ProgramValue } from '../program/index.ts';
import { readCode } from './code.ts';
import { pulumiCallee } from './names.ts';
import { nameOf, propertiesOf } from './resource.ts';

/** `layer.arn`, of a layer that the program makes. */
export function pulumiLayerOf(item: ProgramValue, base: string | undefined): LayerSource | undefined {
  const made = item.kind === 'part' ? item.of : item;
  if (made.kind !== 'call' || !/^(?:aws|native)\.lambda\.LayerVersion$/.test(pulumiCallee(made) ?? '')) return undefined;
  return layerOfCode(nameOf(made), readCode(propertiesOf(made)('code'), base));
}
