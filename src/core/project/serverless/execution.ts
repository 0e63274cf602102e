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
  const folders = layerFolders(service);
  return {
    layers: itemsOf(ownOrProvider(service, own, 'layers')).map((item) => layerOf(service.variables.resolve(item), folders)),
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

/** The folders of the service's own layers, by the logical ids that the Framework gives them. */
function layerFolders({ variables, root, directory }: Service): ReadonlyMap<string, string> {
  const layers = variables.get(root, 'layers');
  const found = entriesOf(likely(layers)?.node).flatMap(({ key }): readonly [string, string][] => {
    const folder = scalarText(variables.get(variables.get(layers, key), 'path'));
    return folder === undefined ? [] : [[logicalIdOf(key), path.resolve(directory, folder)]];
  });
  return new Map(found);
}

function logicalIdOf(layer: string): string {
  const word = layer.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}LambdaLayer`;
}

function layerOf(item: Outcome, folders: ReadonlyMap<string, string>): LayerSource {
  const node = likely(item)?.node;
  const reference = node?.kind === 'mapping' ? literalText(node.entries.get('Ref')?.value) : referencedIds(node)[0];
  const id = reference ?? literalText(node) ?? 'that the service puts together';
  const folder = folders.get(id);
  return folder === undefined ? { kind: 'elsewhere', name: id } : { kind: 'folder', name: id, path: folder };
}
