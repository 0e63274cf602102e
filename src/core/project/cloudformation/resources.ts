import { child, entriesOf, literalText, type Span, type TemplateNode } from '../tree/model.ts';

/** A resource as the template writes it. Those inside `Fn::ForEach` are listed once, under the name with its variable in it. */
export interface TemplateResource {
  readonly logicalId: string;
  readonly idSpan: Span;
  /** Undefined where it isn't written out. */
  readonly type: string | undefined;
  readonly node: TemplateNode;
  readonly loopVariables: readonly string[];
}

/** The resources of a template's root, in its order. */
export function resourcesOf(root: TemplateNode): readonly TemplateResource[] {
  return collect(child(root, 'Resources'), []);
}

function collect(resources: TemplateNode | undefined, loopVariables: readonly string[]): readonly TemplateResource[] {
  return entriesOf(resources).flatMap(({ key, keySpan, value }) => {
    if (key.startsWith('Fn::ForEach::')) return loopVariables.length < maxLoops ? collectLoop(value, loopVariables) : [];
    return [{ logicalId: key, idSpan: keySpan, type: literalText(child(value, 'Type')), node: value, loopVariables }];
  });
}

/** `Fn::ForEach::Name: [Variable, Collection, { "Key${Variable}": Resource }]` */
function collectLoop(loop: TemplateNode, around: readonly string[]): readonly TemplateResource[] {
  if (loop.kind !== 'sequence') return [];
  const variable = literalText(loop.items[0]);
  return collect(loop.items[2], variable === undefined ? around : [...around, variable]);
}

/** As deep as CloudFormation lets loops stand in each other; also the end for a loop that, by an alias, contains itself. */
const maxLoops = 5;
