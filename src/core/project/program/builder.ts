import type { CallExpression, Declaration, ExportedName, Expression, PlacedCall, PlacedExpression, Program, Scope } from './model.ts';

/** Puts a program together while its tree is walked. */
export class ProgramBuilder {
  readonly #scopes: MutableScope[] = [];
  readonly #calls: PlacedCall[] = [];
  readonly #exports = new Map<string, ExportedName>();
  readonly #stars: string[] = [];
  /** Looked up once all declarations are known. */
  readonly #changes: { readonly scope: number; readonly name: string; readonly key: string | undefined }[] = [];

  open(kind: Scope['kind'], parent: number | undefined, name?: string): number {
    const names = new Map<string, Declaration>();
    this.#scopes.push({ kind, parent, name, names, iterated: undefined, returns: [], base: undefined });
    return this.#scopes.length - 1;
  }

  /** A second declaration of a name makes it a variable. */
  declare(scope: number, name: string, declaration: Declaration): void {
    const names = this.#scopes[scope]?.names;
    names?.set(name, names.has(name) ? { kind: 'variable' } : declaration);
  }

  /** The first import of a name holds: later ones are for other versions of the library. */
  import(name: string, from: string, imported: string): void {
    const names = this.#scopes[0]?.names;
    if (names?.get(name)?.kind !== 'import') this.declare(0, name, { kind: 'import', from, name: imported });
  }

  /** Every name of the module may be imported by others. */
  exportAll(): void {
    const span = { start: 0, end: 0 };
    for (const name of this.#scopes[0]?.names.keys() ?? []) {
      this.export(name, { kind: 'value', value: { expression: { kind: 'name', name, span }, scope: 0 } });
    }
  }

  constant(scope: number, name: string, value: PlacedExpression, path: readonly string[] = [], more: OfPattern = {}): void {
    this.declare(scope, name, { kind: 'constant', value, path, changed: [], ...more });
  }

  /** The name is assigned again, or, with `key`, a member of what it holds. `*` for any member. */
  change(scope: number, name: string, key?: string): void {
    this.#changes.push({ scope, name, key });
  }

  call(call: CallExpression, scope: number): void {
    this.#calls.push({ call, scope });
  }

  returns(scope: number, expression: Expression): void {
    const owner = this.enclosing(scope, 'function');
    if (owner !== undefined) this.#scopes[owner]?.returns.push({ expression, scope });
  }

  iterates(scope: number, iterated: PlacedExpression): void {
    const target = this.#scopes[scope];
    if (target !== undefined) target.iterated = iterated;
  }

  extends(scope: number, base: Expression): void {
    const target = this.#scopes[scope];
    if (target !== undefined) target.base = base;
  }

  export(name: string, exported: ExportedName): void {
    this.#exports.set(name, exported);
  }

  star(from: string): void {
    this.#stars.push(from);
  }

  /** The nearest scope of a kind, from `scope` outwards; a class isn't looked for beyond a module. */
  enclosing(scope: number, ...kinds: readonly Scope['kind'][]): number | undefined {
    for (let at: number | undefined = scope; at !== undefined; at = this.#scopes[at]?.parent) {
      const kind = this.#scopes[at]?.kind;
      if (kind !== undefined && kinds.includes(kind)) return at;
    }
    return undefined;
  }

  build(): Program {
    for (const change of this.#changes) this.#apply(change);
    this.#passOn();
    return { scopes: this.#scopes, calls: this.#calls, exports: this.#exports, stars: this.#stars };
  }

  /** What is imported and exported again comes from the other file. */
  #passOn(): void {
    for (const [name, exported] of this.#exports) {
      if (exported.kind !== 'value' || exported.value.expression.kind !== 'name') continue;
      const declared = this.#scopes[0]?.names.get(exported.value.expression.name);
      if (declared?.kind === 'import') this.#exports.set(name, declared);
    }
  }

  #apply({ scope, name, key }: { readonly scope: number; readonly name: string; readonly key: string | undefined }): void {
    for (let at: number | undefined = scope; at !== undefined; at = this.#scopes[at]?.parent) {
      const names = this.#scopes[at]?.names;
      const declared = names?.get(name);
      if (names === undefined || declared === undefined) continue;
      // An import is never assigned: it is another name that is, such as a property that is called like its type.
      if (key === undefined) {
        if (declared.kind !== 'import') names.set(name, { kind: 'variable' });
      } else if (declared.kind === 'constant') names.set(name, { ...declared, changed: [...declared.changed, key] });
      return;
    }
  }
}

type OfPattern = Pick<Extract<Declaration, { readonly kind: 'constant' }>, 'fallback' | 'without'>;

interface MutableScope extends Scope {
  readonly names: Map<string, Declaration>;
  iterated: PlacedExpression | undefined;
  readonly returns: PlacedExpression[];
  base: Expression | undefined;
}
