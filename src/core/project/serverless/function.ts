import { later } from '../../text.ts';
import type { FunctionDefinition, Value } from '../model.ts';
import { entriesOf } from '../tree/model.ts';
import { readCode } from './code.ts';
import type { FunctionEntry } from './entries.ts';
import { readExecution } from './execution.ts';
import { readInvokers } from './invokers.ts';
import { likely, type Outcome, unknownMembers, within } from './located.ts';
import { handlerDoubt, type Plugins, readBuild, runtimeDoubt } from './plugins.ts';
import { itemsOf, type OwnProperty, ownOrProvider, type Service } from './service.ts';
import { readTriggers } from './triggers.ts';
import { list, name, number, text } from './values.ts';
import { scalarText } from './variables.ts';

/** The function under a key of `functions`. */
export function readFunction({ key, entry, value, source, body }: FunctionEntry, service: Service, plugins: Plugins): FunctionDefinition {
  const own: OwnProperty = (property) => service.variables.get(body, property);
  const either = (property: string, providers?: string): Outcome => ownOrProvider(service, own, property, providers);
  const code = readCode(service, own);
  const runtime = readRuntime(either('runtime'), plugins);
  const functionName = readName(key, own);
  const { start, end } = entry.keyRange;
  const range = entry.keyRange;
  const standard = (value: Value<number>, byDefault: number): Value<number> =>
    value.kind === 'absent' ? { kind: 'literal', value: byDefault, path: source.path, range } : value;
  return {
    id: `${service.file}#${key}`,
    logicalId: key,
    name: functionName.kind === 'literal' ? functionName.value : key,
    format: 'serverless',
    packageType: code.kind === 'image' ? 'Image' : 'Zip',
    folder: service.folder,
    templatePath: service.path,
    definedIn: source.path,
    range,
    bodyRange: { start, end: value.source === source ? later(end, value.node.range.end) : end },
    runtime,
    handler: readHandler(own('handler'), plugins),
    code,
    build: readBuild(service, plugins, own, runtime.kind === 'literal' ? runtime.value : undefined),
    // What the Framework asks for where nothing is written.
    memoryMb: standard(number(either('memorySize')), 1024),
    timeoutSeconds: standard(number(either('timeout')), 6),
    description: text(own('description')),
    role: readRole(service, either),
    architecture: readArchitecture(either('architecture')),
    ...readEnvironment(service, own),
    layers: readLayers(service, either('layers')),
    ephemeralStorageMb: number(own('ephemeralStorageSize')),
    triggers: readTriggers(service, own),
    invokers: readInvokers(service, own),
    execution: readExecution(service, own),
    functionName,
    ...readCondition(own),
  };
}

function readName(key: string, own: OwnProperty): Value<string> {
  const written = name(own('name'));
  if (written.kind !== 'absent') return written;
  return { kind: 'unknown', reason: `the Serverless Framework puts it together of the service, the stage and ${key}` };
}

function readCondition(own: OwnProperty): Pick<FunctionDefinition, 'condition'> {
  const condition = scalarText(own('condition'));
  return condition === undefined ? {} : { condition };
}

function readHandler(outcome: Outcome, plugins: Plugins): Value<string> {
  const handler = name(outcome);
  const doubt = handler.kind === 'literal' ? handlerDoubt(handler.value, plugins) : undefined;
  if (handler.kind !== 'literal' || doubt === undefined) return handler;
  // What is written is shown all the same.
  return { kind: 'unknown', reason: doubt, range: handler.range, assumed: { value: handler.value, because: 'it is what is written' } };
}

function readRuntime(outcome: Outcome, plugins: Plugins): Value<string> {
  const runtime = name(outcome);
  if (runtime.kind === 'absent') return chosenByVersion;
  const doubt = runtime.kind === 'literal' ? runtimeDoubt(runtime.value, plugins) : undefined;
  return runtime.kind === 'literal' && doubt !== undefined ? { kind: 'unknown', reason: doubt, range: runtime.range } : runtime;
}

const chosenByVersion: Value<string> = {
  kind: 'unknown',
  reason: 'the Serverless Framework’s version chooses it, as none is written',
  assumed: { value: 'nodejs20.x', because: 'it is what version 4 of the Serverless Framework chooses' },
};

/** A function's role, else the provider's, in its old and its new place. */
function readRole(service: Service, either: (property: string) => Outcome): Value<string> {
  const role = either('role');
  if (role.kind === 'unknown' || role.at !== undefined) return text(role);
  const newer = service.variables.get(service.variables.get(service.provider, 'iam'), 'role');
  // A mapping says what the role that is made may do.
  return likely(newer)?.node.kind === 'mapping' ? { kind: 'absent' } : text(newer);
}

function readArchitecture(outcome: Outcome): Value<'x86_64' | 'arm64'> {
  const value = name(outcome);
  if (value.kind === 'absent') return value;
  if (value.kind === 'unknown') {
    const { assumed, ...rest } = value;
    const architecture = assumed === undefined ? undefined : toArchitecture(assumed.value);
    return assumed === undefined || architecture === undefined ? rest : { ...rest, assumed: { ...assumed, value: architecture } };
  }
  const architecture = toArchitecture(value.value);
  if (architecture !== undefined) return { ...value, value: architecture };
  return { kind: 'unknown', reason: `“${value.value}” isn’t an architecture of Lambda`, range: value.range };
}

function toArchitecture(word: string): 'x86_64' | 'arm64' | undefined {
  return word === 'x86_64' || word === 'arm64' ? word : undefined;
}

/** The provider's variables, then the function's own. */
function readEnvironment(
  service: Service,
  own: OwnProperty,
): Pick<FunctionDefinition, 'environment' | 'environmentNames' | 'environmentGap'> {
  const { variables, provider } = service;
  const blocks = [variables.get(provider, 'environment'), own('environment')];
  const members = blocks.flatMap((block) => {
    const at = likely(block);
    return at === undefined ? [] : entriesOf(at.node).map(({ key, keyRange, value }) => ({ key, keyRange, at, value: within(at, value) }));
  });
  const [named, others] = [members.filter(({ key }) => key !== unknownMembers), members.filter(({ key }) => key === unknownMembers)];
  const gap = [...blocks, ...others.map(({ value }) => variables.resolve(value))].find((outcome) => outcome.kind !== 'known');
  return {
    environment: Object.fromEntries(named.map(({ key, value }) => [key, text(variables.resolve(value))])),
    environmentNames: Object.fromEntries(named.map(({ key, keyRange, at: { source } }) => [key, { path: source.path, range: keyRange }])),
    ...(gap === undefined ? {} : { environmentGap: gap.reason }),
  };
}

function readLayers(service: Service, outcome: Outcome): Value<readonly string[]> {
  return list(
    itemsOf(outcome).map((item) => service.variables.resolve(item)),
    outcome,
  );
}
