import { type Document, parseDocument, type YAMLParseError } from 'yaml';

/** Characters that may be parsed again, over all attempts, and errors up to which it is tried at all: what is far from YAML isn't tried for long. */
const budget = 1_500_000;
const mostErrors = 1_000;

/**
 * Parses as CloudFormation's reader does, which doesn't ask how far the lines inside brackets and quotes are indented, and takes a lone
 * dash inside brackets for a text: the library doesn't. Where a line stands too far left, its line break is read as spaces, a lone dash as
 * another sign, and the rest tried again, so every offset stays what it was.
 * A text that can't be read this way either keeps its first error.
 */
export function parseLeniently(text: string): Document.Parsed {
  const first = parseOnce(text);
  let attempt = first;
  let joined = text;
  let before = -1;
  for (let left = Math.floor(budget / Math.max(text.length, 1)); left > 0; left--) {
    const error = syntaxError(attempt);
    if (error === undefined) return attempt;
    if (attempt.errors.length > mostErrors) return first;
    const offence = offendingPlace(joined, error);
    if (offence === undefined || offence <= before) return first;
    before = offence;
    joined = joined[offence] === '-' ? joined.slice(0, offence) + dashSign + joined.slice(offence + 1) : withoutBreak(joined, offence);
    attempt = parseOnce(joined);
  }
  return first;
}

/** A second document after `---` is no concern of a template's reader: the first one is read. */
export function syntaxError(document: Document.Parsed): YAMLParseError | undefined {
  return document.errors.find((candidate) => candidate.code !== 'MULTIPLE_DOCS');
}

/** As the library reads it. */
export function parseOnce(text: string): Document.Parsed {
  // The library makes an Error of all it notices, tags it doesn't know included: a stack for each takes longer than reading the text.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, { strict: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Stands for a lone dash; any sign that means nothing to YAML. */
const dashSign = '_';

/** The line feed that the error is about: before a line in brackets, or at the end of what was read of a quoted text. Or the lone dash. */
function offendingPlace(text: string, error: YAMLParseError): number | undefined {
  const [start, end] = error.pos;
  if (error.code === 'BLOCK_IN_FLOW') return found(text.lastIndexOf('-', end - 1));
  if (error.code === 'BAD_INDENT') return found(text.lastIndexOf('\n', start - 1));
  if (error.code === 'MISSING_CHAR' && /closing .?quote/.test(error.message)) return found(text.indexOf('\n', start));
  // The last line of a quoted text begins with a bracket, at the key's own indentation.
  const lineStart = text.lastIndexOf('\n', start - 1);
  if (error.code === 'UNEXPECTED_TOKEN' && /^[ \t]*$/.test(text.slice(lineStart + 1, start))) return found(lineStart);
  return undefined;
}

function found(offset: number): number | undefined {
  return offset === -1 ? undefined : offset;
}

/** As long as before. A carriage return goes with its line feed. */
function withoutBreak(text: string, at: number): string {
  const start = text[at - 1] === '\r' ? at - 1 : at;
  return text.slice(0, start) + ' '.repeat(at + 1 - start) + text.slice(at + 1);
}
