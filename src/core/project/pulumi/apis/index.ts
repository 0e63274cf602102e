import { functionUrl } from '../../apis/functionUrl.ts';
import type { ApiDefinition } from '../../apis/model.ts';
import { textIn } from '../../apis/settings.ts';
import { ApiDocuments } from '../../cloudformation/apis/documents.ts';
import { readHttpApi } from '../../cloudformation/apis/httpApi.ts';
import { readRestApi } from '../../cloudformation/apis/restApi.ts';
import { Stack } from '../../cloudformation/apis/stack.ts';
import { readWebSockets } from '../../cloudformation/apis/webSocket.ts';
import { type Evaluator, type LibraryCall, libraryCalls, type Module } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import type { WebSocketApi } from '../../webSockets/model.ts';
import { pulumiCallee } from '../names.ts';
import { nameOf, propertiesOf } from '../resource.ts';
import { functionId } from './plain.ts';
import { RESOURCES } from './resources.ts';
import { isRoutedApi, readRoutedApi } from './routed.ts';
import { plainResources } from './stack.ts';

/** What a program puts in front of functions with Pulumi: its resources are those of CloudFormation by other names. */
export interface PulumiFronts {
  readonly apis: readonly ApiDefinition[];
  readonly webSockets: readonly WebSocketApi[];
}

export function readFronts(module: Module, evaluator: Evaluator, named: NamedFunctions): PulumiFronts {
  const calls = callsOf(module, evaluator);
  const resources = plainResources(calls, named);
  const stack = new Stack(resources, new Map(named.names.map((name) => [functionId(name), { name }])));
  const documents = new ApiDocuments();
  const apis = resources.flatMap((resource): readonly ApiDefinition[] => {
    const { path } = module.source;
    if (resource.type === 'AWS::ApiGateway::RestApi') return [readRestApi(resource, stack, documents, path)];
    if (resource.type !== 'AWS::ApiGatewayV2::Api' || textIn(resource.properties()['ProtocolType']) !== 'HTTP') return [];
    return [readHttpApi(resource, stack, documents, path)];
  });
  const urls = stack.all('AWS::Lambda::Url').flatMap(({ properties }): readonly ApiDefinition[] => {
    const name = stack.functionNamed(properties()['TargetFunctionArn']);
    return name === undefined ? [] : [functionUrl(name, properties())];
  });
  const routed = calls.filter(({ call }) => isRoutedApi(call)).map(({ call }) => readRoutedApi(call, named));
  return {
    apis: [...apis, ...routed, ...urls].filter(({ routes, notes }) => routes.length + notes.length > 0),
    webSockets: readWebSockets(stack),
  };
}

function callsOf(module: Module, evaluator: Evaluator): readonly LibraryCall[] {
  return libraryCalls(module, evaluator, {
    matches: (call) => RESOURCES[pulumiCallee(call) ?? ''] !== undefined || isRoutedApi(call),
    names: (call) => [nameOf(call)],
    parts: (call) =>
      Object.values(RESOURCES[pulumiCallee(call) ?? '']?.properties ?? { Routes: 'routes' }).map((name) => propertiesOf(call)(name)),
  });
}
