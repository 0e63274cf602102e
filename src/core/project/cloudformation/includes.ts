import { dirname, resolve } from 'node:path';
import type { CodeLocation, FunctionDefinition } from '../model.ts';
import { child, literalText, type TemplateNode } from '../tree/model.ts';
import { parseTree, sourceOf } from '../tree/parse.ts';
import type { ApiDocuments } from './apis/documents.ts';
import { readFunction, type TemplateFacts } from './function.ts';
import { resourcesIn, type TemplateResource } from './resources.ts';
import { Surroundings } from './surroundings.ts';

/**
 * The functions of a file beside the template that `AWS::Include` puts among its resources.
 * @param resources the template's own
 */
export function includedFunctions(
  root: TemplateNode,
  resources: readonly TemplateResource[],
  facts: Omit<TemplateFacts, 'surroundings' | 'wholeness'>,
  documents: ApiDocuments,
): readonly FunctionDefinition[] {
  const { source } = facts;
  const location = locationIn(child(root, 'Resources'));
  if (location === undefined) return [];
  const path = resolve(dirname(source.path), location);
  const text = documents.text(path);
  const tree = text === undefined ? undefined : parseTree(path, text);
  if (text === undefined || tree?.kind !== 'tree') return [];
  const included = resourcesIn(tree.root);
  const there = { ...sourceOf(path, text), parameters: source.parameters, mappings: source.mappings };
  const surroundings = new Surroundings([...resources, ...included], there);
  const wholeness = { lambda: false, sam: false };
  return included.flatMap((resource) => {
    const definition = readFunction(resource, { ...facts, source: there, surroundings, wholeness });
    return definition === undefined ? [] : [{ ...definition, templatePath: source.path, code: asDeployed(definition.code) }];
  });
}

/** Undefined where nothing of this machine is taken in. */
function locationIn(resources: TemplateNode | undefined): string | undefined {
  const transform = resources?.kind === 'mapping' ? resources.entries.get('Fn::Transform')?.value : argumentOf(resources);
  if (literalText(child(transform, 'Name')) !== 'AWS::Include') return undefined;
  const location = literalText(child(child(transform, 'Parameters'), 'Location'));
  return location === undefined || location === '' || /^\w+:\/\//.test(location) ? undefined : location;
}

function argumentOf(resources: TemplateNode | undefined): TemplateNode | undefined {
  return resources?.kind === 'intrinsic' && resources.name === 'Transform' ? resources.argument : undefined;
}

/** The file is uploaded as it is: what packages a template looks for no code in it. https://github.com/aws/aws-cli, `include_transform_export_handler` */
function asDeployed(code: CodeLocation): CodeLocation {
  if (code.kind !== 'directory' && code.kind !== 'archive') return code;
  return { kind: 'unknown', reason: 'nothing packages the paths in a file that AWS::Include takes in' };
}
