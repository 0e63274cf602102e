import type { PlainResource } from '../../cloudformation/apis/stack.ts';
import type { CallValue, LibraryCall, ProgramValue } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { pulumiCallee } from '../names.ts';
import { nameOf, propertiesOf } from '../resource.ts';
import { PlainValues } from './plain.ts';
import { RESOURCES } from './resources.ts';

/** The resources of a program as CloudFormation has them, by ids that are unique among them: their names, where those are. */
export function plainResources(calls: readonly LibraryCall[], named: NamedFunctions): readonly PlainResource[] {
  const ids = uniqueIds(calls.map(({ call }) => call));
  const idOf = (call: CallValue): string | undefined => ids.get(keyOf(call));
  const plain = new PlainValues(idOf, named);
  const resources = calls.flatMap(({ call }): readonly PlainResource[] => {
    const [id, meant] = [idOf(call), RESOURCES[pulumiCallee(call) ?? '']];
    if (id === undefined || meant === undefined) return [];
    const get = propertiesOf(call);
    const properties = (): Record<string, unknown> =>
      Object.fromEntries(Object.entries(meant.properties).map(([name, own]) => [name, propertyOf(name, get(own), plain)]));
    return [{ id, type: meant.type, properties }];
  });
  return withIntegrations(resources);
}

function keyOf(call: CallValue): string {
  const name = nameOf(call);
  return `${call.place.source.path} ${call.place.span.start} ${name?.kind === 'text' ? name.text : ''}`;
}

/** APIs first: theirs are what a person is shown. */
function uniqueIds(calls: readonly CallValue[]): ReadonlyMap<string, string> {
  const isApi = (call: CallValue) => /\.(?:Api|RestApi)$/.test(pulumiCallee(call) ?? '');
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  for (const call of [...calls.filter(isApi), ...calls.filter((call) => !isApi(call))]) {
    const name = nameOf(call);
    const own = name?.kind === 'text' ? name.text : (pulumiCallee(call)?.split('.').at(-1) ?? 'Resource');
    let id = own;
    for (let number = 2; taken.has(id); number += 1) id = `${own}-${number}`;
    taken.add(id);
    ids.set(keyOf(call), id);
  }
  return ids;
}

function propertyOf(name: string, value: ProgramValue | undefined, plain: PlainValues): unknown {
  const found = plain.of(value);
  if (name === 'JwtConfiguration') {
    const { audiences, issuer } = (found ?? {}) as Readonly<Record<string, unknown>>;
    return { Audience: audiences, Issuer: typeof issuer === 'string' ? issuer : undefined };
  }
  // There is one, and it isn't known what it says.
  if (name === 'Body' && value !== undefined && found === undefined)
    return { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'program://' } } };
  return found;
}

/** What a method leads to is a property of it in CloudFormation, and a resource of its own here. */
function withIntegrations(resources: readonly PlainResource[]): readonly PlainResource[] {
  const of = (type: string) => resources.filter((resource) => resource.type === type).map(({ properties }) => properties());
  const [integrations, responses] = [of('Integration'), of('IntegrationResponse')];
  return resources.map((resource) => {
    if (resource.type !== 'AWS::ApiGateway::Method') return resource;
    const properties = () => {
      const method = resource.properties();
      const isOf = (each: Readonly<Record<string, unknown>>) =>
        PLACE.every((name) => JSON.stringify(each[name]) === JSON.stringify(method[name])) || refersTo(each['HttpMethod'], resource.id);
      const integration = integrations.find(isOf);
      return { ...method, ...(integration && { Integration: { ...integration, IntegrationResponses: responses.filter(isOf) } }) };
    };
    return { ...resource, properties };
  });
}

const PLACE = ['RestApiId', 'ResourceId', 'HttpMethod'];

/** `httpMethod: method.httpMethod`. */
function refersTo(value: unknown, id: string): boolean {
  return JSON.stringify(value) === JSON.stringify({ Ref: id });
}
