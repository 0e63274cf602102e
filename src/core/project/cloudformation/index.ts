import { relativePath } from '../../paths.ts';
import { LineMap } from '../../text.ts';
import { brokenTemplate } from '../broken.ts';
import type { FunctionDefinition, TemplateResult } from '../model.ts';
import type { FormatReader } from '../reader.ts';
import { child, entriesOf, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import { parseTree, sourceOf } from '../tree/parse.ts';
import { withoutPlaceholders } from '../tree/placeholders.ts';
import { ApiDocuments } from './apis/documents.ts';
import { readApis } from './apis/index.ts';
import { readFunction, type TemplateFacts } from './function.ts';
import { isSamTransform, isTemplate } from './recognise.ts';
import { resourcesOf } from './resources.ts';
import { Surroundings } from './surroundings.ts';

/** More than five times what CloudFormation accepts; nothing larger is parsed. Bytes or characters. */
export const maxTemplateSize = 5 * 1024 * 1024;

/**
 * What a file holds, told by its content alone. Pure.
 * @param file absolute path of the file; for `.json` it says which syntax is meant
 * @param folder absolute path of the workspace folder: function ids are relative to it
 * @param documents takes the paths of OpenAPI documents that the template's APIs are described in, and gives those it has
 */
export function readTemplate(file: string, content: string, folder: string, documents = new ApiDocuments()): TemplateResult {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content;
  if (text.length > maxTemplateSize || !text.includes('AWS::')) return { kind: 'not-a-template' };
  const tree = parseTree(file, text);
  if (tree.kind === 'syntax-error') {
    if (!looksLikeTemplate(text)) return { kind: 'not-a-template' };
    return readBehindPlaceholders(file, text, folder) ?? brokenTemplate(file, text, tree);
  }
  if (!isTemplate(tree.root)) return { kind: 'not-a-template' };
  return readParsed(tree.root, sourceOf(file, text), folder, documents);
}

/** What a template engine makes a template of: its functions are listed, and nothing of them is certain enough to be called wrong. */
function readBehindPlaceholders(file: string, text: string, folder: string): TemplateResult | undefined {
  const filled = withoutPlaceholders(text);
  const tree = filled === undefined ? undefined : parseTree(file, filled);
  if (filled === undefined || tree?.kind !== 'tree' || !isTemplate(tree.root)) return undefined;
  const { apis: _, ...result } = readParsed(tree.root, sourceOf(file, filled), folder, new ApiDocuments());
  const lines = new LineMap(text);
  const functions = result.functions.map((definition): FunctionDefinition => {
    const { start, end } = definition.range;
    const logicalId = text.slice(lines.offset(start), lines.offset(end));
    const name = definition.name === definition.logicalId ? logicalId : definition.name;
    return { ...definition, id: `${relativePath(folder, file)}#${logicalId}`, logicalId, name, generated: true };
  });
  return { ...result, functions };
}

/** SAM and CloudFormation templates, YAML and JSON, under any file name. */
export const templateReader: FormatReader = {
  isCandidate: (name) =>
    /\.(ya?ml|json|template)$/i.test(name) &&
    !/^(package(-lock)?|npm-shrinkwrap|pnpm-lock|composer|[jt]sconfig.*)\.(json|ya?ml)$/.test(name),
  mayDefine: (text) => text.includes('AWS::'),
  async read({ path, text }, { folder, files }) {
    const documents = new ApiDocuments();
    const result = readTemplate(path, text, folder, documents);
    const wanted = documents.takeWanted();
    if (wanted.length === 0) return result;
    for (const document of wanted) {
      const stat = await files.stat(document);
      const content = stat !== undefined && stat.size <= maxTemplateSize ? await files.readText(document) : undefined;
      if (content !== undefined) documents.add(document, content);
    }
    return readTemplate(path, text, folder, documents);
  },
};

function readParsed(
  root: TemplateNode,
  base: TemplateSource,
  folder: string,
  documents: ApiDocuments,
): Extract<TemplateResult, { readonly kind: 'template' }> {
  const resources = resourcesOf(root);
  const sam = isSamTransform(root) || resources.some((resource) => resource.type?.startsWith('AWS::Serverless::'));
  const parameters = new Map(entriesOf(child(root, 'Parameters')).map(({ key, value }) => [key, value]));
  const source = { ...base, parameters, mappings: child(root, 'Mappings') };
  const facts: TemplateFacts = {
    source,
    folder,
    file: relativePath(folder, base.path),
    format: sam ? 'sam' : 'cloudformation',
    globals: sam ? child(child(root, 'Globals'), 'Function') : undefined,
    surroundings: new Surroundings(resources, source),
  };
  // A key that is there twice: the last one holds, as in CloudFormation's own reader.
  const functions = new Map<string, FunctionDefinition>();
  for (const resource of resources) {
    const definition = readFunction(resource, facts);
    if (definition !== undefined) functions.set(definition.id, definition);
  }
  const byLogicalId = new Map([...functions.values()].map((definition) => [definition.logicalId, definition]));
  const globals = sam ? child(root, 'Globals') : undefined;
  const apis = readApis(resources, { source, globals, functions: byLogicalId, documents });
  return {
    kind: 'template',
    path: base.path,
    format: facts.format,
    functions: [...functions.values()],
    ...(apis.length === 0 ? {} : { apis }),
  };
}

/** A text that can't be parsed is called a broken template only where a template's own lines are in it, at the top level. */
function looksLikeTemplate(text: string): boolean {
  return /^(["']?)(Resources|AWSTemplateFormatVersion)\1[ \t]*:/m.test(text) || /^\s*\{[\s\S]*"Resources"\s*:/.test(text);
}
