import { join } from 'node:path';
import type { TextRange } from '../text.ts';
import { readTemplate } from './cloudformation/index.ts';
import type { FunctionDefinition, TemplateResult, Value } from './model.ts';

/** For tests: where templates and their workspace folder are said to be. */
export const folder = '/work/shop';
export const file = `${folder}/infra/template.yaml`;

/** The one function of a template whose properties these are; they begin in line 9, after a tab stop of six. */
export function sam(properties: string): FunctionDefinition {
  const head = `AWSTemplateFormatVersion: 2010-09-09\nTransform: AWS::Serverless-2016-10-31\nParameters:\n  Entry: {Type: String, Default: a.b}\n\nResources:\n`;
  return only(readTemplate(file, `${head}  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      ${properties}\n`, folder));
}

/** One as a reader makes it where nothing but these is written. */
export function bareFunction(
  parts: Partial<FunctionDefinition> & Pick<FunctionDefinition, 'folder' | 'runtime' | 'handler'>,
): FunctionDefinition {
  const nowhere: TextRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const absent = { kind: 'absent' } as const;
  const logicalId = parts.logicalId ?? 'F';
  const templatePath = parts.templatePath ?? join(parts.folder, 'template.yaml');
  return {
    id: `template.yaml#${logicalId}`,
    logicalId,
    name: logicalId,
    format: 'sam',
    packageType: 'Zip',
    templatePath,
    definedIn: templatePath,
    range: nowhere,
    bodyRange: nowhere,
    code: { kind: 'directory', path: parts.folder },
    build: { kind: 'none' },
    memoryMb: absent,
    timeoutSeconds: absent,
    description: absent,
    role: absent,
    architecture: absent,
    environment: {},
    layers: absent,
    ephemeralStorageMb: absent,
    triggers: [],
    ...parts,
  };
}

export function only(result: TemplateResult): FunctionDefinition {
  const definition = result.kind === 'template' ? result.functions[0] : undefined;
  if (definition === undefined) throw new Error(summary(result));
  return definition;
}

export function summary(result: TemplateResult): string {
  if (result.kind === 'template') return `${result.format}: ${result.functions.map(({ id }) => id).join(' ')}`;
  return result.kind === 'broken' ? `broken: ${result.message}` : result.kind;
}

export function brief(value: Value<unknown>): unknown {
  if (value.kind === 'literal') return value.value;
  return value.kind === 'absent' ? 'absent' : `unknown: ${value.reason}`;
}

export function show(value: Value<unknown>): string {
  if (value.kind !== 'literal') return String(brief(value));
  const { start, end } = value.range;
  return `${JSON.stringify(value.value)} at ${start.line}:${start.character}-${end.character}`;
}

export function where({ code }: FunctionDefinition): string {
  if (code.kind === 'unknown') return `unknown: ${code.reason}`;
  if (code.kind === 'inline') return code.text === undefined ? 'inline' : `inline ${JSON.stringify(code.text)}`;
  if (code.kind === 'files') return `files ${code.files.map(({ name }) => name).join(', ')}`;
  return code.kind === 'image' ? 'image' : `${code.kind} ${code.path.replaceAll('\\', '/').replace(/^[A-Za-z]:/, '')}`;
}
