import type { TextRange } from '../../text.ts';
import type { About } from '../context.ts';

export interface NetMethod {
  readonly name: string;
  /** Of its name. */
  readonly range: TextRange;
  /** Whether `[LambdaFunction]` makes a handler of it. */
  readonly isAnnotated: boolean;
  readonly about: About;
}

/** One declaration of a type; a partial one may have others. */
export interface NetType {
  /** `Shop.Orders+Create`. */
  readonly name: string;
  /** Of its simple name. */
  readonly range: TextRange;
  readonly isPartial: boolean;
  /** Base class and interfaces as written, without type arguments. */
  readonly bases: readonly string[];
  readonly methods: readonly NetMethod[];
  /** Before its closing brace; undefined where it has none. */
  readonly end: TextRange | undefined;
}

/** What one C# source says. */
export interface NetFacts {
  readonly types: readonly NetType[];
  /** Namespaces whose types are named without them, as far as the file says itself. */
  readonly usings: readonly string[];
  /** Statements outside of all types, where a program begins. */
  readonly statements: TextRange | undefined;
  /** Why types may be missing here, in words. */
  readonly doubt: string | undefined;
}
