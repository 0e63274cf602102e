import type { FunctionDefinition, Invoker } from '../model.ts';
import { child, entriesOf, isAbsent, lazy, literalText, type TemplateSource } from '../tree/model.ts';
import { readExecution } from './execution.ts';
import { connectionsOf, eventInvokers } from './invokers.ts';
import { LogGroups } from './logGroups.ts';
import { isFunctionType, type Properties } from './properties.ts';
import type { TemplateResource } from './resources.ts';

/** What stands around a function in its template: what calls it, where it logs. Looked up once for all functions of a template. */
export class Surroundings {
  /** Those that are no functions: what one function is told of doesn't depend on what others say. */
  readonly #resources: ReadonlyMap<string, TemplateResource>;
  readonly #connections: () => ReadonlyMap<string, readonly Invoker[]>;
  readonly #logGroups: () => LogGroups;

  constructor(resources: readonly TemplateResource[], source: TemplateSource) {
    const others = resources.filter(({ type }) => !isFunctionType(type));
    this.#resources = new Map(others.map((resource) => [resource.logicalId, resource]));
    this.#connections = lazy(() => connectionsOf(this.#resources, source), new Map());
    this.#logGroups = lazy(() => new LogGroups(resources, source), new LogGroups([], source));
  }

  of(
    resource: TemplateResource,
    properties: Properties,
    source: TemplateSource,
  ): Pick<FunctionDefinition, 'condition' | 'invokers' | 'logGroup' | 'execution' | 'managedInstances' | 'ignoredFindings'> {
    const condition = literalText(child(resource.node, 'Condition'));
    const ignored = child(child(properties.metadata, 'lambda-workbench'), 'ignore');
    const codes = (ignored?.kind === 'sequence' ? ignored.items : [ignored]).map(literalText).filter((code) => code !== undefined);
    const connected = this.#connections().get(resource.logicalId) ?? [];
    return {
      ...(condition === undefined ? {} : { condition }),
      invokers: [...eventInvokers(entriesOf(properties.get('Events')), this.#resources, source), ...connected],
      logGroup: this.#logGroups().of(resource, properties),
      execution: readExecution(properties, this.#resources, source),
      ...(isAbsent(properties.get('CapacityProviderConfig')) ? {} : { managedInstances: true }),
      ...(codes.length === 0 ? {} : { ignoredFindings: codes }),
    };
  }
}
