import { relativePath } from '../../paths.ts';
import { LineMap } from '../../text.ts';
import { brokenTemplate } from '../broken.ts';
import type { FunctionDefinition, TemplateResult } from '../model.ts';
import type { FormatReader } from '../reader.ts';
import { KnownTrees } from '../tree/knownTrees.ts';
import { child, entriesOf, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import { parseTree, sourceOf } from '../tree/parse.ts';
import { withoutPlaceholders } from '../tree/placeholders.ts';
import { ApiDocuments } from './apis/documents.ts';
import { readApis } from './apis/index.ts';
import { includedFunctions } from './includes.ts';
import { readMessaging } from './messaging.ts';
import { isFunctionType } from './properties.ts';
import { isSamTransform, isTemplate, wholenessOf } from './recognise.ts';
import { ResourceReader } from './resourceReader.ts';
import { resourcesOf, type TemplateResource } from './resources.ts';
import { Surroundings } from './surroundings.ts';

/** More than five times what CloudFormation accepts; nothing larger is parsed. Bytes or characters. */
export const maxTemplateSize = 5 * 1024 * 1024;

/**
 * What a file holds, told by its content alone. Pure.
 * @param file absolute path of the file; for `.json` it says which syntax is meant
 * @param folder absolute path of the workspace folder: function ids are relative to it
 * @param documents takes the paths of OpenAPI documents that the template's APIs are described in, and gives those it has
 */
export function readTemplate(
  file: string,
  content: string,
  folder: string,
  documents = new ApiDocuments(),
  trees = new KnownTrees(),
): TemplateResult {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content;
  if (text.length > maxTemplateSize || !text.includes('AWS::')) return { kind: 'not-a-template' };
  const tree = trees.parse(file, text);
  if (tree.kind === 'syntax-error') {
    if (!looksLikeTemplate(text)) return { kind: 'not-a-template' };
    return readBehindPlaceholders(file, text, folder) ?? brokenTemplate(file, text, tree);
  }
  if (!isTemplate(tree.root)) return { kind: 'not-a-template' };
  return readParsed(tree.root, sourceOf(file, text), folder, documents, trees);
}

/** What a template engine makes a template of: its functions are listed, and nothing of them is certain enough to be called wrong. */
function readBehindPlaceholders(file: string, text: string, folder: string): TemplateResult | undefined {
  const filled = withoutPlaceholders(text);
  const tree = filled === undefined ? undefined : parseTree(file, filled);
  if (filled === undefined || tree?.kind !== 'tree' || !isTemplate(tree.root)) return undefined;
  const {
    apis: _,
    messaging: __,
    webSockets: ___,
    ...result
  } = readParsed(tree.root, sourceOf(file, filled), folder, new ApiDocuments(), new KnownTrees());
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
  async read({ path, text }, { folder, files, trees }) {
    const documents = new ApiDocuments();
    const result = readTemplate(path, text, folder, documents, trees);
    const wanted = documents.takeWanted();
    if (wanted.length === 0) return result;
    for (const document of wanted) {
      const stat = await files.stat(document);
      const content = stat !== undefined && stat.size <= maxTemplateSize ? await files.readText(document) : undefined;
      if (content !== undefined) documents.add(document, content);
    }
    return readTemplate(path, text, folder, documents, trees);
  },
};

function readParsed(
  root: TemplateNode,
  base: TemplateSource,
  folder: string,
  documents: ApiDocuments,
  trees: KnownTrees,
): Extract<TemplateResult, { readonly kind: 'template' }> {
  const resources = resourcesOf(root);
  const sam = isSamTransform(root) || resources.some((resource) => resource.type?.startsWith('AWS::Serverless::'));
  const format = sam ? 'sam' : 'cloudformation';
  const globals = sam ? child(root, 'Globals') : undefined;
  const [parameters, mappings] = [child(root, 'Parameters'), child(root, 'Mappings')];
  const source = { ...base, parameters: new Map(entriesOf(parameters).map(({ key, value }) => [key, value])), mappings };
  const wholeness = wholenessOf(root);
  const here = { source, folder, file: relativePath(folder, base.path), format, globals: child(globals, 'Function') } as const;
  const makeReader = (): ResourceReader => {
    const surroundings = new Surroundings(resources, source);
    return new ResourceReader({ ...here, surroundings, wholeness });
  };
  const { line, character } = base.end;
  const { lambda, sam: ofSam } = wholeness;
  const around = [folder, format, lambda, ofSam, globals, parameters, mappings, line, character, ...resources.flatMap(seenByOthers)];
  const reader = trees.kept(base.path, ResourceReader, around, makeReader);
  // A key that is there twice: the last one holds, as in CloudFormation's own reader.
  const functions = new Map<string, FunctionDefinition>();
  for (const resource of resources) {
    const definition = reader.definition(resource);
    if (definition !== undefined) functions.set(definition.id, definition);
  }
  for (const definition of includedFunctions(root, resources, here, documents))
    if (!functions.has(definition.id)) functions.set(definition.id, definition);
  const byLogicalId = new Map([...functions.values()].map((definition) => [definition.logicalId, definition]));
  const messaging = readMessaging(resources, reader, byLogicalId);
  const { apis, webSockets } = readApis(resources, { source, reader, globals, functions: byLogicalId, documents });
  return {
    kind: 'template',
    path: base.path,
    format,
    functions: [...functions.values()],
    ...(apis.length === 0 ? {} : { apis }),
    ...(webSockets.length === 0 ? {} : { webSockets }),
    ...(messaging === undefined ? {} : { messaging }),
  };
}

/** What others are told of a resource: of a function no more than its name. */
function seenByOthers({ logicalId, type, idRange, node }: TemplateResource): readonly unknown[] {
  return isFunctionType(type) ? [logicalId] : [logicalId, idRange, node];
}

/** A text that can't be parsed is called a broken template only where a template's own lines are in it, at the top level. */
function looksLikeTemplate(text: string): boolean {
  return /^(["']?)(Resources|AWSTemplateFormatVersion)\1[ \t]*:/m.test(text) || /^\s*\{[\s\S]*"Resources"\s*:/.test(text);
}
