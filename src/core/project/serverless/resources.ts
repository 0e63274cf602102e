import { isWithin } from '../../paths.ts';
import { type Settings, settingsIn, textIn } from '../apis/settings.ts';
import { readFunction as readResource } from '../cloudformation/function.ts';
import { isTemplate } from '../cloudformation/recognise.ts';
import type { TemplateResource } from '../cloudformation/resources.ts';
import { Surroundings } from '../cloudformation/surroundings.ts';
import { carrierNamed, carrierOf } from '../messaging/carriers.ts';
import type { Messaging } from '../messaging/model.ts';
import type { FunctionDefinition } from '../model.ts';
import { child, entriesOf, literalText, type MappingEntry, type TemplateSource } from '../tree/model.ts';
import { type Located, likely, type Outcome, within } from './located.ts';
import { itemsOf, type Service } from './service.ts';
import { plain } from './triggers.ts';

/**
 * The Lambda functions that a service defines under `resources`, as a CloudFormation template would: what their values mean is what
 * they mean there, so their format is `cloudformation`.
 */
export function resourceFunctions(service: Service): readonly FunctionDefinition[] {
  const { variables, root } = service;
  return itemsOf(variables.get(root, 'resources')).flatMap((block) => functionsOf(variables.resolve(block), service));
}

function functionsOf(block: Outcome, service: Service): readonly FunctionDefinition[] {
  const { variables, folder, file } = service;
  const resources = likely(variables.get(block, 'Resources'));
  if (resources === undefined || isFoundByItself(resources.source.path, service)) return [];
  const found = entriesOf(resources.node).flatMap((entry) => resourceAt(entry, resources, service));
  const surroundings = new Surroundings(
    found.map(({ resource }) => resource),
    resources.source,
  );
  return found.flatMap(({ resource, source }): readonly FunctionDefinition[] => {
    // What plug-ins and other parts of the service add can't be told.
    const wholeness = { lambda: false, sam: false };
    const facts = { source, folder, file, format: 'cloudformation' as const, globals: undefined, surroundings, wholeness };
    const definition = readResource(resource, facts);
    if (definition === undefined) return [];
    // Variables in what stands around it are not replaced, and no template's text can be written here.
    return [{ ...definition, templatePath: service.path, invokers: [], logGroup: { kind: 'unknown' } }];
  });
}

/** What carries messages among the resources, and what topics there send to queues. */
export function resourceMessaging(service: Service): Pick<Messaging, 'carriers' | 'subscriptions'> {
  const resources = plainResources(service);
  return {
    carriers: resources.flatMap(({ id, type, settings }) => carrierOf(id, type, settings) ?? []),
    subscriptions: resources.flatMap(({ id, type, settings }) => {
      const queue = type === 'AWS::SNS::Subscription' && settings['Protocol'] === 'sqs' ? carrierNamed(settings['Endpoint']) : undefined;
      if (queue === undefined) return [];
      const trigger = { name: id, type: 'SNS', properties: { ...settings, Topic: settings['TopicArn'] } };
      return [{ to: { kind: 'queue', id: queue }, trigger }];
    }),
  };
}

function plainResources(service: Service): readonly { readonly id: string; readonly type: string; readonly settings: Settings }[] {
  const { variables, root } = service;
  return itemsOf(variables.get(root, 'resources')).flatMap((block) => {
    const resources = likely(variables.get(variables.resolve(block), 'Resources'));
    if (resources === undefined) return [];
    return entriesOf(resources.node).map(({ key, value }) => {
      const resource = settingsIn(plain(variables.resolve(within(resources, value)), service));
      return { id: key, type: textIn(resource['Type']) ?? '', settings: settingsIn(resource['Properties']) };
    });
  });
}

/** A resource of the block, or of a file of its own. */
function resourceAt(
  { key, keyRange, value }: MappingEntry,
  block: Located,
  { variables }: Service,
): readonly { readonly resource: TemplateResource; readonly source: TemplateSource }[] {
  const at = likely(variables.resolve(within(block, value)));
  if (at === undefined) return [];
  const { node, source } = at;
  const idRange = source === block.source ? keyRange : node.range;
  return [{ resource: { logicalId: key, idRange, type: literalText(child(node, 'Type')), node, loopVariables: [] }, source }];
}

/** Whether a file that is taken in is a template of its own, which is read without its service. */
function isFoundByItself(path: string, { path: servicePath, folder, documents }: Service): boolean {
  if (path === servicePath || !isWithin(folder, path)) return false;
  const document = documents.get(path);
  return document.kind === 'tree' && isTemplate(document.root?.node);
}
