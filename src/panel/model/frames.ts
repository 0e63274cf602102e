/** A place in a source file, as it was printed: line and column count from 1. Offsets are into the searched text. */
export interface SourceLink {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly line: number;
  readonly column: number | undefined;
}

/**
 * Places in source files that a stack trace or a message names: `(/abs/file.ts:12:3)`, `file:///…`, `src/pay.ts:41`,
 * `File "x.py", line 12`. Files inside the runtime (`node:…`, `<frozen …>`) aren't places a person can open.
 */
export function findSourceLinks(text: string): readonly SourceLink[] {
  const links: SourceLink[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const link = toLink(match);
      if (link !== undefined && !links.some((other) => link.start < other.end && other.start < link.end)) links.push(link);
    }
  }
  return links.sort((a, b) => a.start - b.start);
}

const extensions = '(?:[cm]?[jt]sx?|py|rb|java|kt|go|cs|rs)';

/** In order of trust. Each starts at a fixed character or at the start of a word, so that long lines stay linear. */
const patterns: readonly RegExp[] = [
  // V8 puts a frame's place in parentheses, so a path may hold spaces there.
  /\((?<path>(?:file:\/\/|[A-Za-z]:[\\/]|\/|\.{1,2}[\\/])[^()\n]{1,400}?):(?<line>\d{1,7}):(?<column>\d{1,7})\)/g,
  /File "(?<path>[^"<>\n]{1,400})", line (?<line>\d{1,7})/g,
  new RegExp(
    `(?<![\\w@$+~.%:/\\\\-])(?<path>(?:file:\\/\\/\\/?|[A-Za-z]:[\\\\/]|\\.{0,2}[\\\\/])?[\\w@$+~.%-]+(?:[\\\\/][\\w@$+~.%-]+)*\\.${extensions}):(?<line>\\d{1,7})(?::(?<column>\\d{1,7}))?(?!\\w)`,
    'g',
  ),
];

function toLink(match: RegExpExecArray): SourceLink | undefined {
  const { path, line, column } = match.groups ?? {};
  if (path === undefined || line === undefined) return undefined;
  const inside = match[0].startsWith('(') ? 1 : 0;
  const start = match.index + inside;
  return {
    start,
    end: match.index + match[0].length - inside,
    path,
    line: Number(line),
    column: column === undefined ? undefined : Number(column),
  };
}

/** The first frame of a stack in the person's own code: not in the runtime, nor in what is installed. */
export function firstOwnFrame(stack: readonly string[]): string | undefined {
  return stack.find((frame) => findSourceLinks(frame).some(({ path }) => !foreign.test(path)));
}

const foreign =
  /^node:|(?:^|[\\/])(?:node_modules|site-packages|dist-packages|\.venv|venv|vendor|gems)[\\/]|[\\/]var[\\/](?:runtime|lang)[\\/]|[\\/]lib[\\/](?:python|ruby)\d/;
