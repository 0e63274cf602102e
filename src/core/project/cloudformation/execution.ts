import { dirname, join, resolve } from 'node:path';
import { valueForRuns } from '../assumptions.ts';
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

/** A layer of the same template whose content is on this machine, or one that only AWS has. */
function layerOf(node: TemplateNode, resources: ReadonlyMap<string, TemplateResource>, source: TemplateSource): LayerSource {
  const id = referencedIds(node)[0];
  const resource = id === undefined ? undefined : resources.get(id);
  const path = resource === undefined ? undefined : contentOf(resource, source);
  if (id === undefined || path === undefined) {
    return { kind: 'elsewhere', name: valueForRuns(nameValue(node, source)) ?? id };
  }
  if (/\.(zip|jar)$/i.test(path)) return { kind: 'archive', name: id, path };
  const buildMethod = literalText(child(child(resource?.node, 'Metadata'), 'BuildMethod'));
  const built = join(dirname(source.path), '.aws-sam', 'build', id);
  return { kind: 'folder', name: id, path, built, ...(buildMethod !== undefined && { buildMethod }) };
}

/** Absolute path of what a layer holds, where it is here. `cdk synth` names in the metadata what it uploads. */
function contentOf({ type, node }: TemplateResource, source: TemplateSource): string | undefined {
  const written = nameValue(child(child(node, 'Properties'), type === 'AWS::Lambda::LayerVersion' ? 'Content' : 'ContentUri'), source);
  const asset = nameValue(child(child(node, 'Metadata'), 'aws:asset:path'), source);
  const path = written.kind === 'literal' ? written : asset;
  if (path.kind !== 'literal' || /^[a-z][a-z\d+.-]+:/i.test(path.value)) return undefined;
  return resolve(dirname(source.path), path.value.replaceAll('\\', '/'));
}
