import type { Invoker } from '../model.ts';
import { child, literalText, type MappingEntry, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import { referencedIds } from './references.ts';
import type { TemplateResource } from './resources.ts';
import { numberValue, textValue } from './values.ts';

type Resources = ReadonlyMap<string, TemplateResource>;

/** What SAM's `Events` of a function say. */
export function eventInvokers(events: readonly MappingEntry[], resources: Resources, source: TemplateSource): readonly Invoker[] {
  return events.flatMap(({ value, keyRange }): readonly Invoker[] => {
    const properties = child(value, 'Properties');
    switch (literalText(child(value, 'Type'))) {
      case 'Schedule':
        return [{ kind: 'schedule', dialect: 'rule', expression: textValue(child(properties, 'Schedule'), source) }];
      case 'ScheduleV2':
        return [{ kind: 'schedule', dialect: 'scheduler', expression: textValue(child(properties, 'ScheduleExpression'), source) }];
      case 'SQS':
        return queue(child(properties, 'Queue'), resources, source);
      case 'Api':
        return [{ kind: 'api', api: 'rest', at: { path: source.path, range: keyRange } }];
      case 'HttpApi':
        return [{ kind: 'api', api: 'http', at: { path: source.path, range: keyRange } }];
      default:
        return [];
    }
  });
}

/** What other resources of the template connect to its functions, by the function's logical id. */
export function connectionsOf(resources: Resources, source: TemplateSource): ReadonlyMap<string, readonly Invoker[]> {
  const connections = new Map<string, Invoker[]>();
  for (const resource of resources.values()) {
    const { target, invokers } = connection(resource, resources, source) ?? { target: undefined, invokers: [] };
    if (invokers.length === 0) continue;
    for (const id of referencedIds(target)) connections.set(id, [...(connections.get(id) ?? []), ...invokers]);
  }
  return connections;
}

interface Connection {
  /** Refers to the functions, among other things. */
  readonly target: TemplateNode | undefined;
  readonly invokers: readonly Invoker[];
}

function connection(resource: TemplateResource, resources: Resources, base: TemplateSource): Connection | undefined {
  const source = { ...base, loopVariables: resource.loopVariables };
  const properties = child(resource.node, 'Properties');
  const at = { path: source.path, range: resource.idRange };
  switch (resource.type) {
    case 'AWS::Events::Rule': {
      const expression = textValue(child(properties, 'ScheduleExpression'), source);
      return { target: child(properties, 'Targets'), invokers: [{ kind: 'schedule', dialect: 'rule', expression }] };
    }
    case 'AWS::Scheduler::Schedule': {
      const expression = textValue(child(properties, 'ScheduleExpression'), source);
      return { target: child(properties, 'Target'), invokers: [{ kind: 'schedule', dialect: 'scheduler', expression }] };
    }
    case 'AWS::Lambda::EventSourceMapping':
      return { target: child(properties, 'FunctionName'), invokers: queue(child(properties, 'EventSourceArn'), resources, source) };
    case 'AWS::ApiGateway::Method': {
      const integration = child(properties, 'Integration');
      if (literalText(child(integration, 'Type')) !== 'AWS_PROXY') return undefined;
      return { target: child(integration, 'Uri'), invokers: [{ kind: 'api', api: 'rest', at }] };
    }
    case 'AWS::ApiGatewayV2::Integration': {
      const [api] = referencedIds(child(properties, 'ApiId'));
      const protocol = literalText(child(child(resources.get(api ?? '')?.node, 'Properties'), 'ProtocolType'));
      return protocol === 'HTTP'
        ? { target: child(properties, 'IntegrationUri'), invokers: [{ kind: 'api', api: 'http', at }] }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The queue of this template that an ARN is of. */
function queue(arn: TemplateNode | undefined, resources: Resources, source: TemplateSource): readonly Invoker[] {
  if (arn?.kind !== 'intrinsic' || arn.name !== 'GetAtt') return [];
  const [id] = referencedIds(arn);
  const resource = resources.get(id ?? '');
  if (resource?.type !== 'AWS::SQS::Queue' || resource.loopVariables.length > 0) return [];
  const visibilitySeconds = numberValue(child(child(resource.node, 'Properties'), 'VisibilityTimeout'), source);
  return [{ kind: 'queue', name: resource.logicalId, at: { path: source.path, range: resource.idRange }, visibilitySeconds }];
}
