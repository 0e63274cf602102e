import type { FileRange } from '../../text.ts';
import { nearness } from '../near.ts';

/** Something a handler could name: a method with the type that holds it, or a type alone. */
export interface Member {
  /** As the handler writes it: `com.shop.Orders`; empty for what no type holds. */
  readonly owner: string;
  /** Empty where the type itself is the handler. */
  readonly name: string;
  /** The whole handler. */
  readonly handler: string;
  readonly at: FileRange;
}

/** Costs of an owner that isn't the wanted one, below that of a name that isn't. */
const SAME_SIMPLE_NAME = 20;
const NEAR_SIMPLE_NAME = 40;
const OTHER_OWNER = 200;

/** Those that may be meant, nearest first: the type's other methods, the same type elsewhere, the same method of another type; else the only one there is. */
export function nearestMembers(wanted: Pick<Member, 'owner' | 'name'>, members: readonly Member[], most = 3): readonly Member[] {
  const ranked = members
    .map((member) => ({ member, cost: costOf(wanted, member) }))
    .filter((entry): entry is { member: Member; cost: number } => entry.cost !== undefined)
    .sort((a, b) => a.cost - b.cost || (a.member.handler < b.member.handler ? -1 : 1));
  const distinct = [...new Map(ranked.map(({ member }) => [member.handler, member])).values()];
  const [only] = members;
  return distinct.length === 0 && members.length === 1 && only !== undefined ? [only] : distinct.slice(0, most);
}

/** The last part of a name with its packages, modules, namespaces or outer types before it. */
export function simpleName(name: string): string {
  return name.slice(Math.max(...['.', ':', '$', '+', '/'].map((separator) => name.lastIndexOf(separator))) + 1);
}

function costOf(wanted: Pick<Member, 'owner' | 'name'>, { owner, name }: Member): number | undefined {
  const ofOwner = ownerCost(wanted.owner, owner);
  const distance = name === wanted.name ? 0 : nearness(wanted.name, name);
  if (distance === undefined) return undefined;
  const ofName = name === wanted.name ? 0 : 1 + distance;
  return ofOwner === OTHER_OWNER && ofName > 0 ? undefined : ofOwner + ofName;
}

function ownerCost(wanted: string, owner: string): number {
  if (wanted === owner) return 0;
  const [a, b] = [simpleName(wanted), simpleName(owner)];
  const distance = nearness(wanted, owner) ?? 15;
  if (a === b) return SAME_SIMPLE_NAME + Math.min(distance, 15);
  const near = a === '' || b === '' ? undefined : nearness(a, b);
  return near === undefined ? OTHER_OWNER : NEAR_SIMPLE_NAME + near * 2 + Math.min(distance, 15);
}
