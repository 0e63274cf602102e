import type { Value } from '../model.ts';
import { isNothing, literal, type ProgramValue, rangeAt, reasonOf, textValue } from '../program/index.ts';
import { pulumiName } from './names.ts';

/** A text, or a constant: `aws.lambda.Runtime.NodeJS20dX`, `Runtime.PYTHON3D12`, Go's `lambda.RuntimeGo1dx`, where `d` stands for a dot. */
export function readRuntime(value: ProgramValue | undefined): Value<string> {
  if (isNothing(value) || value.kind === 'text') return textValue(value);
  const name = value.kind === 'symbol' ? pulumiName(value)?.split('.').at(-1) : undefined;
  const runtime =
    name === undefined
      ? undefined
      : runtimeOf(
          name
            .replaceAll('_', '')
            .toLowerCase()
            .replace(/^runtime|runtime$/, ''),
        );
  if (runtime !== undefined) return literal(runtime, value.place, false);
  return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
}

const CUSTOM: Readonly<Record<string, string>> = { custom: 'provided', customal2: 'provided.al2', customal2023: 'provided.al2023' };

function runtimeOf(constant: string): string | undefined {
  const custom = CUSTOM[constant];
  if (custom !== undefined) return custom;
  const [, language = '', version = ''] = /^(nodejs|python|java|ruby|dotnet|dotnetcore|go)(\d+(?:d(?:\d+|x))?)$/.exec(constant) ?? [];
  return language === '' ? undefined : language + version.replace('d', '.');
}
