import { join } from 'node:path';
import type { FolderSnapshot } from '../../core/analysis/model.ts';
import { WorkbenchError } from '../../core/errors.ts';
import { ruleCodes } from '../../core/lint/index.ts';
import type { Finding, Severity } from '../../core/lint/model.ts';
import type { Command, CommandContext } from '../command.ts';
import { githubAnnotations } from '../findings/github.ts';
import { findingRow } from '../findings/row.ts';
import { type SarifRule, sarifLog } from '../findings/sarif.ts';
import { analyse, functionsOf } from '../folder.ts';
import { version } from '../version.ts';

/** From the gravest down. */
const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** JSON: schemas/lint.json; SARIF: schemas/lint-sarif.json. */
export const lintCommand: Command = {
  name: 'lint',
  args: ['[DIR]'],
  summary: 'what is wrong with the functions of a folder',
  details:
    'Ends with status 1 where there are errors or warnings; with --severity where there are findings\nat least that grave. A finding is certain: what can only be told by building or deploying is not\nreported. A comment silences one: # lambda-workbench-ignore CODE -- why. See docs/ci.md.',
  formats: ['github', 'sarif'],
  options: [
    { name: 'only', value: 'PREFIX', help: 'findings whose code starts with PREFIX, such as handler; several with commas between' },
    { name: 'severity', value: 'S', help: `findings at least this grave: ${severities.join(', ')}` },
  ],
  examples: [
    'lambda-workbench lint .',
    'lambda-workbench lint . --only handler,runtime --severity error --format json',
    'lambda-workbench lint . --format sarif > lambda.sarif',
  ],
  async run(context) {
    const { severity, only = '' } = context.options;
    if (severity !== undefined && !severities.includes(severity as Severity)) {
      throw new WorkbenchError('arguments', `There is no severity "${String(severity)}".`, `It is one of ${severities.join(', ')}.`);
    }
    const prefixes = prefixesOf(only);
    const snapshot = await analyse(context, context.args[0]);
    const asked = severity as Severity | undefined;
    const findings = snapshot.findings.filter(
      (finding) => isAtLeast(finding, asked ?? 'hint') && prefixes.some((prefix) => finding.code.startsWith(prefix)),
    );
    context.stdout(await written(findings, snapshot, context));
    return findings.some((finding) => isAtLeast(finding, asked ?? 'warning')) ? 1 : 0;
  },
};

function isAtLeast({ severity }: Finding, least: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}

/** Throws `arguments` for a prefix that no code has: what is mistyped would find nothing, and pass. */
function prefixesOf(only: unknown): readonly string[] {
  const prefixes = String(only)
    .split(',')
    .map((prefix) => prefix.trim());
  const wrong = prefixes.find((prefix) => !ruleCodes.some((code) => code.startsWith(prefix)));
  if (wrong === undefined) return prefixes;
  const kinds = [...new Set(ruleCodes.map((code) => code.slice(0, code.indexOf('.'))))].join(', ');
  throw new WorkbenchError('arguments', `No finding’s code starts with "${wrong}".`, `They start with one of ${kinds}.`);
}

async function written(findings: readonly Finding[], snapshot: FolderSnapshot, context: CommandContext): Promise<string> {
  // Services that annotate sources tell them from where the command was run, not from DIR.
  const fromHere = () => findings.map((finding) => findingRow(finding, context.cwd));
  switch (context.format) {
    case 'github':
      return githubAnnotations(fromHere());
    case 'sarif':
      return `${JSON.stringify(sarifLog(fromHere(), await pages(context), await version(context)), null, 2)}\n`;
    case 'json':
      return `${JSON.stringify({ findings: findings.map((finding) => findingRow(finding, snapshot.folder)) })}\n`;
    default:
      return asText(findings, snapshot);
  }
}

function asText(findings: readonly Finding[], snapshot: FolderSnapshot): string {
  const lines = findings.map((finding) => {
    const { file, line, column, severity, message, code } = findingRow(finding, snapshot.folder);
    return `${file}:${line}:${column} ${severity} ${message} [${code}]\n`;
  });
  const count = findings.length === 1 ? 'is 1 finding' : `are ${findings.length || 'no'} findings`;
  const functions = functionsOf(snapshot).length;
  if (functions === 0 && findings.length === 0) return `No function was found in ${snapshot.folder}: nothing was checked.\n`;
  return `${lines.join('')}There ${count} in ${functions} ${functions === 1 ? 'function' : 'functions'}.\n`;
}

/** What each rule's page says: `docs/findings` lies beside `dist/`. */
async function pages(context: CommandContext): Promise<readonly SarifRule[]> {
  return Promise.all(
    ruleCodes.map(async (code) => {
      const page = await context.files.readText(join(context.resources, '..', 'docs', 'findings', `${code}.md`));
      return { code, page: page ?? `# ${code}\n` };
    }),
  );
}
