import type { AnalysedFunction } from '../../core/analysis/model.ts';
import { valueForRuns } from '../../core/project/assumptions.ts';
import type { Value } from '../../core/project/model.ts';
import type { Command } from '../command.ts';
import { analyseToUse, functionsOf, isWhole, relativePath } from '../folder.ts';
import { table } from '../table.ts';

/** JSON: schemas/functions.json. */
export const functionsCommand: Command = {
  name: 'functions',
  args: ['[DIR]'],
  summary: 'the functions of a folder, and whether their handlers resolve',
  details:
    'Reads SAM and CloudFormation templates (YAML and JSON) under any file name, what cdk synth\nwrote, CDK programs, services of the Serverless Framework, and Terraform. Nothing is run.\nEnds with status 1 where a template can’t be read: its functions are missing.',
  options: [],
  examples: ['lambda-workbench functions .', 'lambda-workbench functions services/shop --format json'],
  async run(context) {
    const snapshot = await analyseToUse(context, context.args[0]);
    const rows = functionsOf(snapshot).map((fn) => describe(fn, snapshot.folder));
    if (context.json) context.stdout(`${JSON.stringify({ functions: rows })}\n`);
    else context.stdout(rows.length === 0 ? `No function was found in ${snapshot.folder}.\n` : tableOf(rows));
    return isWhole(snapshot) ? 0 : 1;
  },
};

type Row = ReturnType<typeof describe>;

/** Why handlers are unknown comes last, as it is long. */
function tableOf(rows: readonly Row[]): string {
  const titles = ['FUNCTION', 'LOGICAL ID', 'RUNTIME', 'HANDLER', 'RESOLUTION', 'TEMPLATE'];
  const cells = rows.map((row) => [
    row.name,
    row.id.slice(row.id.indexOf('#') + 1),
    row.runtime ?? '-',
    row.handler ?? '-',
    row.resolution,
    `${row.file}:${row.line}`,
    row.reason ?? '',
  ]);
  return table([...titles, ...(rows.some(({ reason }) => reason !== undefined) ? ['WHY UNKNOWN'] : [])], cells);
}

function describe({ definition, resolution }: AnalysedFunction, folder: string) {
  const { handler, runtime, code } = definition;
  const place = handler.kind === 'literal' ? handler : { path: definition.definedIn, range: definition.range };
  return {
    id: definition.id,
    name: definition.name,
    runtime: shown(runtime),
    handler: shown(handler),
    packageType: definition.packageType,
    codeRoot: code.kind === 'directory' ? relativePath(folder, code.path) : null,
    format: definition.format,
    file: relativePath(folder, place.path),
    line: place.range.start.line + 1,
    column: place.range.start.character + 1,
    resolution: resolution.kind,
    reason: resolution.kind === 'unknown' ? resolution.reason : undefined,
  };
}

/** What is written, or what a deployment has that sets no parameter or variable: the default. */
function shown(value: Value<string>): string | null {
  return value.kind === 'unknown' && value.assumed?.secret === true ? null : (valueForRuns(value) ?? null);
}
