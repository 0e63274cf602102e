import type { FunctionDefinition } from '../model.ts';
import { type Connection, connectionsOf } from './connections.ts';
import type { FoundFunction } from './discover.ts';
import { type FunctionPlace, logGroupOf } from './logGroup.ts';
import { attributeOf, type ModuleBlock } from './module.ts';
import type { Scope } from './scope.ts';

/** What stands around functions: what calls them, where they log, what decides whether they are there. */
export class Surroundings {
  readonly #connections = new Map<Scope, readonly Connection[]>();

  of(found: FoundFunction): Pick<FunctionDefinition, 'triggers' | 'invokers' | 'logGroup' | 'condition'> {
    const connections = found.places.flatMap((place) => this.#connected(place));
    const condition = conditionOf(found.around);
    const isResource = found.maker.block.type === 'resource';
    return {
      triggers: connections.flatMap(({ trigger }) => trigger ?? []),
      invokers: connections.flatMap(({ invoker }) => invoker ?? []),
      // Other modules make one of their own.
      logGroup: isResource ? logGroupOf(found.maker, found.places, found.parts.functionName) : { kind: 'unknown' },
      ...(condition === '' ? {} : { condition }),
    };
  }

  #connected({ scope, address, key }: FunctionPlace): readonly Connection[] {
    const known = this.#connections.get(scope) ?? connectionsOf(scope);
    this.#connections.set(scope, known);
    return known.filter((each) => each.address === address && (each.key === key || each.key === undefined || key === undefined));
  }
}

/** As it stands there: a condition of its own, and the account and region that it goes to. */
function conditionOf(blocks: readonly ModuleBlock[]): string {
  const texts = blocks.flatMap((block) =>
    ['count', 'provider', 'providers'].flatMap((name) => {
      const written = attributeOf(block, name);
      return written === undefined ? [] : [written.file.text.slice(written.expression.start, written.expression.end)];
    }),
  );
  return texts.join('; ');
}
