import type { LogGroup } from '../model.ts';
import { child, entriesOf, isAbsent, literalText, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import type { Properties } from './properties.ts';
import { referencedIds } from './references.ts';
import type { TemplateResource } from './resources.ts';

const RESOURCE_STEP = 2;

/** Which functions of a template have a log group of their own in it. */
export class LogGroups {
  readonly #source: TemplateSource;
  readonly #ids: ReadonlySet<string>;
  readonly #declared = new Set<string>();
  readonly #names = new Set<string>();
  /** A log group whose function can't be told, or something that makes log groups by itself: then none is called missing. */
  readonly #doubt: boolean;

  constructor(resources: readonly TemplateResource[], source: TemplateSource) {
    this.#source = source;
    this.#ids = new Set(resources.map(({ logicalId }) => logicalId));
    // What `cdk synth` wrote isn't mended here, and the CDK's own custom resources may see to the logs.
    let doubt = source.parameters.has('BootstrapVersion');
    for (const { type, node, loopVariables } of resources) {
      if (type === undefined || /^Custom::(LogRetention|.*LogGroup)/.test(type) || isStackForFunctions(type, node)) doubt = true;
      if (type !== 'AWS::Logs::LogGroup') continue;
      const name = child(child(node, 'Properties'), 'LogGroupName');
      const ids = referencedIds(name).filter((id) => this.#ids.has(id));
      for (const id of ids) this.#declared.add(id);
      const text = literalText(name);
      if (text !== undefined) this.#names.add(text);
      // A name made of parameters may be that of any function.
      if (loopVariables.length > 0 || (ids.length === 0 && text === undefined && !isAbsent(name))) doubt = true;
    }
    this.#doubt = doubt;
  }

  of(resource: TemplateResource, properties: Properties): LogGroup {
    const { logicalId } = resource;
    const name = literalText(properties.get('FunctionName')) ?? '';
    if (this.#declared.has(logicalId) || this.#names.has(`/aws/lambda/${name}`)) return { kind: 'declared' };
    if (!isAbsent(child(properties.get('LoggingConfig'), 'LogGroup'))) return { kind: 'declared' };
    const synthesized = entriesOf(properties.metadata).some(({ key }) => key.startsWith('aws:'));
    if (this.#doubt || synthesized || resource.loopVariables.length > 0) return { kind: 'unknown' };
    const insertion = this.#ids.has(`${logicalId}LogGroup`) ? undefined : this.#insertion(resource);
    return insertion === undefined ? { kind: 'none' } : { kind: 'none', insertion };
  }

  /** Behind the function, laid out as it is; nothing for one that stands in a single line. */
  #insertion({ logicalId, idRange, node }: TemplateResource): Extract<LogGroup, { kind: 'none' }>['insertion'] {
    const { path } = this.#source;
    const [first] = entriesOf(node);
    const condition = literalText(child(node, 'Condition'));
    if (first === undefined) return undefined;
    const id = idRange.start;
    const inner = first.keyRange.start;
    const { end } = node.range;
    if (inner.line === id.line) return undefined;
    const json = this.#source.braces;
    const days = this.#isDevelopment() ? 7 : 30;
    const indent = id.character - (json ? 1 : 0);
    const step = inner.character - id.character || RESOURCE_STEP;
    const resource = { id: `${logicalId}LogGroup`, of: logicalId, days, condition };
    if (json) return { days, at: { path, range: { start: end, end } }, text: jsonResource(resource, indent, step) };
    // The line after: a comment behind the function's last value stays with it.
    const at = end.line < this.#source.end.line ? { line: end.line + 1, character: 0 } : this.#source.end;
    const text = yamlResource(resource, indent, step);
    return { days, at: { path, range: { start: at, end: at } }, text: at.character === 0 ? `${text}\n` : `\n${text}` };
  }

  /** A template for one stage says so by its own name or by the default of a parameter for it. */
  #isDevelopment(): boolean {
    const stage = /^(?:dev|devel|development|sandbox)$/i;
    const { parameters, path } = this.#source;
    if (
      [...parameters].some(
        ([name, value]) =>
          /^(?:stage|env|environment)(?:name|type)?$/i.test(name) && stage.test(literalText(child(value, 'Default')) ?? ''),
      )
    )
      return true;
    return /[-_.](?:dev|development|sandbox)\.[a-z]+$/i.test(path);
  }
}

/** A stack within the stack that is told of functions or logs: it may define their log groups. */
function isStackForFunctions(type: string, node: TemplateNode): boolean {
  if (type !== 'AWS::CloudFormation::Stack' && type !== 'AWS::Serverless::Application') return false;
  return entriesOf(child(child(node, 'Properties'), 'Parameters')).some(({ key }) => /log|retention|lambda|function/i.test(key));
}

interface NewLogGroup {
  readonly id: string;
  readonly of: string;
  readonly days: number;
  readonly condition: string | undefined;
}

function yamlResource({ id, of, days, condition }: NewLogGroup, indent: number, step: number): string {
  const at = (depth: number, text: string): string => ' '.repeat(indent + depth * step) + text;
  return [
    at(0, `${id}:`),
    at(1, 'Type: AWS::Logs::LogGroup'),
    ...(condition === undefined ? [] : [at(1, `Condition: ${condition}`)]),
    at(1, 'Properties:'),
    at(2, `LogGroupName: !Sub /aws/lambda/\${${of}}`),
    at(2, `RetentionInDays: ${days}`),
  ].join('\n');
}

function jsonResource({ id, of, days, condition }: NewLogGroup, indent: number, step: number): string {
  const value = {
    Type: 'AWS::Logs::LogGroup',
    ...(condition === undefined ? {} : { Condition: condition }),
    Properties: { LogGroupName: { 'Fn::Sub': `/aws/lambda/\${${of}}` }, RetentionInDays: days },
  };
  const margin = ' '.repeat(indent);
  return `,\n${margin}"${id}": ${JSON.stringify(value, null, step).replaceAll('\n', `\n${margin}`)}`;
}
