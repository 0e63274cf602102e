import { localAccount, localRegion } from '../../localAccount.ts';
import type { Assumed } from '../model.ts';
import { child, type IntrinsicNode, literalText, type TemplateNode, type TemplateSource } from '../tree/model.ts';

/**
 * What an intrinsic function gives where the template's parameters have their defaults and the stack is on this machine; undefined
 * where that takes more, such as another resource or a condition.
 */
export function assumedText(node: IntrinsicNode, source: TemplateSource): Assumed<string> | undefined {
  const evaluation = new Evaluation(source);
  const value = evaluation.text(node);
  // A dynamic reference is resolved by the deployment, wherever it came from.
  if (value === undefined || value.includes('{{resolve:')) return undefined;
  return { value, because: evaluation.because(), ...(evaluation.secret ? { secret: true } : {}) };
}

/** What an intrinsic function gives wherever it is deployed: put together of texts that stand in the template. */
export function settledText(node: IntrinsicNode, source: TemplateSource): string | undefined {
  const evaluation = new Evaluation(source);
  const value = evaluation.text(node);
  return evaluation.depends ? undefined : value;
}

/** Nodes that one text may take, and characters it may have: aliases can multiply both, or contain themselves. */
const mostNodes = 500;
const longestText = 100_000;

/** As SAM CLI names them, for what exists only locally. */
const pseudoParameters: ReadonlyMap<string, string> = new Map([
  ['AWS::Region', localRegion],
  ['AWS::AccountId', localAccount],
  ['AWS::Partition', 'aws'],
  ['AWS::URLSuffix', 'amazonaws.com'],
  ['AWS::StackName', 'local'],
]);

/** Puts one text together, and remembers of what. */
class Evaluation {
  readonly #source: TemplateSource;
  readonly #parameters = new Set<string>();
  readonly #pseudo = new Set<string>();
  readonly #mappings = new Set<string>();
  #nodes = 0;
  /** A parameter with `NoEcho` is in it. */
  secret = false;

  constructor(source: TemplateSource) {
    this.#source = source;
  }

  text(node: TemplateNode | undefined): string | undefined {
    if (node === undefined || ++this.#nodes > mostNodes) return undefined;
    if (node.kind === 'scalar') return this.#written(literalText(node));
    if (node.kind !== 'intrinsic') return undefined;
    const { name, argument } = node;
    switch (name) {
      case 'Ref':
        return this.#reference(literalText(argument));
      case 'Sub':
        return argument.kind === 'sequence'
          ? this.#substituted(argument.items[0], argument.items[1])
          : this.#substituted(argument, undefined);
      case 'Join':
        return argument.kind === 'sequence' ? this.#joined(argument.items[0], argument.items[1]) : undefined;
      case 'FindInMap':
        return argument.kind === 'sequence' ? this.#found(argument.items) : undefined;
      default:
        return undefined;
    }
  }

  /** Whether the deployment could give another text. */
  get depends(): boolean {
    return this.#parameters.size > 0 || this.#pseudo.size > 0;
  }

  /** In words that complete "X is … here: …". */
  because(): string {
    const parts = [
      this.#origin('the default of the parameter', 'the defaults of the parameters', this.#parameters),
      this.#origin('the local value of', 'the local values of', this.#pseudo),
      this.#origin('the mapping', 'the mappings', this.#mappings),
    ];
    return parts.filter((part) => part !== undefined).join(' and ');
  }

  #origin(one: string, many: string, names: ReadonlySet<string>): string | undefined {
    return names.size === 0 ? undefined : `${names.size === 1 ? one : many} ${[...names].join(', ')}`;
  }

  /** A text as it stands; what holds a variable of a loop is another one for each turn. */
  #written(text: string | undefined): string | undefined {
    const inLoop = this.#source.loopVariables.some((name) => text?.includes(`\${${name}}`) || text?.includes(`&{${name}}`));
    return inLoop || (text !== undefined && text.length > longestText) ? undefined : text;
  }

  #reference(name: string | undefined): string | undefined {
    if (name === undefined || this.#source.loopVariables.includes(name)) return undefined;
    const pseudo = pseudoParameters.get(name);
    if (pseudo !== undefined) {
      this.#pseudo.add(name);
      return pseudo;
    }
    const parameter = this.#source.parameters.get(name);
    // The default of the last kind is the name under which the value is stored; the others are lists.
    if (/^(List<|CommaDelimitedList|AWS::SSM::)/.test(literalText(child(parameter, 'Type')) ?? '')) return undefined;
    const value = literalText(child(parameter, 'Default'));
    if (value === undefined) return undefined;
    this.#parameters.add(name);
    if (literalText(child(parameter, 'NoEcho'))?.toLowerCase() === 'true') this.secret = true;
    return value;
  }

  /** `${Name}` and, as the way to write a dollar and a brace, `${!Literal}`. */
  #substituted(template: TemplateNode | undefined, variables: TemplateNode | undefined): string | undefined {
    const text = this.#written(literalText(template));
    if (text === undefined) return undefined;
    let result = '';
    let end = 0;
    for (const match of text.matchAll(/\$\{(!?)([^}]*)\}/g)) {
      const [whole, bang, name = ''] = match;
      const own = variables?.kind === 'mapping' ? variables.entries.get(name)?.value : undefined;
      const value = bang === '!' ? `\${${name}}` : own === undefined ? this.#reference(name) : this.text(own);
      if (value === undefined || result.length > longestText) return undefined;
      result += text.slice(end, match.index) + value;
      end = match.index + whole.length;
    }
    return result + text.slice(end);
  }

  #joined(delimiter: TemplateNode | undefined, list: TemplateNode | undefined): string | undefined {
    const between = literalText(delimiter);
    if (between === undefined || list?.kind !== 'sequence') return undefined;
    const texts: string[] = [];
    let length = 0;
    for (const item of list.items) {
      const text = this.text(item);
      length += (text?.length ?? 0) + between.length;
      if (text === undefined || length > longestText) return undefined;
      texts.push(text);
    }
    return texts.join(between);
  }

  #found(keys: readonly TemplateNode[]): string | undefined {
    const [mapping, first, second] = [this.text(keys[0]), this.text(keys[1]), this.text(keys[2])];
    if (mapping === undefined || first === undefined || second === undefined) return undefined;
    this.#mappings.add(mapping);
    return literalText(child(child(child(this.#source.mappings, mapping), first), second));
  }
}
