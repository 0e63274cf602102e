import { closing, lineAt } from './bracketed.ts';
import type { Scanner, Sighting } from './model.ts';

interface Dialect {
  readonly by: string;
  readonly file: RegExp;
  /** What a program of this kind imports. */
  readonly imports: RegExp;
  /** What it doesn't import: then it is of another kind. */
  readonly excludes?: RegExp;
  /** A call that makes a function; ends at its opening bracket. */
  readonly call: RegExp;
  /** The handler in the call; its first group is the literal. */
  readonly handler: RegExp;
}

const cdkClasses = '(?:Function|NodejsFunction|PythonFunction|GoFunction|RustFunction|DockerImageFunction|SingletonFunction)';
const sstImport = /['"](sst\/constructs|@serverless-stack\/resources|@sst\/resources)['"]/;
const keyed = /\bhandler\s*[:=]\s*(?:"([^"]*)"|'([^']*)')/;

const dialects: readonly Dialect[] = [
  {
    by: 'cdk',
    file: /\.[cm]?[jt]sx?$/,
    imports: /['"](aws-cdk-lib|@aws-cdk\/)/,
    excludes: sstImport,
    call: new RegExp(`\\bnew\\s+(?:\\w+\\.)*${cdkClasses}\\(`, 'g'),
    handler: keyed,
  },
  {
    by: 'cdk',
    file: /\.py$/,
    imports: /^\s*(from|import)\s+aws_cdk/m,
    call: new RegExp(
      `(?<![\\w])(?:\\w*lambda\\w*\\.|aws_cdk\\.\\w+\\.|python\\.)?${cdkClasses}\\((?=\\s*(?:self|scope|stack|app|this)\\b)`,
      'g',
    ),
    handler: keyed,
  },
  {
    by: 'cdk',
    file: /\.(java|kt)$/,
    imports: /software\.amazon\.awscdk/,
    call: new RegExp(`(?:\\bnew\\s+)?${cdkClasses}(?:\\.Builder\\.create)?\\((?=\\s*(?:this|scope|stack)\\b)`, 'g'),
    handler: /\bhandler\(\s*"([^"]*)"\s*\)/,
  },
  {
    by: 'cdk',
    file: /\.cs$/,
    imports: /using Amazon\.CDK/,
    call: new RegExp(`\\bnew\\s+(?:\\w+\\.)*${cdkClasses}\\((?=\\s*(?:this|scope|stack)\\b)`, 'g'),
    handler: /\bHandler\s*=\s*"([^"]*)"/,
  },
  {
    by: 'cdk',
    file: /\.go$/,
    imports: /aws-cdk-go/,
    call: /\b\w*lambda\w*\.New(?:DockerImage|Go|Nodejs|Python|Singleton)?Function\(/g,
    handler: /\bHandler:\s*jsii\.String\("([^"]*)"\)/,
  },
  {
    by: 'sst',
    file: /\.[cm]?[jt]sx?$/,
    imports: sstImport,
    call: /\bnew\s+(?:sst\.)?Function\(/g,
    handler: keyed,
  },
  { by: 'sst', file: /\.ts$/, imports: /\bsst\.aws\./, call: /\bnew\s+sst\.aws\.Function\(/g, handler: keyed },
  {
    by: 'pulumi',
    file: /\.[cm]?[jt]sx?$/,
    imports: /['"]@pulumi\/aws/,
    call: /\bnew\s+(?:aws\.)?(?:lambda\.)Function(?:<[^>]*>)?\(/g,
    handler: keyed,
  },
  { by: 'pulumi', file: /\.py$/, imports: /import pulumi_aws|from pulumi_aws/, call: /\b(?:\w+\.)?lambda_\.Function\(/g, handler: keyed },
  {
    by: 'pulumi',
    file: /\.go$/,
    imports: /pulumi-aws\/sdk/,
    call: /\blambda\.NewFunction\(/g,
    handler: /\bHandler:\s*pulumi\.String\("([^"]*)"\)/,
  },
  {
    by: 'pulumi',
    file: /\.cs$/,
    imports: /using Pulumi/,
    call: /\bnew\s+(?:\w+\.)*Function\((?=")/g,
    handler: /\bHandler\s*=\s*"([^"]*)"/,
  },
];

/** Programs that define functions: calls of the constructs that make one, and the handler among their arguments. */
export const scanProgram: Scanner = ({ file, lines, other }) => {
  const likely = dialects.filter((dialect) => dialect.file.test(file));
  if (likely.length === 0) return [];
  const text = lines.join('\n');
  const isCompiled = /\.js$/.test(file) && other(file.replace(/js$/, 'ts')) !== undefined;
  if (isCompiled || isUnitTest(file, text)) return [];
  return likely
    .filter(({ imports, excludes }) => imports.test(text) && excludes?.test(text) !== true)
    .flatMap((dialect) => calls(file, text, dialect));
};

/** What a unit test defines is only looked at. */
function isUnitTest(file: string, text: string): boolean {
  return (
    /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(file) || (/(?:^|\/)test_[^/]*\.py$/.test(file) && /\bpytest\b|\bunittest\b|def test_/.test(text))
  );
}

function calls(file: string, text: string, { by, call, handler }: Dialect): readonly Sighting[] {
  return [...text.matchAll(call)].flatMap((match) => {
    if (isComment(text, match.index)) return [];
    const start = match.index + match[0].length - 1;
    const body = text.slice(match.index, chainEnd(text, closing(text, start)));
    const found = handler.exec(body);
    const literal = found?.[1] ?? found?.[2];
    const at =
      found === null || literal === undefined || isComment(text, match.index + found.index) ? undefined : match.index + found.index;
    return [{ file, line: lineAt(text, at ?? match.index), handler: at === undefined ? undefined : literal, by }];
  });
}

/** Builders go on after the bracket: `.handler("…").build()`. */
function chainEnd(text: string, end: number): number {
  const next = /^\)(?:\s*\.\w+\()/.exec(text.slice(end, end + 200));
  return next === null ? end : chainEnd(text, closing(text, end + next[0].length - 1));
}

function isComment(text: string, offset: number): boolean {
  return /^\s*(\/\/|\*|#|\/\*)/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1));
}
