import type { AnalysedFunction } from '../analysis/model.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { FolderFunction, type FolderFunctionPorts } from './folderFunction.ts';

/** Lambda's rule for names. */
const NAME = /^[a-zA-Z0-9-_]{1,64}$/;

/** The functions of a folder by name, each kept as long as it is defined: what is known of its sources stays known. */
export class FolderFunctions {
  readonly #ports: FolderFunctionPorts;
  #functions: ReadonlyMap<string, FolderFunction> = new Map();
  readonly #said = new Set<string>();

  constructor(ports: Omit<FolderFunctionPorts, 'others'>) {
    this.#ports = { ...ports, others: () => this.definitions };
  }

  get definitions(): readonly FunctionDefinition[] {
    return [...this.#functions.values()].map(({ definition }) => definition);
  }

  /** Has these and no others; where two have one name, the first. What can't be served is said once. */
  replace(all: readonly AnalysedFunction[]): readonly FolderFunction[] {
    const functions = new Map<string, FolderFunction>();
    for (const fn of all) {
      const { name, id } = fn.definition;
      const rival = functions.get(name);
      if (!NAME.test(name))
        this.#sayOnce(`${id} is not served: ${name} can’t be a function’s name, which has letters, digits, hyphens and underscores.`);
      else if (rival !== undefined) this.#sayOnce(`${id} is not served: ${rival.definition.id} is called ${name}, too.`);
      else functions.set(name, this.#kept(fn));
    }
    this.#functions = functions;
    return [...functions.values()];
  }

  #kept(fn: AnalysedFunction): FolderFunction {
    const known = this.#functions.get(fn.definition.name);
    if (known === undefined) return new FolderFunction(fn, this.#ports);
    known.redefine(fn);
    return known;
  }

  #sayOnce(line: string): void {
    if (this.#said.has(line)) return;
    this.#said.add(line);
    this.#ports.say(line);
  }
}
