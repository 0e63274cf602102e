import { LineMap } from '../text.ts';
import type { TemplateResult } from './model.ts';
import type { ParsedTree } from './tree/model.ts';

/** A template with an error in its syntax. Placeholders of a template engine are named, since they are what makes it so. */
export function brokenTemplate(path: string, text: string, error: Extract<ParsedTree, { kind: 'syntax-error' }>): TemplateResult {
  const range = new LineMap(text).range(error.span.start, error.span.end);
  const where = `line ${range.start.line + 1}, column ${range.start.character + 1}`;
  const placeholder = /\{\{(?!resolve:).{0,100}?\}\}|\{%.{0,100}?%\}|<%.{0,100}?%>/.exec(text);
  if (placeholder === null) {
    const message = error.message.replace(/[\s.]+$/, '');
    return { kind: 'broken', path, message: `This template can’t be read: ${message} (${where}).`, range };
  }
  const message = `This template holds placeholders of a template engine, such as ${placeholder[0]}; it can be read once they are filled in (${where}).`;
  return { kind: 'broken', path, message, range };
}
