import type { TextRange } from '../../text.ts';
import type { About } from '../context.ts';

export interface JvmMethod {
  readonly name: string;
  /** Of its name. */
  readonly range: TextRange;
  /** Lambda calls public methods only. */
  readonly isPublic: boolean;
  readonly about?: About;
}

export interface JvmType {
  /** As the class file is called: `com.shop.Orders$Create`. */
  readonly name: string;
  /** Of its simple name. */
  readonly range: TextRange;
  /** As written, without type arguments. */
  readonly supertypes: readonly string[];
  readonly methods: readonly JvmMethod[];
  /** Why it may have further methods, in words. */
  readonly doubt: string | undefined;
  /** Where a method can be added, before its closing brace; undefined where there is none. */
  readonly end: TextRange | undefined;
  readonly about?: About;
}

export interface JvmImport {
  /** `com.shop.Orders`, or the package of a wildcard. */
  readonly name: string;
  /** What it is called in the file; `*` for all. */
  readonly as: string;
}

/** What one Java, Kotlin or Scala source says. */
export interface JvmFacts {
  readonly package: string;
  readonly imports: readonly JvmImport[];
  readonly types: readonly JvmType[];
  /** Why types may be missing here, in words. */
  readonly doubt: string | undefined;
}
