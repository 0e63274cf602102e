import type { CallValue, ProgramValue, SymbolValue } from '../program/index.ts';

/**
 * A name of the CDK in one spelling, whatever the language, the version and the way of importing: `aws-lambda.Code.fromAsset`,
 * `aws-lambda-nodejs.NodejsFunction`, `core.Duration.seconds`. Undefined for what isn't the CDK's.
 */
export function cdkName(symbol: SymbolValue): string | undefined {
  const { from, path } = symbol.from === '' ? qualified(symbol) : symbol;
  const parts = path[0] === 'default' ? path.slice(1) : path;
  const inside = LIBRARIES.map((library) => library(from)).find((found) => found !== undefined);
  if (inside === undefined) return undefined;
  const names = [...inside.split(/[/.]/).filter((name) => name !== '' && name !== 'lib'), ...parts];
  const [first, ...rest] = names;
  if (first === undefined) return undefined;
  if (/^aws[-_]/.test(first)) return [service(first), ...rest.map(camel)].join('.');
  return ['core', ...(first === 'core' ? rest : names).map(camel)].join('.');
}

/** Java's and C#'s names in full, which no import brings. */
function qualified({ from, path }: SymbolValue): Pick<SymbolValue, 'from' | 'path'> {
  const length = path[0] === 'Amazon' ? (path[2] === 'AWS' ? 4 : 2) : path.findIndex((part) => /^[A-Z]/.test(part));
  return (path[0] !== 'Amazon' && path[0] !== 'software') || length < 1
    ? { from, path }
    : { from: path.slice(0, length).join('.'), path: path.slice(length) };
}

/** The name of what is called, where that is the CDK's. */
export function cdkCallee(value: ProgramValue | undefined): string | undefined {
  return value?.kind === 'call' && value.callee.kind === 'symbol' ? cdkName(value.callee) : undefined;
}

/** Whether it is one of AWS Solutions Constructs: `new ApiGatewayToLambda(this, 'Orders', { lambdaFunctionProps: { … } })`. */
export function isSolution(call: CallValue): boolean {
  return /^aws-solutions\.\w*Lambda\w*$/.test(cdkCallee(call) ?? '');
}

/** What an import names within the library; undefined for other modules. */
const LIBRARIES: readonly ((from: string) => string | undefined)[] = [
  (from) => /^(?:aws-cdk-lib|monocdk)(?:\/(.*))?$/.exec(from)?.slice(1).map(orEmpty)[0],
  (from) => /^@aws-cdk\/(.*)$/.exec(from)?.[1],
  (from) => (/^(?:cargo[-_]lambda[-_]cdk|rust\.aws-cdk-lambda|@cdklabs\/aws-lambda-rust)$/.test(from) ? 'aws-lambda-rust' : undefined),
  (from) => {
    const inside = /^software\.amazon\.awscdk((?:\.[a-z\d]+)*)((?:\.[A-Z]\w*)*)$/.exec(from);
    return inside === null ? undefined : packageOf(orEmpty(inside[1])) + orEmpty(inside[2]);
  },
  (from) => {
    const inside = /^Amazon\.CDK(?:\.(.*))?$/.exec(from);
    return inside === null ? undefined : packageOf(orEmpty(inside[1]));
  },
  (from) => {
    const name = /^github\.com\/aws\/aws-cdk-go\/awscdk(?:\/v\d+)?(?:\/aws(\w+)|(lambda\w+)alpha(?:\/v\d+)?)?$/.exec(from);
    return name === null ? undefined : packageOf(orEmpty(name[1] ?? name[2]).replace(/^lambda(?=.)/, 'lambda.'));
  },
  (from) => /^aws_cdk(?:\.(.*))?$/.exec(from)?.slice(1).map(orEmpty)[0],
  (from) =>
    /^@aws-solutions-constructs\/|^aws_solutions_constructs\.|^software\.amazon\.awsconstructs\./.test(from) ? 'aws-solutions' : undefined,
];

/** `services.lambda.python.alpha`, `AWS.Lambda.NodeJs` -> `aws-lambda-nodejs`. */
function packageOf(name: string): string {
  const parts = name
    .toLowerCase()
    .split('.')
    .filter((part) => !/^(?:services|aws|alpha|core|)$/.test(part));
  return parts.length === 0 ? '' : `aws-${parts.join('-')}`;
}

function orEmpty(text: string | undefined): string {
  return text ?? '';
}

/** `aws_lambda_python_alpha` -> `aws-lambda-python`. */
function service(name: string): string {
  return name.replaceAll('_', '-').replace(/-alpha$/, '');
}

/** Python's `from_asset` -> `fromAsset`. Constants (`NODEJS_20_X`) and classes stay as they are. */
export function camel(name: string): string {
  // In C# methods begin with a capital.
  if (/^(?:From[A-Z]\w*|Seconds|Minutes|Hours|Millis|Mebibytes|Gibibytes)$/.test(name)) return name.charAt(0).toLowerCase() + name.slice(1);
  return /[a-z]/.test(name) ? name.replace(/(?<=[a-z\d])_([a-z\d])/g, (_, letter: string) => letter.toUpperCase()) : name;
}
