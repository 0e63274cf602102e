import type { TextRange } from '../../text.ts';
import { child, entriesOf, literalText, type TemplateNode } from '../tree/model.ts';
import { inTurn, turnsOf } from './loops.ts';

/**
 * A resource as the template writes it. Those inside `Fn::ForEach` are listed for each value of its collection, or once, under the
 * name with the variable in it, where the collection isn't written out.
 */
export interface TemplateResource {
  readonly logicalId: string;
  readonly idRange: TextRange;
  /** Undefined where it isn't written out. */
  readonly type: string | undefined;
  readonly node: TemplateNode;
  readonly loopVariables: readonly string[];
}

/** The resources of a template's root, in its order. */
export function resourcesOf(root: TemplateNode): readonly TemplateResource[] {
  return resourcesIn(child(root, 'Resources'));
}

/** As `resourcesOf`, of what stands below `Resources`. */
export function resourcesIn(resources: TemplateNode | undefined): readonly TemplateResource[] {
  return collect(resources, { variables: [], depth: 0, turns: { left: mostTurns } });
}

/** Whether what the resources are comes from somewhere else as a whole. */
export function isTransform(resources: TemplateNode): boolean {
  return resources.kind === 'intrinsic' && resources.name === 'Transform';
}

/** The loops around a resource. */
interface Loops {
  /** Of those whose collections aren't written out. */
  readonly variables: readonly string[];
  readonly depth: number;
  readonly turns: { left: number };
}

function collect(resources: TemplateNode | undefined, loops: Loops): readonly TemplateResource[] {
  return entriesOf(resources).flatMap(({ key, keyRange, value }) => {
    if (key.startsWith('Fn::ForEach::')) return loops.depth < maxLoops ? collectLoop(value, { ...loops, depth: loops.depth + 1 }) : [];
    return [{ logicalId: key, idRange: keyRange, type: literalText(child(value, 'Type')), node: value, loopVariables: loops.variables }];
  });
}

/** `Fn::ForEach::Name: [Variable, Collection, { "Key${Variable}": Resource }]` */
function collectLoop(loop: TemplateNode, loops: Loops): readonly TemplateResource[] {
  if (loop.kind !== 'sequence') return [];
  const [name, collection, body] = loop.items;
  const variable = literalText(name);
  if (variable === undefined || body === undefined) return collect(body, loops);
  const turns = turnsOf(collection);
  if (turns === undefined || turns.length > loops.turns.left) return collect(body, { ...loops, variables: [...loops.variables, variable] });
  loops.turns.left -= turns.length;
  return turns.flatMap((turn) => collect(inTurn(body, variable, turn), loops));
}

/** As deep as CloudFormation lets loops stand in each other; also the end for a loop that, by an alias, contains itself. */
const maxLoops = 5;

/** Of all loops together: a template has fewer resources. */
const mostTurns = 1000;
