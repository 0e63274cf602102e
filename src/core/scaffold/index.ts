import { basename, dirname, join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileEdit } from '../lint/model.ts';
import type { ReadableFileSystem } from '../ports.ts';
import { readTemplate } from '../project/cloudformation/index.ts';
import { serverlessReader } from '../project/serverless/index.ts';
import type { ScaffoldChoice, ScaffoldResult } from './model.ts';
import { functionNames } from './names.ts';
import { additionsFor, type ScaffoldFormat } from './resources.ts';
import { sourcesFor } from './sources.ts';
import { addTo, newTemplate } from './templateEdit.ts';
import { eventText } from './testEvent.ts';

export type { ScaffoldChoice, ScaffoldResult } from './model.ts';
export { functionNameProblem } from './names.ts';

/**
 * What New Function writes: the resource, source, a test event and a unit test. Nothing is written here, and nothing that is
 * there is replaced. Throws `scaffold-conflict`, `template-broken`, `arguments`.
 */
export async function scaffold(choice: ScaffoldChoice, files: ReadableFileSystem): Promise<ScaffoldResult> {
  const templatePath = choice.templatePath ?? join(choice.folder, 'template.yaml');
  const base = dirname(templatePath);
  const text = await files.readText(templatePath);
  const format = text === undefined ? 'sam' : formatOf(templatePath, text, choice.folder);
  const names = functionNames(choice.name, format);
  const codeFolder = `functions/${names.folder}`;
  const additions = additionsFor(format, choice, names, codeFolder);
  const sources = sourcesFor(choice, names, codeFolder);
  const created: readonly FileEdit[] = [
    { kind: 'create', path: join(base, sources.source.path), text: sources.source.text },
    {
      kind: 'create',
      path: join(base, 'events', names.logicalId, `${choice.trigger}.json`),
      text: eventText(format, choice.trigger, names),
    },
    { kind: 'create', path: join(base, sources.test.path), text: sources.test.text },
  ];
  const template: FileEdit =
    text === undefined ? { kind: 'create', path: templatePath, text: newTemplate(additions) } : addTo(templatePath, text, additions);
  for (const edit of [template, ...created]) {
    if (edit.kind === 'create' && (await files.stat(edit.path)) !== undefined) {
      throw new WorkbenchError('scaffold-conflict', `${edit.path} is already there.`, 'Choose another name for the function.');
    }
  }
  return { logicalId: names.logicalId, edits: [template, ...created], open: join(base, sources.source.path) };
}

/** Of a template that may have no resource yet, and so isn't one to the rest of the house. */
function formatOf(templatePath: string, text: string, folder: string): ScaffoldFormat {
  const other = otherFormat(templatePath);
  if (other !== undefined) throw notPutInto(templatePath, other);
  const template = readTemplate(templatePath, text, folder);
  if (template.kind === 'template') return template.format === 'sam' ? 'sam' : 'cloudformation';
  if (template.kind === 'not-a-template' && serverlessReader.mayDefine(text)) return 'serverless';
  if (template.kind === 'not-a-template' && text.includes('AWS::Serverless-2016-10-31')) return 'sam';
  if (template.kind === 'not-a-template' && text.includes('AWSTemplateFormatVersion')) return 'cloudformation';
  const why = template.kind === 'broken' ? `: ${template.message}` : '.';
  throw new WorkbenchError(
    'template-broken',
    `${templatePath} can’t be read as a template${why}`,
    'Correct it first, or choose another template.',
  );
}

/** What a file is that no function is put into, and where a function goes in it. */
function otherFormat(path: string): { readonly name: string; readonly place: string } | undefined {
  const file = basename(path);
  if (/^serverless[^/]*\.[cm]?[jt]s$/.test(file)) return { name: 'a program of the Serverless Framework’s', place: 'under “functions”' };
  if (/\.tf(\.json)?$/.test(file)) return { name: 'Terraform’s', place: 'as an aws_lambda_function' };
  if (!/\.(ya?ml|json|template|txt)$/.test(file)) return { name: 'a program’s', place: 'as its library has it' };
  return undefined;
}

function notPutInto(path: string, { name, place }: { readonly name: string; readonly place: string }): WorkbenchError {
  return new WorkbenchError(
    'arguments',
    `${path} is ${name}: new functions are only put into templates of SAM, CloudFormation and the Serverless Framework.`,
    `Add the function there by hand, ${place}, or begin a SAM template beside it (on the command line: --template template.yaml).`,
  );
}
