import { WorkbenchError } from '../../core/errors.ts';
import type { FileEdit, Finding, Severity } from '../../core/lint/model.ts';
import type { Command } from '../command.ts';
import { analyse, functionsOf, relativePath } from '../folder.ts';

/** From the gravest down. */
const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** JSON: schemas/lint.json. */
export const lintCommand: Command = {
  name: 'lint',
  args: ['[DIR]'],
  summary: 'what is wrong with the functions of a folder',
  details:
    'Ends with status 1 where there are findings. A finding is certain:\nwhat can only be told by building or deploying is not reported.',
  options: [
    { name: 'only', value: 'PREFIX', help: 'findings whose code starts with PREFIX, such as handler.' },
    { name: 'severity', value: 'S', help: `findings at least this grave: ${severities.join(', ')}` },
  ],
  examples: ['lambda-workbench lint .', 'lambda-workbench lint . --only handler. --severity error --format json'],
  async run(context) {
    const { severity = 'hint', only = '' } = context.options;
    const least = severities.indexOf(severity as Severity);
    if (least === -1) {
      throw new WorkbenchError('arguments', `There is no severity "${String(severity)}".`, `It is one of ${severities.join(', ')}.`);
    }
    const snapshot = await analyse(context, context.args[0]);
    const findings = snapshot.findings.filter(
      (finding) => severities.indexOf(finding.severity) <= least && finding.code.startsWith(String(only)),
    );
    const rows = findings.map((finding) => describe(finding, snapshot.folder));
    if (context.json) context.stdout(`${JSON.stringify({ findings: rows })}\n`);
    else {
      for (const row of rows) context.stdout(`${row.file}:${row.line}:${row.column} ${row.severity} ${row.message} [${row.code}]\n`);
      const count = `${rows.length === 1 ? 'is 1 finding' : `are ${rows.length || 'no'} findings`}`;
      const functions = functionsOf(snapshot).length;
      context.stdout(`There ${count} in ${functions} ${functions === 1 ? 'function' : 'functions'}.\n`);
    }
    return rows.length > 0 ? 1 : 0;
  },
};

function describe(finding: Finding, folder: string) {
  const { start, end } = finding.at.range;
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    file: relativePath(folder, finding.at.path),
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    function: finding.functionId,
    fixes: finding.fixes.map((fix) => ({
      title: fix.title,
      preferred: fix.preferred,
      edits: fix.edits.map((edit) => describeEdit(edit, folder)),
    })),
  };
}

function describeEdit(edit: FileEdit, folder: string) {
  const file = relativePath(folder, edit.path);
  if (edit.kind === 'create') return { kind: edit.kind, file, text: edit.text };
  const { start, end } = edit.range;
  return {
    kind: edit.kind,
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    text: edit.text,
  };
}
