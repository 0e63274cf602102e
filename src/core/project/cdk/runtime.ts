import type { Value } from '../model.ts';
import { argumentOf, isNothing, literal, type ProgramValue, rangeAt, reasonOf, textValue } from '../program/index.ts';
import { cdkCallee, cdkName } from './names.ts';

/** `Runtime.NODEJS_20_X`, `new Runtime('nodejs20.x')`, or the text of a `Cfn` construct. */
export function readRuntime(value: ProgramValue | undefined): Value<string> {
  if (isNothing(value) || value.kind === 'text') return textValue(value);
  if (value.kind === 'symbol') {
    const constant = /^aws-lambda\.Runtime\.([A-Z\d_]+)$/.exec(cdkName(value) ?? '')?.[1];
    const runtime = constant === undefined ? undefined : runtimeOf(constant);
    if (runtime !== undefined) return literal(runtime, value.place, false);
  }
  if (value.kind === 'call') {
    const callee = cdkCallee(value);
    if (callee === 'aws-lambda.Runtime') return textValue(argumentOf(value, 0, 'name'));
    if (callee === 'aws-lambda.determineLatestNodeRuntime') return literal(LATEST_NODE, value.place, false);
  }
  return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
}

/** What the newest Node.js means depends on the CDK's version and the region; this one has been that since 2025. */
const LATEST_NODE = 'nodejs22.x';

const IRREGULAR: Readonly<Record<string, string>> = {
  NODEJS: 'nodejs',
  NODEJS_4_3: 'nodejs4.3',
  NODEJS_6_10: 'nodejs6.10',
  NODEJS_8_10: 'nodejs8.10',
  NODEJS_LATEST: LATEST_NODE,
  JAVA_8_CORRETTO: 'java8.al2',
  DOTNET_CORE_1: 'dotnetcore1.0',
  DOTNET_CORE_2: 'dotnetcore2.0',
  DOTNET_CORE_2_1: 'dotnetcore2.1',
  DOTNET_CORE_3_1: 'dotnetcore3.1',
  GO_1_X: 'go1.x',
  PROVIDED: 'provided',
  PROVIDED_AL2: 'provided.al2',
  PROVIDED_AL2023: 'provided.al2023',
};

/** `PYTHON_3_12` -> `python3.12`, `NODEJS_20_X` -> `nodejs20.x`, `JAVA_21` -> `java21`. */
function runtimeOf(constant: string): string | undefined {
  const known = IRREGULAR[constant];
  if (known !== undefined) return known;
  const [, language, version] = /^(NODEJS|PYTHON|JAVA|RUBY|DOTNET)_(\d+(?:_(?:\d+|X))?)$/.exec(constant) ?? [];
  return language === undefined || version === undefined ? undefined : language.toLowerCase() + version.toLowerCase().replace('_', '.');
}
