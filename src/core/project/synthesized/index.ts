import { basename, dirname, join, resolve } from 'node:path';
import { relativePath } from '../../paths.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import { readTemplate } from '../cloudformation/index.ts';
import type { FunctionDefinition, TemplateResult } from '../model.ts';
import type { FormatReader, ProjectFile, ReadContext } from '../reader.ts';
import { child, literalText } from '../tree/model.ts';
import { parseTree } from '../tree/parse.ts';
import { isNewerThanSources } from './freshness.ts';
import { constructId } from './merge.ts';
import { triggersByFunction } from './triggers.ts';

/**
 * What `cdk synth` made of a CDK app: the templates in `cdk.out`, which isn't searched otherwise, where they are newer than the app's
 * sources. They are read with the app's `cdk.json`, so that they are read again when it, a template or a source changes.
 */
export const synthesizedReader: FormatReader = {
  isCandidate: (name) => name === 'cdk.json',
  mayDefine: (text) => text.includes('"app"'),
  read,
};

async function read(file: ProjectFile, { folder, files }: ReadContext): Promise<TemplateResult> {
  const output = outputOf(file);
  const templates = output === undefined ? [] : await templatesIn(output, files);
  if (output === undefined || templates.length === 0) return { kind: 'not-a-template' };
  if (!(await isNewerThanSources(templates, dirname(file.path), output, files))) return { kind: 'not-a-template' };
  const functions = new Map<string, FunctionDefinition>();
  for (const path of templates) {
    for (const definition of await functionsIn(path, dirname(file.path), folder, files)) {
      // The same construct in the stacks of several stages is one function to a person.
      const key = keyOf(definition);
      if (!functions.has(key)) functions.set(key, definition);
    }
  }
  return { kind: 'template', path: file.path, format: 'cdk', functions: [...functions.values()] };
}

/** Where the app's assembly is, if the file is what it seems to be. */
function outputOf({ path, text }: ProjectFile): string | undefined {
  const tree = parseTree(path, text);
  const root = tree.kind === 'tree' ? tree.root : undefined;
  if (literalText(child(root, 'app')) === undefined) return undefined;
  return resolve(dirname(path), literalText(child(root, 'output')) ?? 'cdk.out');
}

/** The templates of an assembly and of the assemblies of its stages, never the assets beside them. */
async function templatesIn(output: string, files: ReadableFileSystem): Promise<readonly string[]> {
  const entries = await files.readDirectory(output);
  const stages = entries.filter(({ name, type }) => type === 'directory' && name.startsWith('assembly-'));
  const inStages = await Promise.all(
    stages.map(async ({ name }) =>
      (await files.readDirectory(join(output, name))).map((entry) => ({ ...entry, name: join(name, entry.name) })),
    ),
  );
  return [...entries, ...inStages.flat()]
    .filter(({ name, type }) => type === 'file' && name.endsWith('.template.json'))
    .map(({ name }) => join(output, name))
    .slice(0, mostTemplates);
}

/** Of one app. */
const mostTemplates = 100;

/** Larger ones aren't accepted by CloudFormation. Bytes. */
const largestTemplate = 1024 * 1024;

async function functionsIn(path: string, app: string, folder: string, files: ReadableFileSystem): Promise<readonly FunctionDefinition[]> {
  const stat = await files.stat(path);
  const text = stat !== undefined && stat.size <= largestTemplate ? await files.readText(path) : undefined;
  const result = text === undefined ? undefined : readTemplate(path, text, folder);
  if (result?.kind !== 'template') return [];
  const names = new Map(result.functions.map((definition) => [definition.name, nameOf(definition)]));
  const triggers = triggersByFunction(result, app, names);
  return result.functions
    .filter((definition) => !isOfCdkItself(definition))
    .map((definition) => ({
      ...definition,
      format: 'cdk',
      name: nameOf(definition),
      // Nobody edits what the app writes anew.
      logGroup: { kind: 'unknown' },
      invokers: [],
      triggers: triggers.get(definition.name) ?? [],
    }));
}

function nameOf(definition: FunctionDefinition): string {
  return definition.functionName?.kind === 'literal' ? definition.functionName.value : constructId(definition);
}

/** What CDK's own constructs bring along: custom resources, log retention, the deployment of buckets. */
function isOfCdkItself({ constructPath, logicalId }: FunctionDefinition): boolean {
  return (
    /\/(?:Custom::[^/]*|[^/]*CustomResourceProvider|LogRetention[0-9a-f]{32}|BucketNotificationsHandler[0-9a-f]{32}|AWS[0-9a-f]{32}|framework-[A-Za-z]+)(?:\/|$)/.test(
      constructPath ?? '',
    ) || /^(?:Custom|AWS679f53fac002430cb0da5b7982bd2287|LogRetention[0-9a-f]{32})/.test(logicalId)
  );
}

function keyOf(definition: FunctionDefinition): string {
  const { constructPath, templatePath, logicalId, handler, code } = definition;
  if (constructPath === undefined) return `${basename(templatePath)}#${logicalId}`;
  const inStack = constructPath.split('/').slice(1).join('/');
  const where = code.kind === 'directory' || code.kind === 'archive' ? relativePath(dirname(templatePath), code.path) : code.kind;
  return JSON.stringify([inStack, handler.kind === 'literal' ? handler.value : handler.kind, basename(where)]);
}
