import { relativePath } from '../../paths.ts';
import { LineMap } from '../../text.ts';
import type { FunctionDefinition, TemplateResult } from '../model.ts';
import type { FormatReader } from '../reader.ts';
import { parseJson } from '../tree/json.ts';
import { child, entriesOf, isAbsent, isNull, literalText, type ParsedTree, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import { parseYaml } from '../tree/yaml.ts';
import { readFunction, type TemplateFacts } from './function.ts';
import { resourcesOf } from './resources.ts';
import { Surroundings } from './surroundings.ts';
import { rangeOf } from './values.ts';

/** More than five times what CloudFormation accepts; nothing larger is parsed. Bytes or characters. */
export const maxTemplateSize = 5 * 1024 * 1024;

/**
 * What a file holds, told by its content alone. Pure.
 * @param file absolute path of the file; for `.json` it says which syntax is meant
 * @param folder absolute path of the workspace folder: function ids are relative to it
 */
export function readTemplate(file: string, content: string, folder: string): TemplateResult {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content;
  if (text.length > maxTemplateSize || !text.includes('AWS::')) return { kind: 'not-a-template' };
  const source = {
    path: file,
    lines: new LineMap(text),
    braces: /^\s*\{/.test(text),
    parameters: new Map(),
    mappings: undefined,
    loopVariables: [],
  };
  const tree = parse(file, text);
  if (tree.kind === 'syntax-error') return looksLikeTemplate(text) ? broken(text, tree, source) : { kind: 'not-a-template' };
  if (!isTemplate(tree.root)) return { kind: 'not-a-template' };
  return readParsed(tree.root, source, folder);
}

/** SAM and CloudFormation templates, YAML and JSON, under any file name. */
export const templateReader: FormatReader = {
  isCandidate: (name) =>
    /\.(ya?ml|json|template)$/i.test(name) &&
    !/^(package(-lock)?|npm-shrinkwrap|pnpm-lock|composer|[jt]sconfig.*)\.(json|ya?ml)$/i.test(name),
  mayDefine: (text) => text.includes('AWS::'),
  read: async ({ path, text }, { folder }) => readTemplate(path, text, folder),
};

function parse(file: string, text: string): ParsedTree {
  try {
    if (!/^\s*\{/.test(text)) return parseYaml(text);
    const json = parseJson(text);
    if (json.kind === 'tree' || /\.json$/i.test(file)) return json;
    // Braces don't make it JSON: YAML has its own flow mappings.
    const yaml = parseYaml(text);
    return yaml.kind === 'tree' ? yaml : json;
  } catch (error) {
    // Nested deeper than the parsers' recursion can follow.
    if (error instanceof RangeError) return { kind: 'syntax-error', message: 'it is nested too deeply', span: { start: 0, end: 0 } };
    throw error;
  }
}

function isTemplate(root: TemplateNode | undefined): root is TemplateNode {
  if (root?.kind !== 'mapping') return false;
  const resources = root.entries.get('Resources')?.value;
  if (resources === undefined) return false;
  if (root.entries.has('AWSTemplateFormatVersion')) return resources.kind === 'mapping' || isNull(resources);
  if (resources.kind !== 'mapping') return false;
  return isSamTransform(root) || resourcesOf(root).some((resource) => resource.type?.startsWith('AWS::'));
}

function readParsed(root: TemplateNode, base: TemplateSource, folder: string): TemplateResult {
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
  return { kind: 'template', path: base.path, format: facts.format, functions: [...functions.values()] };
}

function isSamTransform(root: TemplateNode): boolean {
  const transform = child(root, 'Transform');
  if (isAbsent(transform) || transform === undefined) return false;
  const names = transform.kind === 'sequence' ? transform.items : [transform];
  return names.some((name) => literalText(name)?.startsWith('AWS::Serverless') ?? false);
}

/** A text that can't be parsed is called a broken template only where a template's own lines are in it, at the top level. */
function looksLikeTemplate(text: string): boolean {
  return /^(["']?)(Resources|AWSTemplateFormatVersion)\1[ \t]*:/m.test(text) || /^\s*\{[\s\S]*"Resources"\s*:/.test(text);
}

function broken(text: string, error: Extract<ParsedTree, { kind: 'syntax-error' }>, source: TemplateSource): TemplateResult {
  const range = rangeOf(error.span, source);
  const where = `line ${range.start.line + 1}, column ${range.start.character + 1}`;
  const placeholder = /\{\{(?!resolve:).{0,100}?\}\}|\{%.{0,100}?%\}|<%.{0,100}?%>/.exec(text);
  if (placeholder === null) {
    const message = error.message.replace(/[\s.]+$/, '');
    return { kind: 'broken', path: source.path, message: `This template can’t be read: ${message} (${where}).`, range };
  }
  const message = `This template holds placeholders of a template engine, such as ${placeholder[0]}; it can be read once they are filled in (${where}).`;
  return { kind: 'broken', path: source.path, message, range };
}
