/** One instruction of a Dockerfile, its continued lines joined and its variables filled in. */
export interface Instruction {
  /** In capitals: `COPY`. */
  readonly name: string;
  /** `--from=build` -> `from`: `build`. */
  readonly flags: ReadonlyMap<string, string>;
  /** What follows, as a list: `["a", "b"]` as well as `a b`. */
  readonly words: readonly string[];
  /** From 1. */
  readonly line: number;
  /** As it is written, in one line. */
  readonly text: string;
}

/** Reads what is needed to see what an image holds. What is no Dockerfile gives instructions of strange names. */
export function readDockerfile(source: string): readonly Instruction[] {
  const variables = new Map([
    ['LAMBDA_TASK_ROOT', '/var/task'],
    ['LAMBDA_RUNTIME_DIR', '/var/runtime'],
  ]);
  const instructions: Instruction[] = [];
  for (const { text, line } of joinedLines(source)) {
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
    const { flags, rest: written } = flagsOf(rest);
    const filled = written.replace(/\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g, (whole, braced, otherwise, plain) => {
      return variables.get(braced ?? plain) ?? otherwise ?? whole;
    });
    const instruction = { name: name.toUpperCase(), flags, words: wordsOf(filled), line, text };
    if (instruction.name === 'ARG' || instruction.name === 'ENV')
      for (const [key, value] of assignments(instruction)) variables.set(key, value);
    instructions.push(instruction);
  }
  return instructions;
}

/** `A=1 B="2 3"`, and of ENV's older form `A 1`. */
export function assignments({ name, words }: Pick<Instruction, 'name' | 'words'>): readonly (readonly [string, string])[] {
  const [first = '', ...others] = words;
  if (name === 'ENV' && !first.includes('=')) return [[first, others.join(' ')]];
  return words.flatMap((word) => {
    const at = word.indexOf('=');
    return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : [];
  });
}

function joinedLines(source: string): readonly { readonly text: string; readonly line: number }[] {
  const joined: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, raw] of source.split(/\r?\n/).entries()) {
    const line = raw.trim();
    // Comments may stand between continued lines.
    if (line === '' || line.startsWith('#')) continue;
    const continues = line.endsWith('\\');
    const text = continues ? line.slice(0, -1).trim() : line;
    if (open) open.text += ` ${text}`;
    else open = { text, line: index + 1 };
    if (continues) continue;
    joined.push(open);
    open = undefined;
  }
  return open ? [...joined, open] : joined;
}

function flagsOf(rest: string): { readonly flags: ReadonlyMap<string, string>; readonly rest: string } {
  const flags = new Map<string, string>();
  let left = rest;
  for (let flag = /^--([\w-]+)(?:=(\S+))?\s+/.exec(left); flag !== null; flag = /^--([\w-]+)(?:=(\S+))?\s+/.exec(left)) {
    flags.set(flag[1] ?? '', flag[2] ?? '');
    left = left.slice(flag[0].length);
  }
  return { flags, rest: left };
}

function wordsOf(text: string): readonly string[] {
  if (text.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
    } catch {
      // A shell's words that begin with a bracket.
    }
  }
  return [...text.matchAll(/(?:"((?:\\.|[^"\\])*)"|'([^']*)'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, '$1$2'),
  );
}
