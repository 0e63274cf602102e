/** Lines of YAML and of printed JSON, told apart by how far they stand in. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

export function isBlank(line: string): boolean {
  return /^\s*(#.*)?$/.test(line);
}

/** The line after the last one that stands in at least as far as `indent`, from `start` on. */
export function endOfBlock(lines: readonly string[], start: number, indent: number): number {
  let at = start;
  while (at < lines.length && (isBlank(lines[at] ?? '') || indentOf(lines[at] ?? '') >= indent)) at++;
  return at;
}

/** The first line of the block that `at` is in, among lines that stand in as far as `indent`. */
export function startOfBlock(lines: readonly string[], at: number, indent: number): number {
  let start = at;
  while (start > 0 && (isBlank(lines[start - 1] ?? '') || indentOf(lines[start - 1] ?? '') >= indent)) start--;
  return start;
}

/** The line of `key:` or `"key":` among the direct children of a block. */
export function childLine(lines: readonly string[], start: number, end: number, key: string): number | undefined {
  let indent: number | undefined;
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? '';
    if (isBlank(line)) continue;
    indent ??= indentOf(line);
    if (indentOf(line) === indent && keyOf(line)?.key === key) return at;
  }
  return undefined;
}

/** `key: value`, `"key": "value",`: the key, and the rest as it stands without a comma or comment at its end. */
export function keyOf(line: string): { readonly key: string; readonly value: string } | undefined {
  const [, , key, value] = /^\s*(["']?)([^"'#\s{}[\],-][^"':]*?)\1\s*:(?:\s+(.*))?$/.exec(line.replace(/\r$/, '')) ?? [];
  return key === undefined
    ? undefined
    : {
        key,
        value: (value ?? '')
          .replace(/\s+#.*$/, '')
          .replace(/,\s*$/, '')
          .trim(),
      };
}

/** A plain or quoted text without anything that a tool fills in. */
export function plainText(value: string): string | undefined {
  const [, , text] = /^(["']?)([^"'!&*{}[\]|>%@`$][^"'{}$]*)\1$/.exec(value) ?? [];
  return text?.trim();
}
