/**
 * A text in which the placeholders of a template engine (Jinja, cookiecutter, Mustache, Go templates, ERB, Velocity) no longer stand in a YAML
 * reader's way: lines that only steer the engine are blank, and where a value is put in stands a word. Every offset stays what it was.
 * Undefined where there is none, or the text would be as before.
 */
export function withoutPlaceholders(text: string): string | undefined {
  const blank = text
    .replace(VELOCITY_MACRO, (macro) => macro.replace(/[^\r\n]/g, ' '))
    .replace(FIRST_OF_BLOCK, (_, before: string, _indent: string, placeholder: string) => before + word(placeholder))
    .replace(/\{%.{0,2000}?%\}|\{#.{0,2000}?#\}|<%(?![=-]).{0,2000}?%>/g, spaces)
    .replace(/^[ \t]*\{\{(?!resolve:).{0,2000}?\}\}[ \t]*$/gm, spaces);
  const filled = blank.replace(/\{\{(?!resolve:).{0,500}?\}\}|<%[=-].{0,500}?%>/g, word);
  return filled === text ? undefined : filled;
}

/** Whether a word stands where a placeholder was. */
export function isStandIn(word: string): boolean {
  return /^__X+__$/.test(word);
}

function spaces(placeholder: string): string {
  return ' '.repeat(placeholder.length);
}

/** Looks like a placeholder to whoever reads the value. */
function word(placeholder: string): string {
  return `__${'X'.repeat(Math.max(0, placeholder.length - 4))}__`;
}

/**
 * A placeholder that is the first line of a block of text (`Description: >`), further in than the key: it is some of the text. Blank,
 * it would be further in than the lines after it, which YAML refuses.
 */
const FIRST_OF_BLOCK =
  /(^([ \t]*)\S.*[|>][-+\d]*[ \t]*\r?\n(?:[ \t]*\r?\n)*\2[ \t]+)(\{[{%#](?!resolve:).{0,2000}?[}%#]\}|<%.{0,2000}?%>)(?=[ \t]*\r?$)/gm;

/** Of Maven's archetypes. To YAML its directives are comments, but what stands between them is none of the document's. */
const VELOCITY_MACRO = /^#macro\s*\([\s\S]{0,1200}?^#end\b/gm;
