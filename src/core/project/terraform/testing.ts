import { memoryFiles } from '../../testing/memoryFiles.ts';
import type { FunctionDefinition, TemplateResult } from '../model.ts';
import type { Once, ReadContext } from '../reader.ts';
import { folder } from '../testing.ts';
import { terraformReader } from './index.ts';

/** What a file of a workspace defines; names are relative to its folder. Everything but Terraform's own files is empty. */
export async function readTerraform(tree: Readonly<Record<string, string>>, name = 'main.tf', once?: Once): Promise<TemplateResult> {
  const files = memoryFiles(Object.fromEntries(Object.entries(tree).map(([key, text]) => [`${folder}/${key}`, text])));
  const syntax: ReadContext['syntax'] = {
    derive: (text, parse) => parse(text),
    read: () => Promise.reject(new Error('no grammar is needed')),
  };
  return terraformReader.read({ path: `${folder}/${name}`, text: tree[name] ?? '' }, { folder, files, syntax, ...(once && { once }) });
}

export async function functionsOf(
  tree: Readonly<Record<string, string>>,
  name = 'main.tf',
  once?: Once,
): Promise<readonly FunctionDefinition[]> {
  const result = await readTerraform(tree, name, once);
  return result.kind === 'template' ? result.functions : [];
}

/** The one function of a `main.tf` that has a resource of these arguments in its lines 2 and on, and whatever stands after it. */
export async function resource(args: string, after = '', tree: Readonly<Record<string, string>> = {}): Promise<FunctionDefinition> {
  const [only] = await functionsOf({ 'main.tf': `resource "aws_lambda_function" "f" {\n${args}\n}\n${after}`, ...tree });
  if (only === undefined) throw new Error('no function was found');
  return only;
}
