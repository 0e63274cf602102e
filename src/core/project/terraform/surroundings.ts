import type { Carrier, Subscription } from '../messaging/model.ts';
import type { FunctionDefinition } from '../model.ts';
import { type Connection, connectionsOf } from './connections.ts';
import type { FoundFunction } from './discover.ts';
import type { DocumentTexts } from './documents.ts';
import { type DeclaredLogGroup, type FunctionPlace, logGroupOf, logGroupsOf } from './logGroup.ts';
import { carriersIn } from './messaging.ts';
import { attributeOf, type ModuleBlock } from './module.ts';
import type { Scope } from './scope.ts';
import { sentOnIn } from './subscriptions.ts';

/** What a module says of functions that stand anywhere in it. */
export interface ModuleSurroundings {
  readonly connections: readonly Connection[];
  readonly logGroups: readonly DeclaredLogGroup[];
  readonly carriers: readonly Carrier[];
  /** What topics and buses send to other carriers. */
  readonly sentOn: readonly Subscription[];
}

export function surroundingsIn(scope: Scope, texts: DocumentTexts): ModuleSurroundings {
  const [carriers, sentOn] = [carriersIn(scope), sentOnIn(scope)];
  return { connections: connectionsOf(scope, texts), logGroups: logGroupsOf(scope), carriers, sentOn };
}

/** What stands around functions: what calls them, where they log, what decides whether they are there. */
export class Surroundings {
  readonly #known: Map<Scope, ModuleSurroundings>;
  readonly #texts: DocumentTexts;

  /** @param known of modules that were looked at for other files too */
  constructor(known: ReadonlyMap<Scope, ModuleSurroundings>, texts: DocumentTexts) {
    this.#known = new Map(known);
    this.#texts = texts;
  }

  of(found: FoundFunction): Pick<FunctionDefinition, 'triggers' | 'invokers' | 'logGroup' | 'condition'> {
    const connections = found.places.flatMap((place) => this.#connected(place));
    const condition = conditionOf(found.around);
    const isResource = found.maker.block.type === 'resource';
    const declaredIn = (scope: Scope) => this.#in(scope).logGroups;
    return {
      triggers: connections.flatMap(({ trigger }) => trigger ?? []),
      invokers: connections.flatMap(({ invoker }) => invoker ?? []),
      // Other modules make one of their own.
      logGroup: isResource ? logGroupOf(found.maker, found.places, found.parts.functionName, declaredIn) : { kind: 'unknown' },
      ...(condition === '' ? {} : { condition }),
    };
  }

  #connected({ scope, address, key }: FunctionPlace): readonly Connection[] {
    const { connections } = this.#in(scope);
    return connections.filter((each) => each.address === address && (each.key === key || each.key === undefined || key === undefined));
  }

  #in(scope: Scope): ModuleSurroundings {
    const known = this.#known.get(scope) ?? surroundingsIn(scope, this.#texts);
    this.#known.set(scope, known);
    return known;
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
