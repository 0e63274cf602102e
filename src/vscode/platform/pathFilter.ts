import { relative, sep } from 'node:path';

/** Files whose change can change what is known of functions: templates, sources, and what says how sources are loaded. */
const relevant = /\.(ya?ml|json|template|[cm]?[jt]s|[jt]sx|py)$/i;

export function isRelevantFile(path: string): boolean {
  return relevant.test(path);
}

/** The globs of the setting `lambdaWorkbench.exclude`. */
export class PathFilter {
  readonly #excludes: readonly RegExp[];

  /** `globs` are relative to the workspace folder; what they match is left out with all it holds. */
  constructor(globs: readonly string[]) {
    this.#excludes = globs.map(globToRegExp);
  }

  isExcluded(folder: string, path: string): boolean {
    const parts = relative(folder, path).split(sep);
    return this.#excludes.some((glob) => parts.some((_, index) => glob.test(parts.slice(0, index + 1).join('/'))));
  }
}

/** Knows `*`, `**`, `?` and `{a,b}`; anything else stands for itself. */
function globToRegExp(glob: string): RegExp {
  let depth = 0;
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|[{},]|[.+^$()|[\]\\]/g, (token) => {
    switch (token) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        depth++;
        return '(?:';
      case '}':
        if (depth === 0) return '\\}';
        depth--;
        return ')';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return `\\${token}`;
    }
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^(?!)/;
  }
}
