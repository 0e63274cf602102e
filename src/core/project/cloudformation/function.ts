import { later } from '../../text.ts';
import type { CodeLocation, FunctionDefinition, TemplateFormat, Value } from '../model.ts';
import { child, entriesOf, type IntrinsicNode, isAbsent, literalText, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import { readBuild } from './build.ts';
import { readCode } from './code.ts';
import { isFunctionType, type Properties, propertiesOf } from './properties.ts';
import type { Wholeness } from './recognise.ts';
import type { TemplateResource } from './resources.ts';
import type { Surroundings } from './surroundings.ts';
import { readTriggers } from './triggers.ts';
import { listValue, mapAssumed, nameValue, numberValue, reasonOf, textValue } from './values.ts';

/** What holds for every function of a template. */
export interface TemplateFacts {
  readonly source: TemplateSource;
  readonly folder: string;
  /** Relative to `folder`, with forward slashes. */
  readonly file: string;
  readonly format: TemplateFormat;
  /** SAM's `Globals.Function`. */
  readonly globals: TemplateNode | undefined;
  readonly surroundings: Surroundings;
  readonly wholeness: Wholeness;
}

/** The function that a resource defines; undefined for all other types. */
export function readFunction(resource: TemplateResource, facts: TemplateFacts): FunctionDefinition | undefined {
  const { type, logicalId } = resource;
  if (!isFunctionType(type)) return undefined;
  const source = { ...facts.source, loopVariables: resource.loopVariables };
  const properties = propertiesOf(resource.node, type, facts.globals);
  const name = nameValue(properties.get('FunctionName'), source);
  const code = readCode(properties, source);
  return {
    id: `${facts.file}#${logicalId}`,
    logicalId,
    name: name.kind === 'literal' ? name.value : logicalId,
    format: facts.format,
    packageType: code.kind === 'image' ? 'Image' : 'Zip',
    folder: facts.folder,
    templatePath: source.path,
    definedIn: source.path,
    range: resource.idRange,
    bodyRange: { start: resource.idRange.start, end: later(resource.idRange.end, resource.node.range.end) },
    runtime: nameValue(properties.get('Runtime'), source),
    handler: type === 'AWS::Serverless::WebFunction' ? noHandler : nameValue(properties.get('Handler'), source),
    code,
    build: readBuild(properties, source),
    memoryMb: numberValue(properties.get('MemorySize'), source),
    timeoutSeconds: numberValue(properties.get('Timeout'), source),
    description: textValue(properties.get('Description'), source),
    role: textValue(properties.get('Role'), source),
    architecture: readArchitecture(properties.get('Architectures'), source),
    ...readEnvironment(properties, source),
    layers: listValue(properties.both('Layers'), source),
    ephemeralStorageMb: numberValue(child(properties.get('EphemeralStorage'), 'Size'), source),
    triggers: readTriggers(properties),
    functionName: name,
    ...facts.surroundings.of(resource, properties, source),
    ...readConstruct(properties),
    ...readLacking(properties, code, facts),
  };
}

/** What Lambda asks of every function from a zip. */
const asked = ['Handler', 'Runtime'] as const;

function readLacking(properties: Properties, code: CodeLocation, facts: TemplateFacts): Pick<FunctionDefinition, 'lacking'> {
  const { type, get } = properties;
  const packageType = get('PackageType');
  const isZip = packageType === undefined || literalText(packageType) === 'Zip';
  const mayBeImage = code.kind === 'image' || get('ImageUri') !== undefined || get('Code')?.kind === 'intrinsic';
  const isWhole = type === 'AWS::Lambda::Function' ? facts.wholeness.lambda : facts.wholeness.sam;
  if (type === 'AWS::Serverless::WebFunction' || !isWhole || !isZip || mayBeImage) return {};
  const lacking = asked.filter((name) => get(name) === undefined);
  return lacking.length === 0 ? {} : { lacking };
}

/** What `cdk synth` notes beside each resource. */
function readConstruct({ metadata }: Properties): Pick<FunctionDefinition, 'constructPath'> {
  const constructPath = literalText(child(metadata, 'aws:cdk:path'));
  return constructPath === undefined ? {} : { constructPath };
}

const noHandler: Value<string> = { kind: 'unknown', reason: 'a web function runs an HTTP server, and has no handler' };

function readEnvironment(
  properties: Properties,
  source: TemplateSource,
): Pick<FunctionDefinition, 'environment' | 'environmentNames' | 'environmentGap'> {
  const blocks = properties.both('Environment').map((environment) => child(environment, 'Variables'));
  const entries = blocks.flatMap(entriesOf);
  const [variables, functions] = [
    entries.filter(({ key }) => !key.startsWith('Fn::')),
    entries.filter(({ key }) => key.startsWith('Fn::')),
  ];
  const environmentNames = Object.fromEntries(variables.map(({ key, keyRange }) => [key, { path: source.path, range: keyRange }]));
  const environment = Object.fromEntries(variables.map(({ key, value }) => [key, textValue(value, source)]));
  const whole = blocks.find((block): block is IntrinsicNode => block?.kind === 'intrinsic' && !isAbsent(block));
  const gap = whole === undefined ? functions[0]?.key : reasonOf(whole, source);
  return gap === undefined ? { environment, environmentNames } : { environment, environmentNames, environmentGap: gap };
}

function readArchitecture(node: TemplateNode | undefined, source: TemplateSource): Value<'x86_64' | 'arm64'> {
  const value = textValue(node?.kind === 'sequence' ? node.items[0] : node, source);
  if (value.kind === 'absent') return value;
  if (value.kind === 'unknown') return mapAssumed(value, toArchitecture);
  const architecture = toArchitecture(value.value);
  if (architecture !== undefined) return { ...value, value: architecture };
  return { kind: 'unknown', reason: `“${value.value}” isn’t an architecture of Lambda`, range: value.range };
}

function toArchitecture(text: string): 'x86_64' | 'arm64' | undefined {
  return text === 'x86_64' || text === 'arm64' ? text : undefined;
}
