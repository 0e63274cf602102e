import { child, isAbsent, isNull, literalText, type TemplateNode } from '../tree/model.ts';
import { resourcesOf } from './resources.ts';

/** Whether a file's root is a template's, whatever the file is called. */
export function isTemplate(root: TemplateNode | undefined): root is TemplateNode {
  if (root?.kind !== 'mapping') return false;
  const resources = root.entries.get('Resources')?.value;
  if (resources === undefined) return false;
  if (root.entries.has('AWSTemplateFormatVersion')) return resources.kind === 'mapping' || isNull(resources);
  if (resources.kind !== 'mapping') return false;
  return isSamTransform(root) || resourcesOf(root).some((resource) => resource.type?.startsWith('AWS::'));
}

export function isSamTransform(root: TemplateNode): boolean {
  const transform = child(root, 'Transform');
  if (isAbsent(transform) || transform === undefined) return false;
  const names = transform.kind === 'sequence' ? transform.items : [transform];
  return names.some((name) => literalText(name)?.startsWith('AWS::Serverless') ?? false);
}
