import type { CallValue, ProgramValue, SymbolValue } from '../program/index.ts';

/**
 * A name of Pulumi's AWS packages or of Pulumi itself, in one spelling, whatever the language: `aws.lambda.Function`,
 * `native.lambda.Function`, `FileArchive`. Undefined for what isn't Pulumi's.
 */
export function pulumiName(symbol: SymbolValue): string | undefined {
  const { from, path } = symbol.from === '' ? qualified(symbol) : symbol;
  const found = LIBRARIES.map((library) => library(from)).find((name) => name !== undefined);
  if (found === undefined) return undefined;
  const names = [...found.inside, ...(path[0] === 'default' ? path.slice(1) : path)].map((name) => name.replace(/_$/, ''));
  // In C# packages begin with a capital.
  const isPackage = (name: string, index: number) => index < names.length - 1 && /^(?:Lambda|ApiGateway(?:V2)?)$/.test(name);
  const spelled = names.map((name, index) => (isPackage(name, index) ? name.toLowerCase() : name));
  return found.of === 'core' ? spelled.filter((name) => name !== 'asset').join('.') : [found.of, ...spelled].join('.');
}

export function pulumiCallee(value: ProgramValue | undefined): string | undefined {
  return value?.kind === 'call' && value.callee.kind === 'symbol' ? pulumiName(value.callee) : undefined;
}

/** What a resource is made with: Go's context comes before it. */
export function argumentsOf({ callee, arguments: args }: CallValue): readonly ProgramValue[] {
  return callee.kind === 'symbol' && callee.from.startsWith('github.com/') ? args.slice(1) : args;
}

interface Library {
  readonly of: 'aws' | 'native' | 'core' | 'apigateway' | 'awsx';
  /** What an import names below its package: `@pulumi/aws/lambda`, `pulumi_aws.lambda_`. */
  readonly inside: readonly string[];
}

/** Each tells what an import names of its language's packages. */
const LIBRARIES: readonly ((from: string) => Library | undefined)[] = [
  (from) => {
    const [, own, inside = ''] = CROSSWALK.exec(from) ?? [];
    if (own === undefined) return undefined;
    return { of: own === 'awsx' ? 'awsx' : 'apigateway', inside: inside.split(/[/.]/).filter((part) => part !== '') };
  },
  (from) => {
    const [, aws, rest = ''] = /^@pulumi\/(aws(?:-native)?|pulumi)((?:\/.*)?)$/.exec(from) ?? [];
    return aws === undefined ? undefined : { of: libraryOf(aws), inside: parts(rest, '/').filter((part) => !/^(?:lib|index)$/.test(part)) };
  },
  (from) => {
    const [, aws, rest = ''] = /^(pulumi_aws(?:_native)?|pulumi)((?:\..*)?)$/.exec(from) ?? [];
    return aws === undefined ? undefined : { of: libraryOf(aws), inside: parts(rest, '.') };
  },
  (from) => {
    const [, aws, rest = ''] =
      /^github\.com\/pulumi\/(pulumi(?:-aws(?:-native)?)?)\/sdk(?:\/v\d+)?\/go\/[\w-]+((?:\/.*)?)$/.exec(from) ?? [];
    return aws === undefined ? undefined : { of: libraryOf(aws), inside: parts(rest, '/') };
  },
  (from) => {
    const [, aws, rest = ''] = /^Pulumi(?:\.(Aws(?:Native)?)((?:\..*)?))?$/.exec(from) ?? [];
    return /^Pulumi(?:\.Aws(?:Native)?(?:\.|$)|$)/.test(from) ? { of: libraryOf(aws ?? 'core'), inside: parts(rest, '.') } : undefined;
  },
  (from) => {
    const [, aws, rest = ''] = /^com\.pulumi(?:\.(aws(?:native)?))?((?:\..*)?)$/.exec(from) ?? [];
    return /^com\.pulumi(?:\.|$)/.test(from) ? { of: libraryOf(aws ?? 'core'), inside: parts(rest, '.') } : undefined;
  },
];

/** Packages that make several resources at once. */
const CROSSWALK =
  /^(?:@pulumi\/|pulumi_|github\.com\/pulumi\/pulumi-)(awsx|aws[-_]apigateway)(?:\/sdk(?:\/v\d+)?\/go\/(?:awsx|apigateway))?((?:[/.]\w+)*)$/;

function libraryOf(name: string): Library['of'] {
  if (/native/i.test(name)) return 'native';
  return /aws/i.test(name) ? 'aws' : 'core';
}

function parts(rest: string, separator: string): readonly string[] {
  return rest.split(separator).filter((part) => part !== '');
}

/** C#'s and Java's names in full, which no import brings. */
function qualified({ from, path }: SymbolValue): Pick<SymbolValue, 'from' | 'path'> {
  const length = path[0] === 'Pulumi' ? path.length - 1 : 0;
  return length < 1 ? { from, path } : { from: path.slice(0, length).join('.'), path: path.slice(length) };
}
