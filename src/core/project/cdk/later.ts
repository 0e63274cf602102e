import type { FunctionDefinition } from '../model.ts';
import type { Expression, PlacedCall } from '../program/model.ts';

type Added = Partial<Pick<FunctionDefinition, 'layers' | 'environmentGap'>>;

/**
 * What the calls of a program may add to a function that is already made: `fn.addLayers(adapter)`. To which of its functions isn't
 * followed. Of variables only those count that decide what runs at all.
 */
export function addedLater(calls: readonly PlacedCall[], { layers }: Pick<FunctionDefinition, 'layers'>): Added {
  const made = calls.map(({ call }) => ({ name: plain(call.callee), first: call.arguments[0]?.value }));
  const addsLayers = made.some(({ name }) => name === 'addlayers');
  const addsWrapper = made.some(({ name, first }) => name === 'addenvironment' && isWrapper(first));
  return {
    ...(addsLayers && layers.kind === 'absent' ? { layers: { kind: 'unknown', reason: 'addLayers' } } : {}),
    ...(addsWrapper ? { environmentGap: 'addEnvironment' } : {}),
  };
}

function plain(callee: Expression): string {
  return callee.kind === 'member' ? callee.name.replaceAll('_', '').toLowerCase() : '';
}

function isWrapper(name: Expression | undefined): boolean {
  return name?.kind !== 'text' || /HANDLER$|EXEC_WRAPPER$/.test(name.value);
}
