import { resolve } from 'node:path';
import { WorkbenchError } from '../../core/errors.ts';
import type { FileEdit } from '../../core/lint/model.ts';
import type { FileSystem } from '../../core/ports.ts';
import { type ScaffoldChoice, scaffold } from '../../core/scaffold/index.ts';
import { LineMap } from '../../core/text.ts';
import type { Command } from '../command.ts';
import { analyse, relativePath } from '../folder.ts';

const languages = ['javascript', 'typescript', 'python'] as const;
const triggers = ['api', 'queue', 'schedule', 'plain'] as const;

/** JSON: schemas/new.json. */
export const newCommand: Command = {
  name: 'new',
  args: ['TEMPLATE', 'NAME'],
  summary: 'adds a function: source, test event, unit test and its place in the template',
  details: `TEMPLATE is LANGUAGE-TRIGGER: ${languages.join(', ')} with ${triggers.join(', ')}.\nAdds to the folder’s template, or makes template.yaml.`,
  options: [
    { name: 'dir', value: 'DIR', help: 'the folder (here without it)' },
    { name: 'template', value: 'FILE', help: 'the template to add to, where the folder has more than one' },
  ],
  examples: ['lambda-workbench new typescript-api orders', 'lambda-workbench new python-queue worker --dir services/shop'],
  async run(context) {
    const [template = '', name = ''] = context.args;
    const snapshot = await analyse(context, context.options['dir'] as string | undefined);
    const wanted = context.options['template'] as string | undefined;
    const templatePath = wanted === undefined ? onlyTemplate(snapshot.templates.map((entry) => entry.path)) : resolve(context.cwd, wanted);
    const choice: ScaffoldChoice = {
      ...parseTemplate(template),
      name,
      folder: snapshot.folder,
      ...(templatePath === undefined ? {} : { templatePath }),
    };
    const result = await scaffold(choice, context.files);
    for (const edit of result.edits) await apply(edit, context.files);
    const written = result.edits.map((edit) => ({
      file: relativePath(snapshot.folder, edit.path),
      change: edit.kind === 'create' ? 'created' : 'changed',
    }));
    if (context.json) context.stdout(`${JSON.stringify({ function: result.logicalId, files: written })}\n`);
    else context.stdout(written.map((entry) => `${entry.change} ${entry.file}\n`).join(''));
    return 0;
  },
};

function parseTemplate(template: string): Pick<ScaffoldChoice, 'language' | 'trigger'> {
  const [first, second = 'plain'] = template.split('-');
  const language = languages.find((entry) => entry === first);
  const trigger = triggers.find((entry) => entry === second);
  if (language === undefined || trigger === undefined) {
    const all = languages.flatMap((one) => triggers.map((other) => `${one}-${other}`));
    throw new WorkbenchError('arguments', `There is no template "${template}".`, `There are: ${all.join(', ')}.`);
  }
  return { language, trigger };
}

function onlyTemplate(paths: readonly string[]): string | undefined {
  if (paths.length > 1) {
    throw new WorkbenchError('arguments', `The folder has ${paths.length} templates.`, `Say which with --template: ${paths.join(', ')}.`);
  }
  return paths[0];
}

async function apply(edit: FileEdit, files: FileSystem): Promise<void> {
  if (edit.kind === 'create') return await files.write(edit.path, edit.text);
  const text = (await files.readText(edit.path)) ?? '';
  const lines = new LineMap(text);
  await files.write(edit.path, text.slice(0, lines.offset(edit.range.start)) + edit.text + text.slice(lines.offset(edit.range.end)));
}
