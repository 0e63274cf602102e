/** Folders that hold what is built or installed, not what is written: the setting's default, and the command line's. */
export const defaultExclusion: readonly string[] = ['**/node_modules', '**/.git', '**/.aws-sam', '**/cdk.out', '**/.venv'];

/** Whether a path, relative to its workspace folder and with forward slashes, is left out: itself, or a folder it is in. */
export type Exclusion = (relativePath: string) => boolean;

/** `globs` as in the setting: `**`, `*`, `?` and `{a,b}`; what one matches is left out with all it holds. */
export function createExclusion(globs: readonly string[]): Exclusion {
  const patterns = globs.map((glob) => globPattern(glob.replace(/\/(\*\*)?$/, '')));
  return (relativePath) => {
    const segments = relativePath.split('/');
    if (segments.some((segment) => toolFolders.has(segment))) return true;
    return segments.some((_, index) => {
      const upToHere = segments.slice(0, index + 1).join('/');
      return patterns.some((pattern) => pattern.test(upToHere));
    });
  };
}

/** What tools keep for themselves: no template of a person's is in there, and they can be huge. */
const toolFolders: ReadonlySet<string> = new Set(
  `.git .hg .svn .jj .aws-sam .lambda-layers .serverless .sst .terraform .terragrunt-cache .venv .tox .nox .mypy_cache .pytest_cache
  .ruff_cache __pycache__ site-packages .gradle .idea .vscode .vscode-test .next .nuxt .svelte-kit .turbo .cache .parcel-cache .yarn .pnpm-store .nyc_output
  .bundle`.split(/\s+/),
);

function globPattern(glob: string): RegExp {
  let open = 0;
  const source = glob.replace(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (token) => {
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
        open++;
        return '(?:';
      case '}':
        return open-- > 0 ? ')' : '\\}';
      case ',':
        return open > 0 ? '|' : ',';
      default:
        return `\\${token}`;
    }
  });
  // A brace that is never closed stands for nothing a folder could match.
  return open > 0 ? /^(?!)/ : new RegExp(`^${source}$`);
}
