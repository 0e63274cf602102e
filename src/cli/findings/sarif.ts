import { createHash } from 'node:crypto';
import type { Severity } from '../../core/lint/model.ts';
import type { EditRow, FindingRow, FixRow, Region } from './row.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

export interface SarifRule {
  readonly code: string;
  /** Its page, in Markdown. */
  readonly page: string;
}

/**
 * Static Analysis Results Interchange Format 2.1.0, as code scanning services take it. Files are told from the root of the sources,
 * which the reader knows as `%SRCROOT%`. Pure: the same findings make the same text.
 */
export function sarifLog(rows: readonly FindingRow[], rules: readonly SarifRule[], version: string): unknown {
  const fingerprints = new Map<string, number>();
  const results = rows.map((row) => {
    const key = [row.code, row.file, row.function ?? '', row.message].join('\0');
    const nth = fingerprints.get(key) ?? 0;
    fingerprints.set(key, nth + 1);
    return sarifResult(row, rules, fingerprint(key, nth));
  });
  const driver = { name: 'Lambda Workbench', semanticVersion: version, rules: rules.map(sarifRule) };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  return { version: '2.1.0', $schema: 'https://json.schemastore.org/sarif-2.1.0.json', runs: [run] };
}

function sarifRule({ code, page }: SarifRule): unknown {
  const [, first = code] = /^# .*\n+([^\n]+)/.exec(page) ?? [];
  return { id: code, shortDescription: { text: first.trim() }, help: { text: page, markdown: page } };
}

function sarifResult(row: FindingRow, rules: readonly SarifRule[], print: string): unknown {
  const ruleIndex = rules.findIndex(({ code }) => code === row.code);
  return {
    ruleId: row.code,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    level: LEVELS[row.severity],
    message: { text: row.message },
    locations: [{ physicalLocation: { artifactLocation: artifact(row.file), region: region(row) } }],
    partialFingerprints: { 'lambdaWorkbench/v1': print },
    ...(row.fixes.length === 0 ? {} : { fixes: row.fixes.map(sarifFix) }),
  };
}

/** Of what is found, not of where: a finding that moves with its lines stays the same one. */
function fingerprint(key: string, nth: number): string {
  return createHash('sha256').update(`${key}\0${nth}`).digest('hex').slice(0, 32);
}

function sarifFix({ title, edits }: FixRow): unknown {
  return { description: { text: title }, artifactChanges: edits.map(artifactChange) };
}

function artifactChange(edit: EditRow): unknown {
  const place: Region = edit.kind === 'create' ? { line: 1, column: 1, endLine: 1, endColumn: 1 } : edit;
  return { artifactLocation: artifact(edit.file), replacements: [{ deletedRegion: region(place), insertedContent: { text: edit.text } }] };
}

function artifact(file: string): unknown {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function region({ line, column, endLine, endColumn }: Region): unknown {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
