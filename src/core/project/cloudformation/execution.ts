import path from 'node:path';
import type { ExecutionSettings, LayerSource } from '../execution.ts';
import { child, literalText, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import type { Properties } from './properties.ts';
import { referencedIds } from './references.ts';
import type { TemplateResource } from './resources.ts';
import { nameValue, numberValue, textValue } from './values.ts';

/** What of a function's resource, and of those that it refers to, only an execution environment heeds. */
export function readExecution(
  properties: Properties,
  resources: ReadonlyMap<string, TemplateResource>,
  source: TemplateSource,
): ExecutionSettings {
  const logging = properties.get('LoggingConfig');
  const invoke = properties.get('EventInvokeConfig');
  const destinations = child(invoke, 'DestinationConfig');
  const queue = properties.get('DeadLetterQueue') ?? properties.get('DeadLetterConfig');
  return {
    layers: properties
      .both('Layers')
      .flatMap((list) => (list?.kind === 'sequence' ? list.items : []))
      .map((item) => layerOf(item, resources, source)),
    logging: {
      format: textValue(child(logging, 'LogFormat'), source),
      systemLevel: textValue(child(logging, 'SystemLogLevel'), source),
      applicationLevel: textValue(child(logging, 'ApplicationLogLevel'), source),
      group: nameValue(child(logging, 'LogGroup'), source),
    },
    reservedConcurrency: numberValue(properties.get('ReservedConcurrentExecutions'), source),
    snapStart: literalText(child(properties.get('SnapStart'), 'ApplyOn')) === 'PublishedVersions',
    asynchronous: {
      maximumRetryAttempts: numberValue(child(invoke, 'MaximumRetryAttempts'), source),
      maximumEventAgeSeconds: numberValue(child(invoke, 'MaximumEventAgeInSeconds'), source),
      onSuccess: targetOf(child(child(destinations, 'OnSuccess'), 'Destination')),
      onFailure: targetOf(child(child(destinations, 'OnFailure'), 'Destination')),
      deadLetterTarget: targetOf(child(queue, 'TargetArn')),
    },
  };
}

function targetOf(node: TemplateNode | undefined): string | undefined {
  return literalText(node) ?? referencedIds(node)[0];
}

/** A layer of the same template whose content is a folder of this machine, or one that only AWS has. */
function layerOf(node: TemplateNode, resources: ReadonlyMap<string, TemplateResource>, source: TemplateSource): LayerSource {
  const written = literalText(node);
  const id = written ?? referencedIds(node)[0] ?? '';
  const resource = written === undefined ? resources.get(id) : undefined;
  const content = child(child(resource?.node, 'Properties'), resource?.type === 'AWS::Lambda::LayerVersion' ? 'Content' : 'ContentUri');
  const folder = nameValue(content, source);
  if (folder.kind !== 'literal' || /^[a-z][a-z\d+.-]*:|\.(zip|jar)$/i.test(folder.value)) {
    return { kind: 'elsewhere', name: id === '' ? 'a layer that the template puts together' : id };
  }
  const here = path.dirname(source.path);
  const buildMethod = literalText(child(child(resource?.node, 'Metadata'), 'BuildMethod'));
  return {
    kind: 'folder',
    name: id,
    path: path.resolve(here, folder.value),
    built: path.join(here, '.aws-sam', 'build', id),
    ...(buildMethod !== undefined && { buildMethod }),
  };
}
