import type { TextRange } from '../../text.ts';
import type { About } from '../context.ts';

export interface RubyMethod {
  readonly name: string;
  readonly range: TextRange;
  readonly about: About;
}

/** One opening of a class or module: `class A … end`. It may be opened again elsewhere. */
export interface RubyModule {
  /** With the modules around it: `Shop::Orders`. */
  readonly name: string;
  readonly range: TextRange;
  /** As written; undefined where there is none. */
  readonly superclass: string | undefined;
  /** Methods of the class or module itself, which a handler can name. */
  readonly singleton: readonly RubyMethod[];
  readonly instance: readonly RubyMethod[];
  /** Modules whose methods it takes in, as written. */
  readonly extended: readonly string[];
  readonly included: readonly string[];
  /** Why it may have further methods, in words. */
  readonly doubt: string | undefined;
  /** Before its `end`, and how far that is indented. */
  readonly end: TextRange;
  readonly indent: string;
}

export interface RubyRequire {
  /** `relative` to the file; `loaded` from the load path, where the code folder is. */
  readonly kind: 'relative' | 'loaded';
  readonly name: string;
}

/** What one Ruby file says, before the files are looked at that it loads. */
export interface RubyFacts {
  /** Methods that every object has: those at the top, and of `Object` and `Kernel`. */
  readonly methods: readonly RubyMethod[];
  /** Modules that every object takes in. */
  readonly included: readonly string[];
  readonly modules: readonly RubyModule[];
  /** Constants that are assigned: `Handler = Class.new`. */
  readonly constants: readonly string[];
  /** Names that a call may make into methods: `handler :create`. */
  readonly told: readonly string[];
  readonly requires: readonly RubyRequire[];
  /** Why names may be missing here, in words. */
  readonly doubt: string | undefined;
  readonly end: TextRange;
  readonly endsWithLineBreak: boolean;
}
