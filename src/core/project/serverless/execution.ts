import path from 'node:path';
import { referencedIds } from '../cloudformation/references.ts';
import type { ExecutionSettings, LayerSource } from '../execution.ts';
import type { Value } from '../model.ts';
import { entriesOf, literalText } from '../tree/model.ts';
import { type Located, likely, type Outcome } from './located.ts';
import { isTrue, itemsOf, type OwnProperty, ownOrProvider, type Service } from './service.ts';
import { number } from './values.ts';
import { scalarText } from './variables.ts';

const absent: Value<string> = { kind: 'absent' };

/** What of a function, and of the layers of its service, only an execution environment heeds. */
export function readExecution(service: Service, own: OwnProperty): ExecutionSettings {
  const destinations = own('destinations');
  const target = (outcome: Outcome): string | undefined => targetOf(likely(outcome));
  const layers = layersOf(service);
  return {
    layers: itemsOf(ownOrProvider(service, own, 'layers')).map((item) => layerOf(service.variables.resolve(item), layers)),
    logging: { format: absent, systemLevel: absent, applicationLevel: absent, group: absent },
    reservedConcurrency: number(own('reservedConcurrency')),
    snapStart: isTrue(own('snapStart')),
    asynchronous: {
      maximumRetryAttempts: number(own('maximumRetryAttempts')),
      maximumEventAgeSeconds: number(own('maximumEventAge')),
      onSuccess: target(service.variables.get(destinations, 'onSuccess')),
      onFailure: target(service.variables.get(destinations, 'onFailure')),
      deadLetterTarget: target(own('onError')),
    },
  };
}

function targetOf(at: Located | undefined): string | undefined {
  return literalText(at?.node) ?? referencedIds(at?.node)[0];
}

/** Where the service's own layers are, by the logical ids that the Framework gives them: folders, and zips that were made before. */
function layersOf({ variables, root, directory }: Service): ReadonlyMap<string, LayerSource> {
  const layers = variables.get(root, 'layers');
  const found = entriesOf(likely(layers)?.node).flatMap(({ key }): readonly [string, LayerSource][] => {
    const layer = variables.get(layers, key);
    const name = logicalIdOf(key);
    const artifact = scalarText(variables.get(variables.get(layer, 'package'), 'artifact'));
    if (artifact !== undefined) return [[name, { kind: 'archive', name, path: path.resolve(directory, artifact) }]];
    const folder = scalarText(variables.get(layer, 'path'));
    return folder === undefined ? [] : [[name, { kind: 'folder', name, path: path.resolve(directory, folder) }]];
  });
  return new Map(found);
}

function logicalIdOf(layer: string): string {
  const word = layer.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}LambdaLayer`;
}

function layerOf(item: Outcome, layers: ReadonlyMap<string, LayerSource>): LayerSource {
  const node = likely(item)?.node;
  const reference = node?.kind === 'mapping' ? literalText(node.entries.get('Ref')?.value) : referencedIds(node)[0];
  const name = reference ?? literalText(node);
  return (name === undefined ? undefined : layers.get(name)) ?? { kind: 'elsewhere', name };
}
