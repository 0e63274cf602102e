import type { FunctionDefinition } from '../model.ts';
import { type CallValue, type Evaluator, isNothing, libraryCalls, type Module, type ProgramValue, reasonOf } from '../program/index.ts';
import type { Expression, PlacedCall } from '../program/model.ts';
import { methodOf } from './apis/plain.ts';
import { type Construct, constructOf } from './properties.ts';

type Added = Partial<Pick<FunctionDefinition, 'layers' | 'environmentGap'>>;

/** The calls of `fn.addLayers(…)` in a file, as far as it is certain which function each is about. */
export class AddedLayers {
  readonly #calls: readonly { readonly to: string; readonly layers: readonly ProgramValue[] }[];
  readonly #followed: ReadonlySet<number>;

  constructor(module: Module, evaluator: Evaluator) {
    const isThere = module.program.calls.some(({ call }) => plain(call.callee) === 'addlayers');
    const wanted = {
      matches: (call: CallValue) => methodOf(call) === 'addLayers',
      names: () => [],
      parts: (call: CallValue) => [...call.arguments, ...(call.callee.kind === 'part' ? [call.callee.of] : [])],
    };
    const found = isThere ? libraryCalls(module, evaluator, wanted) : [];
    const known = found.flatMap(({ call }) => {
      const of = call.callee.kind === 'part' ? call.callee.of : undefined;
      const to = of?.kind === 'call' ? keyOf(of) : undefined;
      return to === undefined ? [] : [{ to, layers: call.arguments, at: call.place.span.start }];
    });
    this.#calls = known;
    this.#followed = new Set(known.map(({ at }) => at));
  }

  /** A construct with what is added to it among its own. */
  with(construct: Construct): Construct {
    const key = keyOf(construct.call);
    const added = this.#calls.flatMap(({ to, layers }) => (to === key ? layers : []));
    if (added.length === 0) return construct;
    const own = construct.get('layers');
    const { place } = construct.call;
    const first =
      own?.kind === 'array' ? own : { kind: 'array' as const, items: [], gap: isNothing(own) ? undefined : reasonOf(own), place };
    const layers: ProgramValue = { ...first, items: [...first.items, ...added] };
    return { ...construct, get: (name) => (name === 'layers' ? layers : construct.get(name)) };
  }

  /** Whether it is known which function a call of this file is about. */
  follows({ call }: PlacedCall): boolean {
    return this.#followed.has(call.span.start);
  }
}

/** Where a construct is made, and its id, which tells those of a helper or a loop apart. */
function keyOf(call: CallValue): string | undefined {
  const { id } = constructOf(call);
  const { source, span } = call.place;
  return id?.kind === 'text' ? `${source.path} ${span.start} ${id.text}` : undefined;
}

/**
 * What the calls of a program may add to a function that is already made, where it isn't known to which. Of variables only those
 * count that decide what runs at all.
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
