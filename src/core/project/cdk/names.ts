import type { ProgramValue, SymbolValue } from '../program/index.ts';

/**
 * A name of the CDK in one spelling, whatever the language, the version and the way of importing: `aws-lambda.Code.fromAsset`,
 * `aws-lambda-nodejs.NodejsFunction`, `core.Duration.seconds`. Undefined for what isn't the CDK's.
 */
export function cdkName({ from, path }: SymbolValue): string | undefined {
  const parts = path[0] === 'default' ? path.slice(1) : path;
  const inside = LIBRARIES.map((library) => library(from)).find((found) => found !== undefined);
  if (inside === undefined) return undefined;
  const names = [...inside.split(/[/.]/).filter((name) => name !== '' && name !== 'lib'), ...parts];
  const [first, ...rest] = names;
  if (first === undefined) return undefined;
  if (/^aws[-_]/.test(first)) return [service(first), ...rest.map(camel)].join('.');
  return ['core', ...(first === 'core' ? rest : names).map(camel)].join('.');
}

/** The name of what is called, where that is the CDK's. */
export function cdkCallee(value: ProgramValue | undefined): string | undefined {
  return value?.kind === 'call' && value.callee.kind === 'symbol' ? cdkName(value.callee) : undefined;
}

/** What an import names within the library; undefined for other modules. */
const LIBRARIES: readonly ((from: string) => string | undefined)[] = [
  (from) => /^(?:aws-cdk-lib|monocdk)(?:\/(.*))?$/.exec(from)?.slice(1).map(orEmpty)[0],
  (from) => /^@aws-cdk\/(.*)$/.exec(from)?.[1],
  (from) => (/^(?:cargo[-_]lambda[-_]cdk|rust\.aws-cdk-lambda|@cdklabs\/aws-lambda-rust)$/.test(from) ? 'aws-lambda-rust' : undefined),
  (from) => /^aws_cdk(?:\.(.*))?$/.exec(from)?.slice(1).map(orEmpty)[0],
];

function orEmpty(text: string | undefined): string {
  return text ?? '';
}

/** `aws_lambda_python_alpha` -> `aws-lambda-python`. */
function service(name: string): string {
  return name.replaceAll('_', '-').replace(/-alpha$/, '');
}

/** Python's `from_asset` -> `fromAsset`. Constants (`NODEJS_20_X`) and classes stay as they are. */
export function camel(name: string): string {
  return /[a-z]/.test(name) ? name.replace(/(?<=[a-z\d])_([a-z\d])/g, (_, letter: string) => letter.toUpperCase()) : name;
}

/** `fromAsset` -> `from_asset`, as properties are called in Python. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
