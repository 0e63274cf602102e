import { child, isAbsent, isNull, literalText, type TemplateNode } from '../tree/model.ts';
import { isTransform, resourcesOf } from './resources.ts';

/** Whether a file's root is a template's, whatever the file is called. */
export function isTemplate(root: TemplateNode | undefined): root is TemplateNode {
  if (root?.kind !== 'mapping') return false;
  const resources = root.entries.get('Resources')?.value;
  if (resources === undefined) return false;
  if (root.entries.has('AWSTemplateFormatVersion')) return resources.kind === 'mapping' || isNull(resources) || isTransform(resources);
  if (resources.kind !== 'mapping') return false;
  return isSamTransform(root) || resourcesOf(root).some((resource) => resource.type?.startsWith('AWS::'));
}

export function isSamTransform(root: TemplateNode): boolean {
  return transformsOf(root).some((name) => literalText(name)?.startsWith('AWS::Serverless') ?? false);
}

/** Which functions have nothing but what the template says of them: no macro adds to it, nor a template that it is a part of. */
export interface Wholeness {
  readonly lambda: boolean;
  readonly sam: boolean;
}

/** Scripts put templates together of parts; one that defines functions of SAM has no Transform. */
export function wholenessOf(root: TemplateNode): Wholeness {
  const isPlain = transformsOf(root).every((name) => /^AWS::(?:Serverless|LanguageExtensions)/.test(literalText(name) ?? ''));
  const sam = isPlain && isSamTransform(root);
  return { sam, lambda: sam || (isPlain && child(root, 'AWSTemplateFormatVersion') !== undefined) };
}

function transformsOf(root: TemplateNode): readonly TemplateNode[] {
  const transform = child(root, 'Transform');
  if (transform === undefined || isAbsent(transform)) return [];
  return transform.kind === 'sequence' ? transform.items : [transform];
}
